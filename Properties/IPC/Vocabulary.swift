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
    let (isHandle, handle) = (AsWritten.isReplyHandle(to), Thread<S.R>(AsWritten.thread(ofHandle: to)))
    let isCapability =
      to < k[CapabilityList.size, list]
      && (k[CapabilityList.type, list, slot] == .ipc || k[CapabilityList.type, list, slot] == .thread)
      && k[TCB.state, k[CapabilityList.thread, list, slot]] != .deleted
    return S.R.ite(
      isHandle, S.R.ite(k.exists(handle), handle, .none),
      S.R.ite(
        Code<Handle, S.R>(to) == .myself, k[Machine.current],
        S.R.ite(isCapability, k[CapabilityList.thread, list, slot], .none)))
  }
}

/// How user code reads and writes words, as docs/model.md says it: written down a second time, so that what is claimed of
/// the kernel doesn't depend on how the kernel takes them apart.
enum AsWritten {
  /// Whether a name is a reply handle.
  static func isReplyHandle<W: LogicWord>(_ name: W) -> W.Truth { name & 0xF000_0000 == 0x8000_0000 }
  /// The number of the thread of a reply handle.
  static func thread<W: LogicWord>(ofHandle name: W) -> W { name & 0x0FFF_FFFF }
  /// How many words a tag announces.
  static func words<W: LogicWord>(_ tag: W) -> W { tag & 0x3F }
  /// The error code of an IPC that failed.
  static func code<R: Reading>(of error: Code<IPCError, R>, inReceive: R.Truth = false) -> R.Word {
    error.word &<< 1 | R.ite(inReceive, 1, 0)
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
      AsWritten.words(arguments.mr0) <= 31)
  }

  /// True when `from` asks for a receive phase that exists, or for none.
  func sourceExists(_ arguments: UserRegisters<R>) -> R.Truth {
    let from = arguments.from
    let isHandle = AsWritten.isReplyHandle(from.word)
    let isSpecial = from == .anyThread || from == .waitNotify || from == .nilThread
    return isSpecial || (isHandle && from == arguments.to)
      || (!isHandle && KernelState.destination(state, from.word) != .none)
  }

  /// The error code of a call that fails before anything is sent; 0 for every other call.
  func earlyError(of arguments: UserRegisters<R>) -> R.Word {
    let k = state
    let (me, tag) = (k[Machine.current], arguments.tag)
    let receiver = KernelState.destination(k, arguments.r0)
    let isHandle = AsWritten.isReplyHandle(arguments.r0)
    let isClosedOnMe =
      k.exists(receiver)
      && (k[TCB.state, receiver] == .waitingForever && k[TCB.partner, receiver] == me)
    let accepts = k.exists(receiver) && k[UTCB.acceptor, receiver].has(.notifications)
    let waits = k.exists(receiver) && KernelState.waits(k, receiver, for: me)
    let none = Code<IPCError, R>(0)
    let notification = R.ite(accepts, none, .notAccepted)
    let delivery = R.ite(
      AsWritten.words(arguments.mr0) > 31, .messageOverflow,
      R.ite(tag.has(.memoryCopy), .notAccepted, none))
    let message = R.ite(waits, delivery, R.ite(tag.has(.sendBlocks), none, .noPartner))
    let sends = R.ite(tag.has(.notify), notification, message)
    let sendsNothing = arguments.to == .nilThread
    return R.ite(
      !sendsNothing && receiver == .none, AsWritten.code(of: Code<IPCError, R>.nonExisting),
      R.ite(
        !sendsNothing && isHandle && !isClosedOnMe, AsWritten.code(of: Code<IPCError, R>.noPartner),
        R.ite(
          sourceExists(arguments), R.ite(sendsNothing, 0, sends.word &<< 1),
          AsWritten.code(of: Code<IPCError, R>.nonExisting, inReceive: true))))
  }
}
