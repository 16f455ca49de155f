import Logic

extension Kernel {
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

  /// An interrupt, taken in user mode or while the kernel idles. It is masked until it is acknowledged. Its handler's
  /// notify bits are set, whether it accepts notifications or not, and it is woken as by any notification. Then the
  /// highest priority runs, the interrupted thread before its equals. An interrupt that is masked, or that nobody is told
  /// of, does nothing.
  ///
  /// - Parameters:
  ///   - interrupt: Which interrupt it is.
  ///   - registers: The running thread's registers when it was interrupted. The others are where kernel entry has left
  ///     them.
  @inlinable
  public static func interrupt<S: Store>(
    _ k: inout S, _ interrupt: Ref<InterruptKind, S.R>, _ registers: UserRegisters<S.R>
  ) -> Exit<S.R> {
    let handler = k[InterruptTable.handler, interrupt]
    var ipc = IPC(k, registers)
    ipc.when(handler != .none && k[InterruptTable.isMasked, interrupt] == 0) { ipc in
      let bits = ipc.k[InterruptTable.notifyBits, interrupt]
      ipc.k[InterruptTable.isMasked, interrupt] = 1
      ipc.setNotifyBits(bits, to: handler)
    }
    var completion = Completion(ipc.k)
    completion.interrupted(registers, keepsProcessor: true, partner: ipc.partner)
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
