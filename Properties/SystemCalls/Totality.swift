import Checker
import Logic
import Model

/// A system call, or an event, stays inside its tables, whatever its arguments.
public struct CallStaysInTables: KernelProperty {
  let call: any EntryContract
  public init(_ call: any EntryContract) { self.call = call }
  public var name: String { "call/\(call.name)-stays-in-tables" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant\(call.needsHandlers
      ? ", and in which the handlers of interrupts are in use" : ""), and for all registers: every word that \
    \(call.description) reads or writes, refused or not, lies inside its table.
    """
  }
  public var checksMemory: Bool { true }
  public var mutations: [Mutation] {
    [
      Mutation(
        "the kernel takes its mask for the running thread", .misread(.init(Machine.current), as: .init(Machine.mask)))
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    if call.needsHandlers { t.assumeHandlersExist() }
    let arguments = t.arbitraryArguments(of: call)
    _ = t.perform(on: t.state) { call.act(&$0, arguments) }
  }
}
