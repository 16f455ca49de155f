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

  /// A tick of the timer, taken in user mode or while the kernel idles. The running thread's slice gets one tick shorter;
  /// when none is left it is refilled, and the thread goes to the back of its priority. Then the highest priority runs.
  ///
  /// - Parameter registers: The running thread's registers when it was interrupted. The others are where kernel entry
  ///   has left them.
  @inlinable
  public static func tick<S: Store>(_ k: inout S, _ registers: UserRegisters<S.R>) -> Exit<S.R> {
    let me = k[Machine.current]
    let left = k[TCB.remainingTicks, me]
    let isIdle = me == k[Machine.idle]
    let isLimited = k[TCB.timeslice, me] != S.R.Word(constant: Timeslice.unlimited)
    let expires = !isIdle && isLimited && left <= 1
    var completion = Completion(k)
    completion.k.when(isLimited) { k in k[TCB.remainingTicks, me] = S.R.ite(left <= 1, k[TCB.timeslice, me], left &- 1)
    }
    completion.interrupted(registers, keepsProcessor: !expires, partner: Runnable(.none, UserRegisters()))
    let end = completion.finish()
    k = end.k
    return end.exit
  }
}

extension Completion {
  /// The end of what the kernel does when the running thread was interrupted: the thread goes on if it keeps the
  /// processor and nobody runnable has a higher priority. The idle thread goes on if nobody is runnable.
  ///
  /// - Parameters:
  ///   - registers: What the interrupted thread finds when it goes on.
  ///   - partner: Whom the interrupt has made runnable, or `none`.
  @inlinable
  mutating func interrupted(
    _ registers: UserRegisters<R>, keepsProcessor: R.Truth, partner: Runnable<R>
  ) {
    let me = k[Machine.current]
    let isIdle = me == k[Machine.idle]
    k.when(
      isIdle, then: { $0[TCB.state, me] = .idle },
      else: { k in k.when(!keepsProcessor) { Kernel.makeReady(&$0, me, registers) } })
    schedule(caller: Runnable(R.ite(isIdle || !keepsProcessor, .none, me), registers), partner: partner)
  }
}
