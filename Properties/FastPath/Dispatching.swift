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
    For every state, every way into the kernel and all registers; whatever the kernel's operations do; and for \
    whatever optimised paths that either decline and change nothing, or do what their operation does and return to \
    user mode: the dispatcher performs exactly the operation that the kernel is entered for, once, on the state and \
    with the registers that it has found, and returns its exit. After an abort, that is the operation that the abort \
    handler's result asks for. (That the paths are such is fastpath/…-refines-model. The operations are recorded \
    here, and not performed: what is true of the record is true of them. What the paths decline is done by the \
    model's own code, on a store that keeps the queues: see fastpath/join-…-keeps-coupling.)
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
      implementation: { Dispatcher.dispatch(&$0, entry, registers, record) },
      specification: { t in
        let model = t.specify(on: t.state) { k in
          guard case .abort(let abort) = entry else { return record.slowPath(&k, entry, registers) }
          return Kernel.deliverAbort(&k, record.handleAbort(&k, abort), registers) {
            record.slowPath(&$0, $1, registers)
          }
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

  /// Any way into the kernel, each on a path of its own.
  private func arbitraryEntry<T: Trial>(_ t: inout T) -> KernelEntry<T.R> {
    let abort = Abort<T.R>(
      isPrefetch: t.word("prefetch") != 0, isWrite: t.word("write") != 0, isPrivileged: false,
      instruction: t.word("instruction"))
    let others: [KernelEntry<T.R>] = [
      .swi(instruction: t.word("instruction")), .exception(t.arbitraryCause()), .abort(abort),
      .pageFault(t.arbitraryAbortResult()), .tick, .interrupt(t.object("interrupt", InterruptKind.self)),
    ]
    let entry = t.word("entry")
    for (number, way) in (SystemCall.allCases.map(KernelEntry.call) + others).enumerated()
    where t.branch("this is the entry", entry == T.R.Word(constant: UInt32(number))) { return way }
    return .resume
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
      action: Code(t.word("action")), address: t.word("address"), access: Code(t.word("access")),
      instruction: t.word("pc"), status: Code(t.word("status")))
  }

  /// Writes an operation down, after those before.
  private func record(
    _ m: inout S, _ number: UInt32, _ words: [S.R.Word], _ registers: UserRegisters<S.R>
  ) -> Exit<S.R> {
    let me = m[Machine.current]
    m[TCB.exceptionNumber, me] = Code(m[TCB.exceptionNumber, me].word &* 31 &+ S.R.Word(constant: number))
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
    take(&m, 1, "the IPC path is taken", .call(.ipc), &registers)
  }

  func notify(_ m: inout S, _ registers: inout UserRegisters<S.R>) -> Bool {
    take(&m, 2, "the path of notifications is taken", .call(.ipc), &registers)
  }

  func answerSystemCall(_ m: inout S, _ registers: inout UserRegisters<S.R>) -> Bool {
    take(&m, 4, "the path of answers is taken", .call(.ipc), &registers)
  }

  func systemCall(_ m: inout S, _ instruction: S.R.Word, _ registers: inout UserRegisters<S.R>) -> Bool {
    take(&m, 8, "the path of SWIs is taken", .swi(instruction: instruction), &registers)
  }

  func handleAbort(_ m: inout S, _ abort: Abort<S.R>) -> AbortResult<S.R> {
    _ = record(&m, 1, Self.words(abort), UserRegisters())
    return result
  }

  private static func words(_ abort: Abort<S.R>) -> [S.R.Word] {
    [S.R.ite(abort.isPrefetch, 1, 0), S.R.ite(abort.isWrite, 1, 0), abort.instruction]
  }

  func slowPath(_ m: inout S, _ entry: KernelEntry<S.R>, _ registers: UserRegisters<S.R>) -> Exit<S.R> {
    switch entry {
    case .abort(let abort): record(&m, 1, Self.words(abort), registers)
    case .swi(let instruction): record(&m, 2, [instruction], registers)
    case .pageFault(let result):
      record(
        &m, 3, [result.action.word, result.address, result.access.word, result.instruction, result.status.word],
        registers)
    case .exception(let cause): record(&m, 4, [cause.number.word, cause.code], registers)
    case .tick: record(&m, 5, [], registers)
    case .interrupt(let source): record(&m, 6, [source.word], registers)
    case .resume: record(&m, 7, [], registers)
    case .call(let call): record(&m, 8 + UInt32(SystemCall.allCases.firstIndex(of: call)!), [], registers)
    }
  }
}

/// A truth value that several copies share.
private final class Taken {
  var value = false
}

/// Writes before it is certain that the path doesn't decline.
private struct CallerForgetsSender: Interference {
  func act<S: Store>(on store: inout S) { store[TCB.sentFrom, store[Machine.current]] = Code(0) }
}
