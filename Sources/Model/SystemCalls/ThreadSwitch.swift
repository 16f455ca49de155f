import Logic

extension Kernel {
  /// ThreadSwitch: the caller gives up the rest of its time slice, and goes to the back of its priority. With r0 nil, the
  /// first ready thread of the highest priority runs, which may be the caller. Otherwise r0 is a capability for a thread
  /// that is ready: this one runs at once, whatever its priority, with what was left of the caller's slice besides its
  /// own.
  @inlinable
  public static func threadSwitch<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let me = k[Machine.current]
    let thread = capabilityThread(k, arguments.to)
    return completeCall(&k, unless: refusal(k, toSwitch: arguments)) { c in
      let left = c.k[TCB.remainingTicks, me]
      c.k[TCB.remainingTicks, me] = c.k[TCB.timeslice, me]
      c.enqueue(Runnable(me, UserRegisters(.done)))
      c.when(
        thread == .none,
        then: { c in
          c.schedule(caller: Runnable(.none, UserRegisters()), partner: Runnable(.none, UserRegisters()))
        },
        else: { c in
          c.k.when(c.k[TCB.timeslice, thread] != S.R.Word(constant: Timeslice.unlimited)) { k in
            k[TCB.remainingTicks, thread] = k[TCB.remainingTicks, thread] &+ left
          }
          c.dispatch(thread)
        })
    }
  }

  /// Why a caller can't give up the processor so: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toSwitch arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let thread = capabilityThread(k, arguments.to)
    return S.R.firstError([
      (
        arguments.to != .nilThread
          && (thread == .none || k[TCB.state, thread] != .ready),
        .invalidThread
      )
    ])
  }
}
