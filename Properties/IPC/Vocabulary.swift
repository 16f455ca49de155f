import Checker
import Logic
import Model

/// What properties say of a state without running the kernel: the specification in the words of the interface.
enum KernelState {
  /// Claims that no ready thread has a higher priority than the given one.
  static func noneAbove<S: Store>(_ k: S, _ priority: Ref<PriorityKind, S.R>) -> [Claim<S.R>] {
    [
      Claim("none-above", "No ready thread has a higher priority.", forAll: k, ThreadKind.self) { t in
        (k[TCB.state, t] == S.R.Word(constant: ThreadState[.ready]))
          .implies(k[TCB.priority, t].word <= priority.word)
      }
    ]
  }

  /// Claims that no ready thread of a thread's priority arrived before it.
  static func noneBefore<S: Store>(_ k: S, _ t: Thread<S.R>) -> [Claim<S.R>] {
    [
      Claim("none-before", "No ready thread of the priority arrived before.", forAll: k, ThreadKind.self) { u in
        (k[TCB.state, u] == S.R.Word(constant: ThreadState[.ready]) && k[TCB.priority, u] == k[TCB.priority, t])
          .implies(k[TCB.arrival, t] <= k[TCB.arrival, u])
      }
    ]
  }

  /// True when `t` runs, or would if nobody of a higher priority did.
  static func isRunnable<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == S.R.Word(constant: ThreadState[.running])
      || k[TCB.state, t] == S.R.Word(constant: ThreadState[.ready])
      || k[TCB.state, t] == S.R.Word(constant: ThreadState[.idle])
  }

  /// True when `t` waits for a message from `sender`.
  static func waits<S: Store>(_ k: S, _ t: Thread<S.R>, for sender: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == S.R.Word(constant: ThreadState[.waitingForever])
      && (k[TCB.partner, t] == sender || k[TCB.partner, t] == .any)
  }

  /// True when `t` waits for a message from `sender` that the kernel may send: no answer to what it has said of `t`.
  static func listens<S: Store>(_ k: S, _ t: Thread<S.R>, to sender: Thread<S.R>) -> S.R.Truth {
    waits(k, t, for: sender) && !k[TCB.resources, t].intersects(S.R.Word(constant: Resources[.resumesInKernel]))
  }

  /// The thread that a word names as a destination; `none` when it names nobody.
  static func destination<S: Store>(_ k: S, _ to: S.R.Word) -> Thread<S.R> {
    let list = k[Machine.capabilities]
    let slot = Ref<CapabilitySlot, S.R>(to)
    let isHandle = to & S.R.Word(constant: Handle.typeBits) == S.R.Word(constant: Handle.reply)
    let handle = Thread<S.R>(to & S.R.Word(constant: ~Handle.typeBits))
    let isCapability =
      to < k[CapabilityList.size, list]
      && (k[CapabilityList.type, list, slot] == S.R.Word(constant: CapabilityType[.ipc])
        || k[CapabilityList.type, list, slot] == S.R.Word(constant: CapabilityType[.thread]))
      && k[TCB.state, k[CapabilityList.thread, list, slot]] != S.R.Word(constant: ThreadState[.deleted])
    return S.R.ite(
      isHandle, S.R.ite(k.exists(handle), handle, .none),
      S.R.ite(
        to == S.R.Word(constant: Handle[.myself]), k[Machine.current],
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
      !k[TCB.resources, receiver].intersects(R.Word(constant: Resources[.exceptionIPC])))
    assumeShortMessage(arguments)
  }

  /// Restricts the claim to messages that travel in registers.
  mutating func assumeShortMessage(_ arguments: UserRegisters<R>) {
    assume("this is no notification", !arguments.mr0.intersects(R.Word(constant: Tag[.notify])))
    assume("no memory copy is asked for", !arguments.mr0.intersects(R.Word(constant: Tag[.memoryCopy])))
    assume(
      "the message fits",
      arguments.mr0 & R.Word(constant: Tag.untypedWords) <= R.Word(constant: Tag.lastRegister))
  }

  /// True when `from` asks for a receive phase that exists, or for none.
  func sourceExists(_ arguments: UserRegisters<R>) -> R.Truth {
    let from = arguments.r1
    let isHandle = from & R.Word(constant: Handle.typeBits) == R.Word(constant: Handle.reply)
    return from == R.Word(constant: Handle[.anyThread]) || from == R.Word(constant: Handle[.waitNotify])
      || from == R.Word(constant: Handle[.nilThread])
      || (isHandle && from == arguments.r0)
      || (!isHandle && KernelState.destination(state, from) != .none)
  }

  /// The error code of a call that fails before anything is sent; 0 for every other call.
  func earlyError(of arguments: UserRegisters<R>) -> R.Word {
    let k = state
    let (me, tag) = (k[Machine.current], arguments.mr0)
    let receiver = KernelState.destination(k, arguments.r0)
    let isHandle = arguments.r0 & R.Word(constant: Handle.typeBits) == R.Word(constant: Handle.reply)
    let isClosedOnMe =
      k.exists(receiver)
      && (k[TCB.state, receiver] == R.Word(constant: ThreadState[.waitingForever]) && k[TCB.partner, receiver] == me)
    let accepts = k.exists(receiver) && k[UTCB.acceptor, receiver].intersects(R.Word(constant: Acceptor[.notifications]))
    let waits = k.exists(receiver) && KernelState.waits(k, receiver, for: me)
    let none = R.Word(constant: 0)
    let notification = R.ite(accepts, none, R.Word(constant: IPCError[.notAccepted]))
    let delivery = R.ite(
      tag & R.Word(constant: Tag.untypedWords) > R.Word(constant: Tag.lastRegister),
      R.Word(constant: IPCError[.messageOverflow]),
      R.ite(
        tag.intersects(R.Word(constant: Tag[.memoryCopy])), R.Word(constant: IPCError[.notAccepted]), none))
    let message = R.ite(
      waits, delivery,
      R.ite(tag.intersects(R.Word(constant: Tag[.sendBlocks])), none, R.Word(constant: IPCError[.noPartner])))
    let sends = R.ite(tag.intersects(R.Word(constant: Tag[.notify])), notification, message)
    let sendsNothing = arguments.r0 == R.Word(constant: Handle[.nilThread])
    return R.ite(
      !sendsNothing && receiver == .none, R.Word(constant: IPCError[.nonExisting] << 1 | IPCPhase[.send]),
      R.ite(
        !sendsNothing && isHandle && !isClosedOnMe, R.Word(constant: IPCError[.noPartner] << 1 | IPCPhase[.send]),
        R.ite(
          sourceExists(arguments), R.ite(sendsNothing, none, sends &<< 1),
          R.Word(constant: IPCError[.nonExisting] << 1 | IPCPhase[.receive]))))
  }
}
