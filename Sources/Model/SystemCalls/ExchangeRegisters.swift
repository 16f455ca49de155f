import ARMSemantics
import Logic

/// What ExchangeRegisters is asked to do: bits of r1, placed as in the L4 eXperimental Kernel Reference Manual,
/// Version X.2.
@frozen public enum ExchangeControl: FlagNames {}

extension Flags where V == ExchangeControl {
  /// With ``changesHalt``: the thread is to be halted; without this bit, to be resumed.
  @inlinable @inline(__always) public static var halt: Self { Self(constant: 1 << 0) }
  /// A receive that the thread is blocked in is aborted.
  @inlinable @inline(__always) public static var abortReceive: Self { Self(constant: 1 << 1) }
  /// A send that the thread is blocked in is aborted.
  @inlinable @inline(__always) public static var abortSend: Self { Self(constant: 1 << 2) }
  /// The stack pointer becomes MR0.
  @inlinable @inline(__always) public static var stackPointer: Self { Self(constant: 1 << 3) }
  /// The program counter becomes MR1.
  @inlinable @inline(__always) public static var programCounter: Self { Self(constant: 1 << 4) }
  /// The condition flags and the Thumb bit become those of MR2.
  @inlinable @inline(__always) public static var flags: Self { Self(constant: 1 << 5) }
  /// The thread is to be halted or resumed, as ``halt`` says.
  @inlinable @inline(__always) public static var changesHalt: Self { Self(constant: 1 << 8) }
  /// All bits that there are.
  @inlinable @inline(__always) public static var all: Self {
    halt | abortReceive | abortSend | stackPointer | programCounter | flags | changesHalt
  }
}

/// What ExchangeRegisters tells of the thread in MR3: what it was doing.
@frozen public enum ExchangeState: FlagNames {}

extension Flags where V == ExchangeState {
  /// It was halted, or stood still after an abort.
  @inlinable @inline(__always) public static var halted: Self { Self(constant: 1 << 0) }
  /// It was blocked in a receive.
  @inlinable @inline(__always) public static var receiving: Self { Self(constant: 1 << 1) }
  /// It was blocked in a send.
  @inlinable @inline(__always) public static var sending: Self { Self(constant: 1 << 2) }
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
    return completeCall(&k, unless: refusal(k, toExchange: arguments)) { c in
      let (control, me) = (Flags<ExchangeControl, S.R>(arguments.r1), c.k[Machine.current])
      let results = oldRegisters(c.k, thread)
      let ends =
        (sends(c.k, thread) && (control.has(.abortSend) || control.halts))
        || (receives(c.k, thread) && (control.has(.abortReceive) || control.halts))
      let wakes = !control.halts && (ends || (control.resumes && isHalted(c.k, thread)))
      c.k.when(ends) { k in endIPC(&k, thread, .aborted) }
      let found = UserRegisters.ite(
        ends || c.k[TCB.continuation, thread] == .failIPC, IPC<S>.failure,
        saved(c.k, thread))
      setRegisters(&c.k, thread, control, arguments)
      c.k.when(control.halts) { k in
        k.when(ends) { save(&$0, thread, found) }
        k.when(thread == me) { k in
          save(&k, thread, results)
          k[TCB.continuation, thread] = .userReturn
        }
        k[TCB.state, thread] = .halted
      }
      c.schedule(
        caller: Runnable(S.R.ite(control.halts && thread == me, .none, me), results),
        partner: Runnable(S.R.ite(wakes, thread, .none), found))
    }
  }

  /// Why registers can't be exchanged: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toExchange arguments: UserRegisters<S.R>) -> CallError<S.R> {
    S.R.firstError([
      (controlledThread(k, arguments.r0) == .none, .invalidThread),
      (Flags<ExchangeControl, S.R>(arguments.r1).has(~.all), .invalidParameter),
    ])
  }

  /// What the caller of ExchangeRegisters finds of a thread.
  @inlinable
  static func oldRegisters<S: Store>(_ k: S, _ thread: Thread<S.R>) -> UserRegisters<S.R> {
    let state =
      S.R.ite(isHalted(k, thread), .halted, .none) | S.R.ite(receives(k, thread), .receiving, .none)
      | S.R.ite(sends(k, thread), Flags<ExchangeState, S.R>.sending, .none)
    return UserRegisters(
      .done, mr0: k[TCB.userSP, thread], mr1: k[TCB.userPC, thread],
      mr2: k[TCB.userCPSR, thread],
      mr3: state.word)
  }

  /// Changes the registers that are to be.
  @inlinable
  static func setRegisters<S: Store>(
    _ k: inout S, _ thread: Thread<S.R>, _ control: Flags<ExchangeControl, S.R>, _ arguments: UserRegisters<S.R>
  ) {
    k.when(control.has(.stackPointer)) { $0[TCB.userSP, thread] = arguments.mr0 }
    k.when(control.has(.programCounter)) { $0[TCB.userPC, thread] = arguments.mr1 }
    k.when(control.has(.flags)) { $0[TCB.userCPSR, thread] = ProgramStatus.user(arguments.mr2) }
  }

  /// Whether a thread stands still until somebody resumes it.
  @inlinable
  public static func isHalted<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == .halted
      || k[TCB.state, t] == .aborted
  }
}

extension Flags where V == ExchangeControl {
  /// Whether the thread is to be halted.
  @inlinable
  public var halts: R.Truth { has(.changesHalt) && has(.halt) }
  /// Whether the thread is to go on, if it is halted.
  @inlinable
  public var resumes: R.Truth { has(.changesHalt) && !has(.halt) }
}
