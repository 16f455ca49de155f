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
    let state = k[TCB.state, t]
    let sends = state == S.R.Word(constant: ThreadState.polling)
    let receives =
      state == S.R.Word(constant: ThreadState.waitingForever)
      || state == S.R.Word(constant: ThreadState.waitingNotify)
    var completion = Completion(k)
    let caller = Runnable<S.R>(k[Machine.current], UserRegisters())
    completion.when(
      sends || receives,
      then: { c in
        c.k[UTCB.errorCode, t] = error &<< 1 | S.R.ite(sends, 0, 1)
        c.k[TCB.sentFrom, t] = S.R.Word(constant: Handle.nilThread)
        c.k[TCB.partner, t] = .none
        c.k[TCB.continuation, t] = S.R.Word(constant: Continuation.userReturn)
        c.schedule(caller: caller, partner: Runnable(t, IPC<S>.failure))
      },
      else: { $0.exit = .user(UserRegisters()) })
    let end = completion.finish()
    k = end.k
    return end.exit
  }
}
