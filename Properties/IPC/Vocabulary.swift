import Checker
import Logic
import Model

/// What properties say of a state without running the kernel: the specification in the words of the interface.
enum KernelState {
  /// Claims that no ready thread has a higher priority than the given one.
  static func noneAbove<S: Store>(_ k: S, _ priority: Ref<PriorityKind, S.R>) -> [Claim<S.R>] {
    [
      Claim("none-above", "No ready thread has a higher priority.", forAll: k, ThreadKind.self) { t in
        (k[TCB.state, t] == .ready)
          .implies(k[TCB.priority, t].word <= priority.word)
      }
    ]
  }

  /// Claims that no ready thread of a thread's priority arrived before it.
  static func noneBefore<S: Store>(_ k: S, _ t: Thread<S.R>) -> [Claim<S.R>] {
    [
      Claim("none-before", "No ready thread of the priority arrived before.", forAll: k, ThreadKind.self) { u in
        (k[TCB.state, u] == .ready && k[TCB.priority, u] == k[TCB.priority, t])
          .implies(k[TCB.arrival, t] <= k[TCB.arrival, u])
      }
    ]
  }

  /// True when `t` runs, or would if nobody of a higher priority did.
  static func isRunnable<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == .running
      || k[TCB.state, t] == .ready
      || k[TCB.state, t] == .idle
  }

  /// True when `t` waits for a message from `sender`.
  static func waits<S: Store>(_ k: S, _ t: Thread<S.R>, for sender: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == .waitingForever
      && (k[TCB.partner, t] == sender || k[TCB.partner, t] == .any)
  }

  /// True when `t` waits for a message from `sender` that the kernel may send: no answer to what it has said of `t`.
  static func listens<S: Store>(_ k: S, _ t: Thread<S.R>, to sender: Thread<S.R>) -> S.R.Truth {
    waits(k, t, for: sender) && !k[TCB.resources, t].has(.resumesInKernel)
  }

  /// The thread that a word names as a destination; `none` when it names nobody.
  static func destination<S: Store>(_ k: S, _ to: S.R.Word) -> Thread<S.R> {
    let list = k[Machine.capabilities]
    let slot = Ref<CapabilitySlot, S.R>(to)
    let isHandle = to & S.R.Word(constant: Handle.typeBits) == S.R.Word(constant: Handle.reply)
    let handle = Thread<S.R>(to & S.R.Word(constant: ~Handle.typeBits))
    let isCapability =
      to < k[CapabilityList.size, list]
      && k[CapabilityList.type, list, slot].namesThread
      && k[TCB.state, k[CapabilityList.thread, list, slot]] != .deleted
    return S.R.ite(
      isHandle, S.R.ite(k.exists(handle), handle, .none),
      S.R.ite(
        Code<Handle, S.R>(to) == .myself, k[Machine.current],
        S.R.ite(isCapability, k[CapabilityList.thread, list, slot], .none)))
  }
}

extension Trial {
  /// Restricts the claim to calls whose message can be delivered to the receiver at once.
  mutating func assumeDelivery(of arguments: UserRegisters<R>, to receiver: Thread<R>) {
    let k = state
    assume("`to` names the receiver", KernelState.destination(k, arguments.r0) == receiver)
    assume("the receiver waits for the caller", KernelState.waits(k, receiver, for: k[Machine.current]))
    assume(
      "the receiver waits for no answer to an exception",
      !k[TCB.resources, receiver].has(.exceptionIPC))
    assumeShortMessage(arguments)
  }

  /// Restricts the claim to messages that travel in registers.
  mutating func assumeShortMessage(_ arguments: UserRegisters<R>) {
    assume("this is no notification", !arguments.tag.has(.notify))
    assume("no memory copy is asked for", !arguments.tag.has(.memoryCopy))
    assume(
      "the message fits",
      arguments.tag.words <= R.Word(constant: Tag.lastRegister))
  }

  /// True when `from` asks for a receive phase that exists, or for none.
  func sourceExists(_ arguments: UserRegisters<R>) -> R.Truth {
    let from = arguments.from
    let isSpecial = from == .anyThread || from == .waitNotify || from == .nilThread
    return isSpecial || (from.isReplyHandle && from == arguments.to)
      || (!from.isReplyHandle && KernelState.destination(state, from.word) != .none)
  }

  /// The error code of a call that fails before anything is sent; 0 for every other call.
  func earlyError(of arguments: UserRegisters<R>) -> R.Word {
    let k = state
    let (me, tag) = (k[Machine.current], arguments.tag)
    let receiver = KernelState.destination(k, arguments.r0)
    let isHandle = arguments.to.isReplyHandle
    let isClosedOnMe =
      k.exists(receiver)
      && (k[TCB.state, receiver] == .waitingForever && k[TCB.partner, receiver] == me)
    let accepts = k.exists(receiver) && k[UTCB.acceptor, receiver].has(.notifications)
    let waits = k.exists(receiver) && KernelState.waits(k, receiver, for: me)
    let none = Code<IPCError, R>(0)
    let notification = R.ite(accepts, none, .notAccepted)
    let delivery = R.ite(
      tag.words > R.Word(constant: Tag.lastRegister), .messageOverflow,
      R.ite(tag.has(.memoryCopy), .notAccepted, none))
    let message = R.ite(waits, delivery, R.ite(tag.has(.sendBlocks), none, .noPartner))
    let sends = R.ite(tag.has(.notify), notification, message)
    let sendsNothing = arguments.to == .nilThread
    return R.ite(
      !sendsNothing && receiver == .none, Code<IPCError, R>.nonExisting.code(in: .send),
      R.ite(
        !sendsNothing && isHandle && !isClosedOnMe, Code<IPCError, R>.noPartner.code(in: .send),
        R.ite(
          sourceExists(arguments), R.ite(sendsNothing, 0, sends.word &<< 1),
          Code<IPCError, R>.nonExisting.code(in: .receive))))
  }
}
