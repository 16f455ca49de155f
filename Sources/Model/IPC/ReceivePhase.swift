import Logic

extension IPC {
  /// The receive phase, when the send phase is over.
  @inlinable
  mutating func receivePhase() {
    when(
      wait == .any,
      then: { $0.receiveFromAny() },
      else: { ipc in
        ipc.when(
          ipc.wait == .closed,
          then: { $0.receiveFromSource() },
          else: { ipc in
            ipc.when(
              ipc.wait == .notify,
              then: { $0.receiveNotification(else: { $0.block(.waitingNotify, partner: .none) }) })
          })
      })
  }

  /// An open receive: the first polling sender, or else a notification, or else wait.
  @inlinable
  mutating func receiveFromAny() {
    let first = Kernel.firstSender(k, to: me)
    when(
      first != .none,
      then: { $0.receive(from: first) },
      else: { ipc in
        ipc.receiveNotification(else: { $0.block(.waitingForever, partner: .any) })
      })
  }

  /// A closed receive: the one thread, if it polls for the caller, or else wait for it. Notifications wait.
  @inlinable
  mutating func receiveFromSource() {
    let thread = source
    when(
      k[TCB.state, thread] == .polling && k[TCB.partner, thread] == me,
      then: { $0.receive(from: thread) },
      else: { $0.block(.waitingForever, partner: thread) })
  }

  /// The caller waits for exactly a polling sender, which completes its own send now.
  @inlinable
  mutating func receive(from thread: Thread<R>) {
    k[TCB.state, me] = .waitingForever
    k[TCB.partner, me] = thread
    caller.thread = .none
    sender = thread
  }

  /// Delivers a notification that the caller waits for, if there is one.
  @inlinable
  mutating func receiveNotification(else wait: (inout Self) -> Void) {
    when(
      hasNotification(me),
      then: { ipc in ipc.caller.registers = ipc.takeNotification(ipc.me) },
      else: { wait(&$0) })
  }

  /// The caller waits, if it may.
  @inlinable
  mutating func block(_ state: Code<ThreadState, R>, partner: Thread<R>) {
    when(
      tag.has(.receiveBlocks),
      then: { ipc in
        ipc.k[TCB.state, ipc.me] = state
        ipc.k[TCB.partner, ipc.me] = partner
        ipc.caller.thread = .none
      },
      else: { $0.fail(.noPartner, in: .receive) })
  }
}
