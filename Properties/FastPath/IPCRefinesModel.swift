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
    refines(&t, arguments)
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
    refines(&t, arguments)
  }
}

/// The fast path declines and changes nothing, or does what the model does.
private func refines<T: Trial>(_ t: inout T, _ arguments: UserRegisters<T.R>) {
  let before = t.state
  var registers = arguments
  let (fast, taken) = t.perform(on: before) { FastPath.ipc(&$0, &registers) }
  if taken {
    let (model, exit) = t.specify(on: before) { Kernel.ipc(&$0, arguments) }
    t.proveSame("the fast path leaves the state that the model leaves", ("fast path", fast), ("model", model))
    t.prove("the model returns to user mode", !exit.continues)
    t.proveSame("the fast path leaves the registers that the model leaves", registers, exit.registers)
    t.reach("taken")
  } else {
    t.proveSame("the fast path declines without changing the state", ("fast path", fast), ("before", before))
    t.proveSame("the fast path declines without changing the registers", registers, arguments)
    t.reach("declined")
  }
}
