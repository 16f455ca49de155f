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
    guard m.branch("the message is a notification", r.tag.has(.notify)),
      m.branch("nothing is to be received", r.from == .nilThread),
      let receiver = capabilityThread(&m, r.to),
      m.branch(
        "the receiver has not been deleted", m[TCB.state, receiver] != .deleted),
      m.branch("no ready thread has a higher priority than the caller", noneReadyAbove(m, m[TCB.priority, me]))
    else { return false }

    guard
      m.branch(
        "the receiver accepts notifications",
        m[UTCB.acceptor, receiver].has(.notifications))
    else {
      m[TCB.continuation, me] = .userReturn
      m[TCB.sentFrom, me] = .nilThread
      m[UTCB.errorCode, me] = Code<IPCError, S.R>.notAccepted.code(in: .send)
      r = UserRegisters(sender: .nilThread, tag: .error)
      return true
    }

    var done = UserRegisters<S.R>(sender: .nilThread)
    let bits = m[UTCB.notifyBits, receiver] | r.mr1
    let mask = m[UTCB.notifyMask, receiver]
    let state = m[TCB.state, receiver]
    guard
      m.branch(
        "the receiver waits for one of the bits",
        (state == .waitingNotify
          || (state == .waitingForever && m[TCB.partner, receiver] == .any))
          && bits.intersects(mask))
    else {
      m[TCB.continuation, me] = .userReturn
      m[UTCB.notifyBits, receiver] = bits
      r = done
      return true
    }

    let overtakes = m.branch(
      "the receiver has a higher priority than the caller",
      m[TCB.priority, receiver].word > m[TCB.priority, me].word)
    let space = m[TCB.space, receiver]
    if overtakes {
      guard m.branch("neither thread has resource bits", m[TCB.resources, me] | m[TCB.resources, receiver] == .none),
        m.branch("the receiver has a space", space != .none),
        m.branch("the space has a domain", m[SpaceTable.domain, space] != .noDomain)
      else { return false }
    }

    // Nothing has changed so far; nothing fails from here on.
    let delivered = UserRegisters<S.R>(sender: .nilThread, tag: .notification, mr1: bits & mask)
    m[TCB.continuation, me] = .userReturn
    m[UTCB.notifyBits, receiver] = bits.clearing(mask)
    m[TCB.partner, receiver] = .none
    m[TCB.sentFrom, receiver] = .nilThread
    makeReady(&m, overtakes ? me : receiver, overtakes ? done : delivered, queued)
    if overtakes {
      m[TCB.state, receiver] = .running
      switchThread(&m, to: receiver, in: space)
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
    m[TCB.state, t] = .ready
    m[TCB.continuation, t] = .userReturn
    Kernel.save(&m, t, registers)
    insertReady(&m, t)
    queued(&m, t)
  }
}
