import ARMSemantics
import Checker
import Logic
import Model

extension Trial {
  /// Any exception at all.
  mutating func arbitraryCause() -> ExceptionCause<R> {
    ExceptionCause(number: Code(word("exception number")), code: word("exception code"))
  }
}

/// The kernel reads the SWI that has trapped, and no other memory.
public struct InstructionIsTheTrappedOne: KernelProperty {
  public init() {}
  public var name: String { "ipc/exception-instruction-is-the-one-that-trapped" }
  public var statement: String {
    """
    For every thread whose pc is that of an instruction, ARM's or Thumb's, after a SWI, and whatever is in memory there: \
    the access by which the kernel reads the SWI is aligned, ends where the pc begins, and returns exactly the \
    instruction: a word, or for Thumb a halfword and zeros, whichever half of its word it is.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "B11: the SWI of Thumb code is read as a word",
        .alterRead(.init(TCB.userCPSR), .clear(ProgramStatus.thumb.mask))),
      Mutation("the instruction after the SWI is read", .alterRead(.init(TCB.userPC), .add(4))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let k = t.state
    let thread = t.object("thread", ThreadKind.self)
    let (pc, isThumb) = (k[TCB.userPC, thread], ProgramStatus.thumb.isSet(in: k[TCB.userCPSR, thread]))
    let word = t.word("the word of memory")
    t.assume("the pc is one of an instruction", pc & T.R.ite(isThumb, 1, 3) == 0)
    let access = t.perform(on: k) { Kernel.instructionAccess($0, thread) }.result
    t.prove("the access is aligned", !access.isUnaligned)
    t.prove("it ends where the pc begins", access.address &+ access.size == pc)
    t.prove("it is made with the rights of user mode", !access.isPrivileged)
    t.prove("it reads", !access.isWrite && !access.isFetch)
    let isUpper = (pc & 2) == 0
    t.prove(
      "it returns the instruction",
      Lane.read(word, access) == T.R.ite(isThumb, T.R.ite(isUpper, word &>> 16, word & 0xFFFF), word))
    t.reach("the instruction is ARM's", !isThumb)
    t.reach("the instruction is Thumb's, in the upper half of a word", isThumb && isUpper)
    t.reach("the instruction is Thumb's, in the lower half", isThumb && !isUpper)
  }
}

/// An exception is delivered to the exception handler.
public struct ExceptionReachesHandler: KernelProperty {
  public init() {}
  public var name: String { "ipc/exception-reaches-handler" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running, and every \
    exception of it: if its exception handler waits for the thread, or for anyone, in user code, the handler is made \
    runnable with exactly the message of docs/exceptions.md, from the thread: of a SWI the registers r0 to r7, pc, \
    sp, lr, the instruction and the flags, otherwise pc, sp, flags, number and code. If it does not, the thread polls \
    for it, and sends the same message when it is started again. Until the answer, the thread waits for the handler \
    alone, and its registers are kept. A thread without an exception handler is halted.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the exception is told as somebody else's", .alterWrite(.init(TCB.sentFrom), .flip(1))),
      Mutation("the thread waits for anyone", .alterWrite(.init(TCB.partner), .become(Thread<Native>.any.word))),
      Mutation("lr is told for sp", .misread(.init(TCB.userSP), as: .init(TCB.userLR))),
      Mutation("the pager is told", .misread(.init(TCB.exceptionHandler), as: .init(TCB.pager))),
      Mutation("r1 is lost", .loseWrite(.init(TCB.userR1))),
      Mutation("the instruction is not told", .loseWrite(.init(TCB.exceptionCode))),
      Mutation("the thread takes the answer for a message of its own", .loseWrite(.init(TCB.resources))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let before = t.state
    let (me, cause, registers) = (before[Machine.current], t.arbitraryCause(), t.arbitraryRegisters())
    let handler = before[TCB.exceptionHandler, me]
    let message = T.R.ite(
      cause.number == .systemCall, systemCall(registers), other(before, cause))
    if t.branch("the thread is started again", t.word("again") != 0) {
      let bits = before[TCB.resources, me]
      t.assume(
        "the thread was telling its handler of an exception",
        before[TCB.continuation, me] == .restartIPC
          && bits & .resumesInKernel == .exceptionIPC
          && handler != .none)
      for (saved, register) in zip(Kernel.saved(before, me).leaves, message.leaves) {
        t.assume("the message is saved: \(saved.name)", saved.word == register.word)
      }
      let kept = Kernel.saved(before, me, in: .user)
      t.assume(
        "r1 and r3 are kept, which the message has in memory", kept.r1 == registers.r1 && kept.mr0 == registers.mr0)
      t.assume("the code is kept", before[TCB.exceptionCode, me] == cause.code)
      let (after, exit) = t.perform(on: before) { Kernel.resume(&$0) }
      proveTold(&t, message, cause, registers, after, exit)
      return
    }
    let (after, exit) = t.perform(on: before) { Kernel.exception(&$0, cause, registers) }
    t.proveSame("the thread's registers are kept", Kernel.saved(after, me, in: .user), registers)
    if t.branch("the thread has no exception handler", handler == .none) {
      t.prove("the thread is halted", after[TCB.state, me] == .halted)
      return
    }
    t.prove("the number is kept, for the answer", after[TCB.exceptionNumber, me] == cause.number)
    proveTold(&t, message, cause, registers, after, exit)
  }

  /// MR0 to MR5 of a SWI.
  private func systemCall<R: Reading>(_ registers: UserRegisters<R>) -> UserRegisters<R> {
    var message = registers
    (message.r0, message.r1, message.mr0, message.mr5) = (0, 0, R.Word(constant: 0xFFB0_C00D), registers.r0)
    return message
  }

  /// MR0 to MR5 of any other exception of the running thread.
  private func other<S: Store>(_ k: S, _ cause: ExceptionCause<S.R>) -> UserRegisters<S.R> {
    let me = k[Machine.current]
    return UserRegisters(
      mr0: S.R.Word(constant: 0xFFB0_C005), mr1: k[TCB.userPC, me], mr2: k[TCB.userSP, me], mr3: k[TCB.userCPSR, me],
      mr4: cause.number.word, mr5: cause.code)
  }

  /// The handler has the message, or will have it when it asks.
  private func proveTold<T: Trial>(
    _ t: inout T, _ message: UserRegisters<T.R>, _ cause: ExceptionCause<T.R>, _ registers: UserRegisters<T.R>,
    _ after: T.S, _ exit: Exit<T.R>
  ) {
    let before = t.state
    let me = before[Machine.current]
    let handler = before[TCB.exceptionHandler, me]
    t.prove(
      "the answer will be for the thread's registers",
      after[TCB.resources, me].has(.exceptionIPC))
    guard let runs = t.proveAsked(handler, called: "handler", waits: "the handler waits", message, after, exit) else {
      return
    }
    let isSystemCall = cause.number == .systemCall
    let rest = [
      registers.r1, before[TCB.userR2, me], registers.mr0, before[TCB.userPC, me], before[TCB.userSP, me],
      before[TCB.userLR, me], cause.code, before[TCB.userCPSR, me],
    ]
    for (i, word) in zip(UInt32(6)..., rest) {
      let told = after[UTCB.message, handler, Ref(T.R.Word(constant: i))]
      t.prove("MR\(i) of a SWI arrives", isSystemCall.implies(told == word))
    }
    t.prove("the handler can answer", after[TCB.sentFrom, handler] == Kernel.handle(me))
    t.reach("the handler runs next, told of a SWI", runs && isSystemCall)
    t.reach("the handler is made ready", after[TCB.state, handler] == .ready)
  }
}

extension Reading {
  /// Registers, by a condition.
  static func ite(
    _ condition: Truth, _ a: UserRegisters<Self>, _ b: UserRegisters<Self>
  ) -> UserRegisters<Self> { .ite(condition, a, b) }
}
