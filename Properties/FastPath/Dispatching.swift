import ARMSemantics
import Checker
import FastPath
import Logic
import Model

/// The dispatcher does what the model does.
public struct DispatcherRefinesModel: KernelProperty {
  public init() {}
  public var name: String { "fastpath/dispatcher-refines-model" }
  public var statement: String {
    """
    For every state, every way into the kernel and all registers; whatever the kernel's operations do; and for whatever \
    optimised paths that either decline and change nothing, or do what their operation does and return to user mode: the \
    dispatcher makes exactly the operation that the kernel is entered for, once, on the state and with the registers that \
    it has found, and leaves its exit. After an abort, that is what the abort handler says. (That the paths are such is \
    fastpath/…-refines-model. The operations are written down here, and not made: what is true of the record is true \
    of them. What the paths decline is made by the model's own code, on a store that keeps the queues: see \
    fastpath/join-…-keeps-coupling.)
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("a repaired abort is told to the exception handler", .skipGuard("the exception handler is told")),
      Mutation("every abort is told to the pager", .skipGuard("the pager is asked")),
      Mutation(
        "a path that declines has changed something",
        .interfere(before: "a notification is sent", CallerForgetsSender())),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let registers = t.arbitraryRegisters()
    let record = RecordedPaths<T.S>(&t)
    let entry = arbitraryEntry(&t)
    t.refines(
      "the same operation is made, once, on the same state", names: ("dispatcher", "model"),
      implementation: { Dispatcher.enter(&$0, entry, registers, record) },
      specification: { t in
        let model = t.specify(on: t.state) { k in
          guard case .abort(let abort) = entry else { return record.slowPath(&k, entry, registers) }
          return Kernel.told(&k, record.handleAbort(&k, abort), registers) { record.slowPath(&$0, $1, registers) }
        }
        if record.taken.value {
          t.assume("where a path is taken, the operation returns to user mode", !model.result.continues)
          t.reach("a path is taken")
        }
        return model
      },
      answers: { t, exit, expected in
        t.proveSame("the registers are those that it leaves", exit.registers, expected.registers)
        t.prove("the thread that runs next goes on as it says", exit.continues == expected.continues)
      })
  }

  /// Any way into the kernel for which the dispatcher does more than to ask the slow path, or one of those for which it
  /// does that.
  private func arbitraryEntry<T: Trial>(_ t: inout T) -> KernelEntry<T.R> {
    if t.branch("the IPC system call is made", t.word("entry") == 0) { return .ipc }
    if t.branch("a SWI is made", t.word("entry") == 1) { return .systemCall(instruction: t.word("instruction")) }
    if t.branch("an access aborts", t.word("entry") == 2) {
      return .abort(
        Abort(
          isPrefetch: t.word("prefetch") != 0, isWrite: t.word("write") != 0, isPrivileged: false,
          instruction: t.word("instruction")))
    }
    return t.branch("the timer ticks", t.word("entry") == 3) ? .tick : .resume
  }
}

/// Operations that are written down in the caller's control block: which one, what with, and how often. Of their results
/// nothing is known, nor of the optimised paths, but that each makes its operation where it doesn't decline.
private struct RecordedPaths<S: Store>: Paths {
  /// A bit for each path that takes the call.
  private let takes: S.R.Word
  /// What operations return.
  private let exit: Exit<S.R>
  /// What the abort handler says.
  private let result: AbortResult<S.R>
  /// Whether a path has been taken.
  let taken = Taken()

  init<T: Trial>(_ t: inout T) where T.S == S {
    takes = t.word("which paths take the call")
    let r0 = t.word("result r0")
    exit = Exit(
      continues: t.word("continues") != 0,
      registers: UserRegisters(r0: r0, r1: t.word("result r1"), mr0: t.word("result mr0"), mr1: t.word("result mr1")))
    result = AbortResult(
      action: t.word("action"), address: t.word("address"), access: t.word("access"), instruction: t.word("pc"),
      status: t.word("status"))
  }

  /// Writes an operation down, after those before.
  private func record(
    _ m: inout S, _ number: UInt32, _ words: [S.R.Word], _ registers: UserRegisters<S.R>
  ) -> Exit<S.R> {
    let me = m[Machine.current]
    m[TCB.exceptionNumber, me] = m[TCB.exceptionNumber, me] &* 31 &+ S.R.Word(constant: number)
    Kernel.save(&m, me, registers)
    for (i, word) in words.enumerated() { m[UTCB.message, me, Ref(S.R.Word(constant: UInt32(i)))] = word }
    return exit
  }

  private func take(
    _ m: inout S, _ bit: UInt32, _ label: StaticString, _ entry: KernelEntry<S.R>,
    _ registers: inout UserRegisters<S.R>
  ) -> Bool {
    guard m.branch(label, takes.intersects(S.R.Word(constant: bit))) else { return false }
    registers = slowPath(&m, entry, registers).registers
    taken.value = true
    return true
  }

  func ipc(_ m: inout S, _ registers: inout UserRegisters<S.R>) -> Bool {
    take(&m, 1, "the IPC path is taken", .ipc, &registers)
  }

  func notify(_ m: inout S, _ registers: inout UserRegisters<S.R>) -> Bool {
    take(&m, 2, "the path of notifications is taken", .ipc, &registers)
  }

  func answerSystemCall(_ m: inout S, _ registers: inout UserRegisters<S.R>) -> Bool {
    take(&m, 4, "the path of answers is taken", .ipc, &registers)
  }

  func systemCall(_ m: inout S, _ instruction: S.R.Word, _ registers: inout UserRegisters<S.R>) -> Bool {
    take(&m, 8, "the path of SWIs is taken", .systemCall(instruction: instruction), &registers)
  }

  func handleAbort(_ m: inout S, _ abort: Abort<S.R>) -> AbortResult<S.R> {
    let words = [S.R.ite(abort.isPrefetch, 1, 0), S.R.ite(abort.isWrite, 1, 0), abort.instruction]
    _ = record(&m, 1, words, UserRegisters())
    return result
  }

  func slowPath(_ m: inout S, _ entry: KernelEntry<S.R>, _ registers: UserRegisters<S.R>) -> Exit<S.R> {
    switch entry {
    case .ipc: record(&m, 2, [], registers)
    case .systemCall(let instruction): record(&m, 3, [instruction], registers)
    case .pageFault(let result): record(&m, 4, [result.address, result.access, result.instruction], registers)
    case .exception(let cause): record(&m, 5, [cause.number, cause.code], registers)
    case .tick: record(&m, 6, [], registers)
    default: record(&m, 7, [], registers)
    }
  }
}

/// A truth value that several copies share.
private final class Taken {
  var value = false
}

/// Writes before it is certain that the path doesn't decline.
private struct CallerForgetsSender: Interference {
  func act<S: Store>(on store: inout S) { store[TCB.sentFrom, store[Machine.current]] = 0 }
}
