import Checker
import FastPath
import Logic
import Model

/// The IPC system call preserves the kernel invariant.
public struct IPCPreservesInvariant: KernelProperty {
  public init() {}
  public var name: String { "ipc/call-preserves-invariant" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running, and for all \
    registers: the state after the IPC system call satisfies the kernel invariant.
    """
  }
  public var faults: [Fault] { [] }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let arguments = t.arbitraryRegisters()
    let (after, _) = t.perform(on: t.state) { Kernel.ipc(&$0, arguments) }
    t.prove("the kernel invariant holds afterwards", KernelInvariant.claims(after))
  }
}
