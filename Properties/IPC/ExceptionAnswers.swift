import ARMSemantics
import Checker
import Logic
import Model

/// The answer to an exception is what the thread's registers are.
public struct ExceptionAnswerIsTheThreads: KernelProperty {
  public init() {}
  public var name: String { "ipc/exception-answer-is-the-threads-registers" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with a thread that waits for the running thread's answer to an \
    exception, and every message that fits, through the reply handle and without a receive phase: the thread is runnable \
    again in user mode, and its registers are exactly the words of the message, as far as the message is long enough, and \
    those of before where it isn't. Of the flags it takes the condition flags and the Thumb bit: its mode and all other \
    bits are those of before, whatever the handler sends. Registers that the answer doesn't name, its UTCB and its handle \
    of the last sender stay as they are.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the thread may choose its mode", .alterRead(.init(TCB.userCPSR), .clear(0x1F))),
      Mutation("the Thumb bit isn't taken", .alterWrite(.init(TCB.userCPSR), .clear(ProgramStatus.thumb.mask))),
      Mutation("sp and lr are mixed up", .misplaceWrite(.init(TCB.userSP), to: .init(TCB.userLR))),
      Mutation("r2 isn't taken", .loseWrite(.init(TCB.userR2))),
      Mutation("the next message is taken for an answer, too", .loseWrite(.init(TCB.resources))),
      Mutation("every exception counts as an abort", .alterRead(.init(TCB.exceptionNumber), .become(0x100))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let me = before[Machine.current]
    var arguments = t.arbitraryRegisters()
    arguments.r1 = Code<Handle, T.R>.nilThread.word
    let thread = Thread<T.R>(AsWritten.thread(ofHandle: arguments.r0))
    t.assume(
      "`to` is the reply handle of a thread",
      AsWritten.isReplyHandle(arguments.r0) && before.exists(thread))
    t.assume(
      "the thread waits for the running thread's answer to an exception",
      KernelState.waits(before, thread, for: me) && before[TCB.partner, thread] == me
        && before[TCB.resources, thread].has(.exceptionIPC)
        && !before[TCB.resources, thread].has(.kernelIPC))
    t.assumeShortMessage(arguments)
    let isSystemCall = t.branch(
      "the exception is a SWI",
      before[TCB.exceptionNumber, thread] == .systemCall)
    let (after, exit) = t.perform(on: before) { Kernel.ipc(&$0, arguments) }

    let words = arguments.mr0 & T.R.Word(constant: Tag.untypedWords)
    /// A word of the answer, or the register of before.
    func answered(_ i: UInt32, else old: T.R.Word) -> T.R.Word {
      let inRegisters = [arguments.mr1, arguments.mr2, arguments.mr3, arguments.mr4, arguments.mr5]
      let word = i <= 5 ? inRegisters[Int(i) - 1] : before[UTCB.message, me, Ref(T.R.Word(constant: i))]
      return T.R.ite(words >= T.R.Word(constant: i), word, old)
    }
    func user(_ field: Field<TCB, Plain>) -> (before: T.R.Word, after: T.R.Word) {
      (before[field, thread], after[field, thread])
    }
    let old = Kernel.saved(before, thread, in: .user)
    var registers = old
    if isSystemCall {
      registers = UserRegisters(
        r0: answered(5, else: old.r0), r1: answered(6, else: old.r1), mr0: answered(8, else: old.mr0),
        mr1: answered(1, else: old.mr1), mr2: answered(2, else: old.mr2), mr3: answered(3, else: old.mr3),
        mr4: answered(4, else: old.mr4), mr5: old.mr5)
      t.prove("r2 is the answer's", user(TCB.userR2).after == answered(7, else: user(TCB.userR2).before))
      t.prove("lr is the answer's", user(TCB.userLR).after == answered(11, else: user(TCB.userLR).before))
    } else {
      t.prove("r2 stays", user(TCB.userR2).after == user(TCB.userR2).before)
      t.prove("lr stays", user(TCB.userLR).after == user(TCB.userLR).before)
    }
    t.prove(
      "pc is the answer's", user(TCB.userPC).after == answered(isSystemCall ? 9 : 1, else: user(TCB.userPC).before))
    t.prove(
      "sp is the answer's", user(TCB.userSP).after == answered(isSystemCall ? 10 : 2, else: user(TCB.userSP).before))
    let flags = answered(isSystemCall ? 13 : 3, else: user(TCB.userCPSR).before)
    let taken = T.R.Word(constant: 0xF000_0020)
    t.prove("the condition flags and the Thumb bit are the answer's", user(TCB.userCPSR).after & taken == flags & taken)
    t.prove(
      "all other bits of CPSR stay",
      user(TCB.userCPSR).after.clearing(taken) == user(TCB.userCPSR).before.clearing(taken))

    let runs = after[Machine.current] == thread && !exit.continues
    t.proveSame(
      "the thread finds the answer, in the processor or saved for later",
      .ite(runs, exit.registers, Kernel.saved(after, thread)), registers)
    t.prove(
      "the thread is runnable, and goes on in user mode",
      runs || after[TCB.state, thread] == .ready)
    t.prove(
      "no answer is waited for",
      after[TCB.resources, thread]
        == before[TCB.resources, thread].clearing(.exceptionIPC))
    t.prove("the handle of the last sender stays", after[TCB.sentFrom, thread] == before[TCB.sentFrom, thread])
    t.proveSame(
      "no UTCB changes", ("after", after), ("before", before), where: { table, _ in T.R.Truth(table == UTCB.number) },
      excluding: [])
    t.reach("the thread runs next, with a whole answer", runs && words >= 13)
    t.reach("the thread is made ready", after[TCB.state, thread] == .ready)
  }
}

/// Nothing outside of an exception's footprint changes.
public struct ExceptionFootprint: KernelProperty {
  public init() {}
  public var name: String { "ipc/exception-footprint" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and every exception: it changes the control block of no thread but \
    the running one, its exception handler and the thread that runs next (except for the order of arrival, in which \
    everyone may move up); no UTCB but the handler's; no capability; and of the running thread's registers only their \
    places in memory are written, with what they hold. So nobody but the thread's own exception handler gets the message.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the handler is the pager", .misread(.init(TCB.exceptionHandler), as: .init(TCB.pager))),
      Mutation("the partner is written over sp", .misplaceWrite(.init(TCB.partner), to: .init(TCB.userSP))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let (me, cause, registers) = (before[Machine.current], t.arbitraryCause(), t.arbitraryRegisters())
    let handler = before[TCB.exceptionHandler, me]
    let (after, _) = t.perform(on: before) { Kernel.exception(&$0, cause, registers) }
    let next = after[Machine.current]
    t.proveSame(
      "outside of the three threads nothing changes", ("after", after), ("before", before),
      where: { table, i in
        let thread = Thread<T.R>(i)
        switch table {
        case TCB.number: return thread != me && thread != handler && thread != next
        case UTCB.number: return thread != handler
        default: return T.R.Truth(table == CapabilityList.number)
        }
      }, excluding: ["TCB.arrival"])
    t.proveSame(
      "no other register changes", ("after", after), ("before", before),
      where: { table, _ in T.R.Truth(table == TCB.number) },
      excluding: schema.columns(
        of: TCB.number,
        except: [
          "user sp", "user pc", "user cpsr", "user r2", "user r9", "user r10", "user r11",
          "user r12", "user lr",
        ]))
    t.reach("somebody else runs next", next != me && next != handler)
  }
}

/// Exceptions preserve the kernel invariant.
public struct ExceptionPreservesInvariant: KernelProperty {
  public init() {}
  public var name: String { "ipc/exception-preserves-invariant" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running: the state after an \
    exception of whatever kind, with whatever registers, satisfies the kernel invariant. (The answer is an IPC system \
    call: see ipc/call-preserves-invariant. What else there is: ipc/resume-preserves-invariant.)
    """
  }
  public var mutations: [Mutation] { mutationsOfAsking }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let (cause, registers) = (t.arbitraryCause(), t.arbitraryRegisters())
    let (after, _) = t.perform(on: t.state) { Kernel.exception(&$0, cause, registers) }
    t.prove("the kernel invariant holds afterwards", KernelInvariant.claims(after))
  }
}
