import ARMSemantics
import Logic

/// What ExchangeRegisters is asked to do: bits of r1, placed as in the L4 eXperimental Kernel Reference Manual,
/// Version X.2.
public enum ExchangeControl {
  /// With ``changesHalt``: the thread is to be halted; without this bit, to be resumed.
  @inlinable public static var halt: UInt32 { 1 << 0 }
  /// A receive that the thread is blocked in is aborted.
  @inlinable public static var abortReceive: UInt32 { 1 << 1 }
  /// A send that the thread is blocked in is aborted.
  @inlinable public static var abortSend: UInt32 { 1 << 2 }
  /// The stack pointer becomes MR0.
  @inlinable public static var stackPointer: UInt32 { 1 << 3 }
  /// The program counter becomes MR1.
  @inlinable public static var programCounter: UInt32 { 1 << 4 }
  /// The condition flags and the Thumb bit become those of MR2.
  @inlinable public static var flags: UInt32 { 1 << 5 }
  /// The thread is to be halted or resumed, as ``halt`` says.
  @inlinable public static var changesHalt: UInt32 { 1 << 8 }
  /// All bits that there are.
  @inlinable public static var all: UInt32 {
    halt | abortReceive | abortSend | stackPointer | programCounter | flags | changesHalt
  }
}

/// What ExchangeRegisters tells of the thread in MR3: what it was doing.
public enum ExchangeState {
  /// It was halted, or stood still after an abort.
  @inlinable public static var halted: UInt32 { 1 << 0 }
  /// It was blocked in a receive.
  @inlinable public static var receiving: UInt32 { 1 << 1 }
  /// It was blocked in a send.
  @inlinable public static var sending: UInt32 { 1 << 2 }
}

extension Kernel {
  /// ExchangeRegisters: r0 names a thread that the caller has full authority over, r1 says what is done with it
  /// (``ExchangeControl``), MR0 to MR2 are its new stack pointer, program counter and flags.
  ///
  /// The caller finds the old ones there, and in MR3 what the thread was doing (``ExchangeState``). A thread that is
  /// halted while it is blocked in an IPC loses that IPC, as one that is aborted does: error ``IPCError/aborted``, which
  /// it finds when it is resumed.
  @inlinable
  public static func exchangeRegisters<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let thread = controlledThread(k, arguments.r0)
    return end(&k, refusal(k, toExchange: arguments)) { c in
      let (control, me) = (ExchangeRequest<S.R>(arguments.r1), c.k[Machine.current])
      let results = exchanged(c.k, thread)
      let ends =
        (sends(c.k, thread) && (control.abortsSend || control.halts))
        || (receives(c.k, thread) && (control.abortsReceive || control.halts))
      let wakes = !control.halts && (ends || (control.resumes && isHalted(c.k, thread)))
      c.k.when(ends) { k in endIPC(&k, thread, S.R.Word(constant: IPCError.aborted)) }
      let found = UserRegisters.ite(
        ends || c.k[TCB.continuation, thread] == S.R.Word(constant: Continuation.failIPC), IPC<S>.failure,
        saved(c.k, thread))
      exchange(&c.k, thread, control, arguments)
      c.k.when(control.halts) { k in
        k.when(ends) { save(&$0, thread, found) }
        k.when(thread == me) { k in
          save(&k, thread, results)
          k[TCB.continuation, thread] = S.R.Word(constant: Continuation.userReturn)
        }
        k[TCB.state, thread] = S.R.Word(constant: ThreadState.halted)
      }
      c.schedule(
        caller: Runnable(S.R.ite(control.halts && thread == me, .none, me), results),
        partner: Runnable(S.R.ite(wakes, thread, .none), found))
    }
  }

  /// Why registers can't be exchanged: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toExchange arguments: UserRegisters<S.R>) -> S.R.Word {
    S.R.firstError([
      (controlledThread(k, arguments.r0) == .none, SystemCallError.invalidThread),
      (
        arguments.r1.intersects(S.R.Word(constant: ~ExchangeControl.all)), SystemCallError.invalidParameter
      ),
    ])
  }

  /// What the caller of ExchangeRegisters finds of a thread.
  @inlinable
  static func exchanged<S: Store>(_ k: S, _ thread: Thread<S.R>) -> UserRegisters<S.R> {
    func word(_ bit: UInt32, where condition: S.R.Truth) -> S.R.Word {
      S.R.ite(condition, S.R.Word(constant: bit), 0)
    }
    return UserRegisters(
      r0: S.R.Word(constant: SystemCallResult.done), mr0: k[TCB.userSP, thread], mr1: k[TCB.userPC, thread],
      mr2: k[TCB.userCPSR, thread],
      mr3: word(ExchangeState.halted, where: isHalted(k, thread))
        | word(ExchangeState.receiving, where: receives(k, thread))
        | word(ExchangeState.sending, where: sends(k, thread)))
  }

  /// Changes the registers that are to be.
  @inlinable
  static func exchange<S: Store>(
    _ k: inout S, _ thread: Thread<S.R>, _ control: ExchangeRequest<S.R>, _ arguments: UserRegisters<S.R>
  ) {
    k.when(control.has(ExchangeControl.stackPointer)) { $0[TCB.userSP, thread] = arguments.mr0 }
    k.when(control.has(ExchangeControl.programCounter)) { $0[TCB.userPC, thread] = arguments.mr1 }
    k.when(control.has(ExchangeControl.flags)) { $0[TCB.userCPSR, thread] = ProgramStatus.user(arguments.mr2) }
  }

  /// Whether a thread stands still until somebody resumes it.
  @inlinable
  public static func isHalted<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == S.R.Word(constant: ThreadState.halted)
      || k[TCB.state, t] == S.R.Word(constant: ThreadState.aborted)
  }
}

/// The control word of ExchangeRegisters.
@frozen public struct ExchangeRequest<R: Reading> {
  /// The word.
  public let word: R.Word

  @inlinable
  public init(_ word: R.Word) { self.word = word }

  /// Whether a bit is set.
  @inlinable
  public func has(_ bit: UInt32) -> R.Truth { word.intersects(R.Word(constant: bit)) }
  /// Whether the thread is to be halted.
  @inlinable
  public var halts: R.Truth { has(ExchangeControl.changesHalt) && has(ExchangeControl.halt) }
  /// Whether the thread is to go on, if it is halted.
  @inlinable
  public var resumes: R.Truth { has(ExchangeControl.changesHalt) && !has(ExchangeControl.halt) }
  /// Whether its send is to be aborted.
  @inlinable
  public var abortsSend: R.Truth { has(ExchangeControl.abortSend) }
  /// Whether its receive is to be aborted.
  @inlinable
  public var abortsReceive: R.Truth { has(ExchangeControl.abortReceive) }
}
