import ARMSemantics
import Checker
import Logic
import Model

/// A system call, or an event, preserves the kernel invariant.
public struct CallPreservesInvariant: KernelProperty {
  let call: SystemCall
  public init(_ call: SystemCall) { self.call = call }
  public var name: String { "call/\(call.rawValue)-preserves-invariant" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant\(call.isEvent
      ? ", with a thread in user mode running or the idle thread"
      : call.mayBlock ? ", with any thread but the idle thread running"
      : call == .createSpace ? ", and whose active space and owners of domains are in use"
      : call == .grantSpace ? ", and in which grants are from one space to another" : ""), and for all registers: the state after \
    \(call.description) satisfies the kernel invariant.\(call.keepsArrivalsApart
      ? " (That the order of arrival stays a permutation is call/\(call.rawValue)-keeps-arrival-order.)" : "")
    """
  }
  public var mutations: [Mutation] {
    switch call {
    case .createThread:
      [
        Mutation("the new thread's priority is one too high", .alterWrite(.init(TCB.priority), .add(1)))
      ]
    case .modifyThread:
      [
        Mutation(
          "the coprocessor stays as it was while the thread runs", .loseWrite(.init(Machine.coprocessorAccess)))
      ]
    case .createSpace:
      [
        Mutation(
          "the new space's list doesn't exist",
          .alterWrite(.init(SpaceTable.capabilities), .become(0xFFFF_FFFF)))
      ]
    case .modifySpace:
      [Mutation("B15: the PID of the active space changes in memory only", .loseWrite(.init(CP15.processID)))]
    case .deleteSpace:
      [Mutation("the space keeps a domain that it doesn't own", .loseWrite(.init(SpaceTable.domain)))]
    case .grantSpace:
      [Mutation("B6: the mask of a running client changes in memory only", .loseWrite(.init(Machine.mask)))]
    case .cacheControl:
      [Mutation("lines are made valid", .alterWrite(.init(DataCache.isValid), .become(1)))]
    case .createCapability, .copyCapability:
      [Mutation("a list grows beyond its table", .alterWrite(.init(CapabilityList.size), .add(CapabilityType.slots)))]
    case .deleteCapability:
      [
        Mutation(
          "the place isn't emptied", .alterWrite(.init(CapabilityList.type), .become(CapabilityType.ipc)))
      ]
    default:
      [
        Mutation("a switch leaves the old domain mask in force", .loseWrite(.init(Machine.mask))),
        Mutation(
          "a thread that is switched to stays ready", .alterWrite(.init(TCB.state), .become(ThreadState.ready))),
      ]
    }
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    if call.isEvent { t.assumeInUserMode() } else if call.mayBlock { t.assumeCallerIsNotIdle() }
    if call == .interrupt { t.assumeHandlersExist() }
    t.assumeSpaces(call.spaceClaims)
    let (after, _) = t.perform(call, t.arbitraryArguments(of: call))
    t.prove(
      "the kernel invariant holds afterwards",
      KernelInvariant.claims(after).except(call.keepsArrivalsApart ? ["arrivals"] : []))
  }
}

/// A system call, or an event, keeps the order of arrival a permutation.
public struct CallKeepsArrivalOrder: KernelProperty {
  let call: SystemCall
  public init(_ call: SystemCall) { self.call = call }
  public var name: String { "call/\(call.rawValue)-keeps-arrival-order" }
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

/// After a system call, or an event, whoever is named is there.
public struct CallKeepsNames: KernelProperty {
  let call: SystemCall
  public init(_ call: SystemCall) { self.call = call }
  public var name: String { "call/\(call.rawValue)-keeps-names" }
  public var statement: String {
    """
    For every state \(call == .createCapability || call == .deleteCapability
      ? "" : "that satisfies the kernel invariant, and ")in which whoever is named is there: pagers, exception \
    handlers and partners are in use, and capabilities name no thread that was never created; the same is true after \
    \(call.description), for all registers.
    """
  }
  public var mutations: [Mutation] {
    switch call {
    case .createThread:
      [Mutation("the new thread is still free", .alterWrite(.init(TCB.state), .become(ThreadState.free)))]
    case .modifyThread:
      [Mutation("the pager may be anybody", .alterWrite(.init(TCB.pager), .flip(1)))]
    case .createCapability, .copyCapability:
      [Mutation("the capability names another thread", .alterWrite(.init(CapabilityList.thread), .flip(1)))]
    case .deleteCapability:
      [
        Mutation(
          "the place isn't emptied", .alterWrite(.init(CapabilityList.type), .become(CapabilityType.ipc)))
      ]
    case .bindInterrupt:
      [Mutation("another thread is told of the interrupt", .alterWrite(.init(InterruptTable.handler), .flip(1)))]
    case .deleteThread:
      [
        Mutation("threads keep a deleted pager", .loseWrite(.init(TCB.pager))),
        Mutation("threads keep a deleted exception handler", .loseWrite(.init(TCB.exceptionHandler))),
        Mutation("a deleted thread keeps its space", .loseWrite(.init(TCB.space))),
      ]
    default:
      [Mutation("the thread that runs next is free", .alterWrite(.init(TCB.state), .become(ThreadState.free)))]
    }
  }

  public func run<T: Trial>(_ t: inout T) {
    if call != .createCapability && call != .deleteCapability { t.assumeInvariant() }
    t.assumeNames()
    let (after, _) = t.perform(call, t.arbitraryArguments(of: call))
    t.prove("whoever is named is there", NameInvariant.claims(after))
  }
}
