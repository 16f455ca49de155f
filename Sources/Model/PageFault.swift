import ARMSemantics
import Logic

/// The message that tells a pager of a page fault (L4 eXperimental Kernel Reference Manual, Version X.2, "Page Fault
/// Protocol"): MR1 is the fault address, MR2 the address of the instruction.
public enum PageFaultMessage {
  /// What the label of the tag says besides the rights, in its place in the tag: -2 in bits 31 to 20.
  @inlinable public static var label: UInt32 { 0xFFE0_0000 }
  /// Where in the tag that is.
  @inlinable public static var labelBits: UInt32 { 0xFFF0_0000 }
  /// The right that is missing, in its place in the tag: reading.
  @inlinable public static var read: UInt32 { 4 << 16 }
  /// Writing.
  @inlinable public static var write: UInt32 { 2 << 16 }
  /// Executing.
  @inlinable public static var execute: UInt32 { 1 << 16 }
  /// How many words follow the tag.
  @inlinable public static var words: UInt32 { 2 }

  /// The tag for an access.
  ///
  /// - Parameter access: An `AccessKind`.
  @inlinable
  public static func tag<R: Reading>(_ access: R.Word, reading: R.Type) -> R.Word {
    let right = R.ite(
      access == R.Word(constant: AccessKind.fetch), R.Word(constant: execute),
      R.ite(access == R.Word(constant: AccessKind.write), R.Word(constant: write), R.Word(constant: read)))
    return R.Word(constant: label | words) | right
  }
}

extension Kernel {
  /// Asks the running thread's pager for what it has touched: the second half of an abort that the handler can't repair.
  ///
  /// The thread's registers are kept, and it waits for the pager alone: first until that takes the message, then until
  /// it answers. A thread without a pager is halted.
  ///
  /// - Parameters:
  ///   - verdict: What the abort handler says of the fault.
  ///   - registers: The thread's registers when it faulted. The others are where kernel entry has left them.
  @inlinable
  public static func pageFault<S: Store>(
    _ k: inout S, _ verdict: Verdict<S.R>, _ registers: UserRegisters<S.R>
  ) -> Exit<S.R> {
    keep(&k, k[Machine.current], registers)
    let end = IPC(k, message(verdict)).askPager().finish()
    k = end.k
    return end.exit
  }

  /// Goes on with what the kernel does for the running thread, which doesn't return to user mode at once: an interrupted
  /// IPC starts again, the thread's own or the kernel's with its pager; or the pager has answered.
  ///
  /// Requires: the thread has an IPC to start again, or has waited for its pager.
  @inlinable
  public static func resume<S: Store>(_ k: inout S) -> Exit<S.R> {
    let me = k[Machine.current]
    let restarts = k[TCB.continuation, me] == S.R.Word(constant: Continuation.restartIPC)
    let isPageFault = k[TCB.resources, me].intersects(S.R.Word(constant: Resources.kernelIPC))
    let arguments = restartArguments(k)
    var completion = Completion(k)
    completion.when(
      restarts,
      then: { c in
        c.when(
          isPageFault,
          then: { $0 = IPC($0.k, arguments).askPager() },
          else: { $0 = IPC($0.k, arguments).call() })
      },
      else: { $0.leavePageFault(me) })
    let end = completion.finish()
    k = end.k
    return end.exit
  }

  /// What the pager is told.
  @inlinable
  public static func message<R: Reading>(_ verdict: Verdict<R>) -> UserRegisters<R> {
    UserRegisters(
      mr0: PageFaultMessage.tag(verdict.access, reading: R.self)
        | R.Word(constant: Tag.sendBlocks | Tag.receiveBlocks),
      mr1: verdict.address, mr2: verdict.instruction)
  }

  /// Keeps the user registers of a thread while the kernel uses the saved ones for a message of its own.
  @inlinable
  static func keep<S: Store>(_ k: inout S, _ t: Thread<S.R>, _ registers: UserRegisters<S.R>) {
    k[TCB.keptR0, t] = registers.r0
    k[TCB.keptR1, t] = registers.r1
    k[TCB.keptMR, t, Ref(0)] = registers.mr0
    k[TCB.keptMR, t, Ref(1)] = registers.mr1
    k[TCB.keptMR, t, Ref(2)] = registers.mr2
    k[TCB.keptMR, t, Ref(3)] = registers.mr3
    k[TCB.keptMR, t, Ref(4)] = registers.mr4
    k[TCB.keptMR, t, Ref(5)] = registers.mr5
  }

  /// The registers that were kept for a thread.
  @inlinable
  public static func kept<S: Store>(_ k: S, _ t: Thread<S.R>) -> UserRegisters<S.R> {
    UserRegisters(
      r0: k[TCB.keptR0, t], r1: k[TCB.keptR1, t], mr0: k[TCB.keptMR, t, Ref(0)], mr1: k[TCB.keptMR, t, Ref(1)],
      mr2: k[TCB.keptMR, t, Ref(2)], mr3: k[TCB.keptMR, t, Ref(3)], mr4: k[TCB.keptMR, t, Ref(4)],
      mr5: k[TCB.keptMR, t, Ref(5)])
  }
}

extension IPC {
  /// The kernel sends the message to the caller's pager, and waits for the answer, both for the caller.
  @inlinable
  consuming func askPager() -> Completion<S> {
    k[TCB.continuation, me] = R.Word(constant: Continuation.userReturn)
    destination = k[TCB.pager, me]
    source = destination
    wait = R.Word(constant: Wait.closed)
    when(
      destination == .none,
      then: { $0.halt() },
      else: { ipc in
        ipc.k[TCB.resources, ipc.me] = ipc.k[TCB.resources, ipc.me] | R.Word(constant: Resources.kernelIPC)
        ipc.sendPhase()
        ipc.when(ipc.proceeds, then: { $0.receivePhase() })
      })
    return complete()
  }

  /// The caller stops.
  @inlinable
  mutating func halt() {
    k[TCB.state, me] = R.Word(constant: ThreadState.halted)
    caller.thread = .none
  }
}

extension Completion {
  /// The running thread's IPC with its pager is over: the thread goes on where it faulted, with the registers of then. It
  /// is halted if the IPC was ended from outside, because nobody has repaired anything.
  @inlinable
  mutating func leavePageFault(_ me: Thread<R>) {
    let failed = k[TCB.savedMR, me, Ref(0)].intersects(R.Word(constant: Tag.error))
    k[TCB.resources, me] = k[TCB.resources, me].clearing(R.Word(constant: Resources.kernelIPC))
    when(
      failed,
      then: { c in
        c.k[TCB.state, me] = R.Word(constant: ThreadState.halted)
        c.schedule(caller: Runnable(.none, UserRegisters()), partner: Runnable(.none, UserRegisters()))
      },
      else: { c in c.exit = .user(Kernel.kept(c.k, me)) })
  }
}
