import ARMSemantics
import Checker
import Logic
import Model

/// A system call, or an event, preserves the kernel invariant.
public struct CallPreservesInvariant: KernelProperty {
  let call: any EntryContract
  public init(_ call: any EntryContract) { self.call = call }
  public var name: String { "call/\(call.name)-preserves-invariant" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant\(call.invariantNeeds), and for all registers: the state after \
    \(call.description) satisfies the kernel invariant.\(call.keepsArrivalsApart
      ? " (That the order of arrival stays a permutation is call/\(call.name)-keeps-arrival-order.)" : "")
    """
  }
  public var mutations: [Mutation] { call.invariantMutations }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    if call.isEvent { t.assumeInUserMode() } else if call.mayBlock { t.assumeCallerIsNotIdle() }
    if call.needsHandlers { t.assumeHandlersExist() }
    t.assumeSpaces(call.spaceClaims)
    let (after, _) = t.perform(call, t.arbitraryArguments(of: call))
    t.prove(
      "the kernel invariant holds afterwards",
      KernelInvariant.claims(after).except(call.keepsArrivalsApart ? ["arrivals"] : []))
  }
}

/// A system call, or an event, keeps the order of arrival a permutation.
public struct CallKeepsArrivalOrder: KernelProperty {
  let call: any EntryContract
  public init(_ call: any EntryContract) { self.call = call }
  public var name: String { "call/\(call.name)-keeps-arrival-order" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and for all registers: after \(call.description), no two \
    threads have the same place in the order of arrival.
    """
  }
  public var mutations: [Mutation] {
    [Mutation("arriving threads get one place too far to the front", .alterWrite(.init(TCB.arrival), .clear(1)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let (after, _) = t.perform(call, t.arbitraryArguments(of: call))
    t.prove(
      "the order of arrival is a permutation afterwards", KernelInvariant.claims(after).only(["arrivals"]))
  }
}

/// After a system call, or an event, there are no dangling thread references.
public struct CallKeepsNames: KernelProperty {
  let call: any EntryContract
  public init(_ call: any EntryContract) { self.call = call }
  public var name: String { "call/\(call.name)-keeps-names" }
  public var statement: String {
    """
    For every state \(call.keepsNamesAlone
      ? "" : "that satisfies the kernel invariant, and ")in which there are no dangling thread references (pagers, \
    exception handlers, partners and handlers of interrupts are in use, and capabilities name no thread that was never \
    created): there are none after \(call.description), for all registers.
    """
  }
  public var mutations: [Mutation] { call.namesMutations }

  public func run<T: Trial>(_ t: inout T) {
    if !call.keepsNamesAlone { t.assumeInvariant() }
    t.assumeNames()
    let (after, _) = t.perform(call, t.arbitraryArguments(of: call))
    t.prove("whoever is named is there", NameInvariant.claims(after))
  }
}
