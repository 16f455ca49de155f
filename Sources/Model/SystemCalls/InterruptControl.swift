import Logic

extension Kernel {
  /// InterruptControl, to say who is told of the interrupt r0: r1 names a thread that the caller has full authority over,
  /// MR0 are the notify bits that tell it, and the interrupt is let through. With r1 nil nobody is told any more.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func bindInterrupt<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let interrupt = Ref<InterruptKind, S.R>(arguments.r0)
    let handler = controlledThread(k, arguments.r1)
    return completeCall(&k, unless: refusal(k, toBind: arguments)) { c in
      c.k[InterruptTable.handler, interrupt] = handler
      c.k[InterruptTable.notifyBits, interrupt] = arguments.mr0
      c.k[InterruptTable.isMasked, interrupt] = S.R.ite(handler == .none, 1, 0)
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why an interrupt can't be bound so: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toBind arguments: UserRegisters<S.R>) -> CallError<S.R> {
    S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (!k.exists(Ref<InterruptKind, S.R>(arguments.r0)), .invalidParameter),
      (
        arguments.from != .nilThread && controlledThread(k, arguments.r1) == .none,
        .invalidThread
      ),
    ])
  }

  /// InterruptControl, to acknowledge the interrupt r0: it is let through again. Only the thread that is told of the
  /// interrupt may; it needs no privilege.
  @inlinable
  public static func acknowledgeInterrupt<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let interrupt = Ref<InterruptKind, S.R>(arguments.r0)
    return completeCall(&k, unless: refusal(k, toAcknowledge: arguments)) { c in
      c.k[InterruptTable.isMasked, interrupt] = 0
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why an interrupt can't be acknowledged: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toAcknowledge arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let interrupt = Ref<InterruptKind, S.R>(arguments.r0)
    return S.R.firstError([
      (!k.exists(interrupt), .invalidParameter),
      (
        k.exists(interrupt) && k[InterruptTable.handler, interrupt] != k[Machine.current],
        .noPrivilege
      ),
    ])
  }
}
