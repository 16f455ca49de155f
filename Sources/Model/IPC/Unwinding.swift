import Logic

extension Kernel {
  /// The running thread gives up the processor: it goes to the back of its priority, and the first ready thread of
  /// the highest priority runs, which may be the caller itself.
  @inlinable
  public static func yield<S: Store>(_ k: inout S) -> Exit<S.R> {
    var completion = Completion(k)
    let me = k[Machine.current]
    completion.enqueue(Runnable(me, UserRegisters()))
    completion.schedule(caller: Runnable(.none, UserRegisters()), partner: Runnable(.none, UserRegisters()))
    let end = completion.finish()
    k = end.k
    return end.exit
  }

  /// Ends the IPC of a blocked thread from outside, with an error that tells the phase it was in: `cancelled` when
  /// its partner is gone, `aborted` when someone with authority over the thread wants it. Nothing happens to a
  /// thread that isn't blocked. The running thread goes on, unless the other has the higher priority.
  @inlinable
  public static func unwindIPC<S: Store>(_ k: inout S, _ t: Thread<S.R>, _ error: S.R.Word) -> Exit<S.R> {
    var completion = Completion(k)
    let caller = Runnable<S.R>(k[Machine.current], UserRegisters())
    completion.when(
      sends(k, t) || receives(k, t),
      then: { c in
        endIPC(&c.k, t, error)
        c.schedule(caller: caller, partner: Runnable(t, IPC<S>.failure))
      },
      else: { $0.exit = .user(UserRegisters()) })
    let end = completion.finish()
    k = end.k
    return end.exit
  }

  /// Ends the IPC of a blocked thread with an error that tells the phase it was in. The thread is in no queue any more,
  /// but its state is still to be changed.
  @inlinable
  static func endIPC<S: Store>(_ k: inout S, _ t: Thread<S.R>, _ error: S.R.Word) {
    k[UTCB.errorCode, t] = IPCError.code(error, in: phase(k, t))
    k[TCB.sentFrom, t] = S.R.Word(constant: Handle.nilThread)
    k[TCB.partner, t] = .none
    k[TCB.continuation, t] = S.R.Word(constant: Continuation.userReturn)
  }

  /// The phase in which a thread is blocked.
  @inlinable
  static func phase<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Word {
    S.R.ite(sends(k, t), S.R.Word(constant: IPCError.send), S.R.Word(constant: IPCError.receive))
  }

  /// Whether a thread is blocked in a send.
  @inlinable
  static func sends<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == S.R.Word(constant: ThreadState.polling)
  }

  /// Whether a thread is blocked in a receive.
  @inlinable
  static func receives<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == S.R.Word(constant: ThreadState.waitingForever)
      || k[TCB.state, t] == S.R.Word(constant: ThreadState.waitingNotify)
  }
}
