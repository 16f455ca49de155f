import Checker
import FastPath
import Logic
import Model

/// The IPC fast path of a call refines the model.
public struct CallRefinesModel: KernelProperty {
  public init() {}
  public var name: String { "fastpath/call-refines-model" }
  public var statement: String {
    """
    For every state that satisfies the kernel and coupling invariants, and for all registers with `from` = `to`: the \
    fast path either declines and changes nothing, or leaves exactly the state and the registers that the model leaves.
    """
  }
  public var rounds: Int { 3 }
  public var decidesConditionals: Bool { true }
  public var mutations: [Mutation] { faultsOfCalls }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariantAndHeads()
    let arguments = t.arbitraryRegisters()
    t.assume("this is a call: `from` = `to`", arguments.r0 == arguments.r1)
    t.fastPathRefines(
      arguments, path: { FastPath.ipc(&$0, &$1) },
      model: { t in t.specify(on: t.state) { Kernel.ipc(&$0, arguments) } })
  }
}

/// The IPC fast path of a reply-and-wait refines the model.
public struct ReplyAndWaitRefinesModel: KernelProperty {
  public init() {}
  public var name: String { "fastpath/reply-and-wait-refines-model" }
  public var statement: String {
    """
    For every state that satisfies the kernel and coupling invariants, and for all registers with `from` ≠ `to`: the \
    fast path either declines and changes nothing, or leaves exactly the state and the registers that the model leaves.
    """
  }
  public var rounds: Int { 3 }
  public var decidesConditionals: Bool { true }
  public var mutations: [Mutation] { faultsOfWaits }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariantAndHeads()
    let arguments = t.arbitraryRegisters()
    t.assume("this is no call: `from` ≠ `to`", arguments.r0 != arguments.r1)
    t.fastPathRefines(
      arguments, path: { FastPath.ipc(&$0, &$1) },
      model: { t in t.specify(on: t.state) { Kernel.ipc(&$0, arguments) } })
  }
}
