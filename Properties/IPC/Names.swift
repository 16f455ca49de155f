import Checker
import Logic
import Model

/// After an operation of threads, there are no dangling thread references.
public struct OperationKeepsNames: KernelProperty {
  let operation: ThreadOperation
  public init(_ operation: ThreadOperation) { self.operation = operation }
  public var name: String { "ipc/\(operation == .ipc ? "call" : operation.rawValue)-keeps-names" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and in which there are no dangling thread references \
    (pagers, exception handlers, partners and handlers of interrupts are in use, and capabilities name no thread that \
    was never created): there are none after \(operation.description), whatever the arguments.
    """
  }
  public var mutations: [Mutation] {
    [Mutation("the partner is another thread", .alterWrite(.init(TCB.partner), .flip(1)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeNames()
    if operation == .resume {
      let me = t.state[Machine.current]
      _ = t.branch(
        "an IPC starts again", t.state[TCB.continuation, me] == .restartIPC)
      _ = t.branch(
        "it is the kernel's", t.state[TCB.resources, me].has(.resumesInKernel))
    }
    let after = operation.perform(&t)
    t.prove("whoever is named is there", NameInvariant.claims(after))
  }
}
