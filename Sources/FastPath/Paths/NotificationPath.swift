import Logic
import Model

extension FastPath {
  /// A notification by capability, without a receive phase: sets notify bits of the receiver, and wakes it when it waits
  /// for one of them.
  ///
  /// Guards as in ``ipc(_:_:)``: the result is false, and nothing has changed, when one doesn't hold. Otherwise the
  /// registers are those that the thread finds that runs next: the caller, or a receiver that is more urgent.
  ///
  /// - Parameter queued: Told of the thread that joins a ready queue, if one does. The fast path has no use for the
  ///   model's order of arrival: who keeps it beside the queues passes `Kernel.arrive`.
  @inlinable @inline(__always)
  public static func notify<S: Store>(
    _ m: inout S, _ r: inout UserRegisters<S.R>, queued: (inout S, Thread<S.R>) -> Void = { _, _ in }
  ) -> Bool {
    let me = m[Machine.current]
    guard m.branch("the message is a notification", r.mr0.intersects(S.R.Word(constant: Tag.notify))),
      m.branch("nothing is to be received", r.r1 == S.R.Word(constant: Handle.nilThread)),
      let receiver = capabilityThread(&m, r.r0),
      m.branch(
        "the receiver has not been deleted", m[TCB.state, receiver] != S.R.Word(constant: ThreadState.deleted)),
      m.branch("no ready thread has a higher priority than the caller", noneReadyAbove(m, m[TCB.priority, me]))
    else { return false }

    guard
      m.branch(
        "the receiver accepts notifications",
        m[UTCB.acceptor, receiver].intersects(S.R.Word(constant: Acceptor.notifications)))
    else {
      m[TCB.continuation, me] = S.R.Word(constant: Continuation.userReturn)
      m[TCB.sentFrom, me] = S.R.Word(constant: Handle.nilThread)
      m[UTCB.errorCode, me] = S.R.Word(constant: IPCError.code(IPCError.notAccepted, in: IPCError.send))
      r = UserRegisters(r0: S.R.Word(constant: Handle.nilThread), mr0: S.R.Word(constant: Tag.error))
      return true
    }

    var done = UserRegisters<S.R>(r0: S.R.Word(constant: Handle.nilThread))
    let bits = m[UTCB.notifyBits, receiver] | r.mr1
    let mask = m[UTCB.notifyMask, receiver]
    let state = m[TCB.state, receiver]
    guard
      m.branch(
        "the receiver waits for one of the bits",
        (state == S.R.Word(constant: ThreadState.waitingNotify)
          || (state == S.R.Word(constant: ThreadState.waitingForever) && m[TCB.partner, receiver] == .any))
          && bits.intersects(mask))
    else {
      m[TCB.continuation, me] = S.R.Word(constant: Continuation.userReturn)
      m[UTCB.notifyBits, receiver] = bits
      r = done
      return true
    }

    let overtakes = m.branch(
      "the receiver has a higher priority than the caller",
      m[TCB.priority, receiver].word > m[TCB.priority, me].word)
    let space = m[TCB.space, receiver]
    if overtakes {
      guard m.branch("neither thread has resource bits", m[TCB.resources, me] | m[TCB.resources, receiver] == 0),
        m.branch("the receiver has a space", space != .none),
        m.branch("the space has a domain", m[SpaceTable.domain, space] != .noDomain)
      else { return false }
    }

    // Nothing has changed so far; nothing fails from here on.
    let delivered = UserRegisters<S.R>(
      r0: S.R.Word(constant: Handle.nilThread), mr0: S.R.Word(constant: Tag.notification), mr1: bits & mask)
    m[TCB.continuation, me] = S.R.Word(constant: Continuation.userReturn)
    m[UTCB.notifyBits, receiver] = bits.clearing(mask)
    m[TCB.partner, receiver] = .none
    m[TCB.sentFrom, receiver] = S.R.Word(constant: Handle.nilThread)
    makeReady(&m, overtakes ? me : receiver, overtakes ? done : delivered, queued)
    if overtakes {
      m[TCB.state, receiver] = S.R.Word(constant: ThreadState.running)
      switchTo(&m, receiver, in: space)
      done = delivered
    }
    r = done
    return true
  }

  /// Makes a thread that is in no queue ready, with the registers that it will find in user mode.
  @inlinable @inline(__always)
  static func makeReady<S: Store>(
    _ m: inout S, _ t: Thread<S.R>, _ registers: UserRegisters<S.R>, _ queued: (inout S, Thread<S.R>) -> Void
  ) {
    m[TCB.state, t] = S.R.Word(constant: ThreadState.ready)
    m[TCB.continuation, t] = S.R.Word(constant: Continuation.userReturn)
    Kernel.save(&m, t, registers)
    insertReady(&m, t)
    queued(&m, t)
  }
}
