import Checker
import Logic
import Model

/// A call and the reply to it find each other.
public struct CallAndReplyMatch: KernelProperty {
  public init() {}
  public var name: String { "ipc/call-and-reply-match" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant: when a thread calls another, and that one runs next and \
    replies, through the handle that it was given and with any message that fits, without a receive phase, then the \
    reply goes to the caller, whole as far as it travels in registers, with the server's handle; and the caller is \
    runnable again.
    """
  }
  public var decidesConditionals: Bool { true }
  public var mutations: [Mutation] {
    [
      Mutation("the caller's handle names another thread", .alterWrite(.init(TCB.sentFrom), .flip(1))),
      Mutation("a caller waits for anyone", .alterWrite(.init(TCB.partner), .become(Thread<Native>.any.word))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let call = t.arbitraryRegisters()
    let caller = before[Machine.current]
    let server = t.object("server", ThreadKind.self)
    t.assume("`to` and `from` are the same capability", call.r0 == call.r1)
    t.assume(
      "the caller waits for no answer to an exception",
      !before[TCB.resources, caller].has(.exceptionIPC))
    t.assume("the receive blocks", call.tag.has(.receiveBlocks))
    t.assumeDelivery(of: call, to: server)
    t.assume(
      "the handle is no reply handle",
      !AsWritten.isReplyHandle(call.r0))
    let (called, _) = t.perform(on: before) { Kernel.ipc(&$0, call) }
    t.prove(
      "the caller waits for exactly the server",
      called[TCB.state, caller] == .waitingForever
        && called[TCB.partner, caller] == server)
    t.prove(
      "the handle that the server got names the caller",
      called[TCB.sentFrom, server].word == (caller.word | T.R.Word(constant: Handle.reply)))
    guard t.branch("the server runs next", called[Machine.current] == server) else { return }

    var reply = UserRegisters<T.R>(
      r0: called[TCB.sentFrom, server].word, r1: Code<Handle, T.R>.nilThread.word, mr0: t.word("reply tag"),
      mr1: t.word("reply mr1"), mr2: t.word("reply mr2"), mr3: t.word("reply mr3"), mr4: t.word("reply mr4"),
      mr5: t.word("reply mr5"))
    reply.mr0 = reply.mr0.clearing(
      T.R.Word(constant: Tag[.notify | .memoryCopy] | (Tag.untypedWords & ~Tag.lastRegister)))
    let (replied, exit) = t.perform(on: called) { Kernel.ipc(&$0, reply) }
    t.prove("the reply comes from the server", replied[TCB.sentFrom, caller] == Kernel.handle(server))
    t.prove(
      "the caller is runnable again",
      replied[TCB.state, caller] == .running
        || replied[TCB.state, caller] == .ready)
    let runs = replied[Machine.current] == caller && !exit.continues
    t.proveSame(
      "the reply arrives, in the processor or saved for later",
      .ite(runs, exit.registers, Kernel.saved(replied, caller)), reply.received(from: server))
    t.reach("the caller runs again at once", runs)
    t.reach("the server goes on", replied[Machine.current] == server)
  }
}

/// A reply handle works once.
public struct ReplyWorksOnce: KernelProperty {
  public init() {}
  public var name: String { "ipc/reply-works-once" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and for all registers: after a thread has sent through a \
    reply handle, and as long as the handle's thread does not wait for it again, the same handle fails with “no \
    partner”, and the thread that it names is left alone.
    """
  }
  public var decidesConditionals: Bool { true }
  public var mutations: [Mutation] {
    [Mutation("the failure of the second reply isn't told", .loseWrite(.init(UTCB.errorCode)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let reply = t.arbitraryRegisters()
    let server = before[Machine.current]
    let client = t.object("client", ThreadKind.self)
    t.assume("`to` is the client's reply handle", reply.to == Kernel.handle(client))
    t.assume(
      "the client waits for exactly the caller",
      KernelState.waits(before, client, for: server) && before[TCB.partner, client] == server)
    t.assume("`from` names somebody, anybody or nobody", t.sourceExists(reply))
    t.assumeShortMessage(reply)
    let (replied, _) = t.perform(on: before) { Kernel.ipc(&$0, reply) }
    t.prove("the client does not wait for the server any more", !KernelState.waits(replied, client, for: server))
    guard t.branch("the server goes on", replied[Machine.current] == server) else { return }
    let (again, exit) = t.perform(on: replied) { Kernel.ipc(&$0, reply) }
    t.prove(
      "the second reply fails with “no partner”",
      again[UTCB.errorCode, server] == Code<IPCError, T.R>.noPartner.code(in: .send))
    let isServersBusiness = again[Machine.current] == server
    t.prove(
      "… and says so to the server",
      isServersBusiness.implies(!exit.continues && exit.registers.tag == .error))
    t.prove(
      "the client keeps what it got",
      again[TCB.sentFrom, client] == replied[TCB.sentFrom, client]
        && again[TCB.partner, client] == replied[TCB.partner, client])
    t.reach("the server tries again", isServersBusiness)
  }
}

/// Notifications are neither lost nor delivered twice.
public struct NotificationDelivered: KernelProperty {
  public init() {}
  public var name: String { "ipc/notification-delivered" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and for all registers of a notification, by capability and \
    without a receive phase, to another thread: \
    when the receiver accepts notifications, every bit that was sent is in its notify bits afterwards or has been \
    delivered to it; it is woken exactly when it waits for one of its bits; and when it does not accept, nothing of \
    it changes.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("notify bits that nobody waits for yet are lost", .loseWrite(.init(UTCB.notifyBits))),
      Mutation("threads are woken by bits that they don't wait for", .alterRead(.init(UTCB.notifyMask), .flip(1))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    var arguments = t.arbitraryRegisters()
    arguments.r1 = Code<Handle, T.R>.nilThread.word
    arguments.mr0 = (arguments.tag | .notify).word
    let receiver = t.object("receiver", ThreadKind.self)
    t.assume("`to` names the receiver", KernelState.destination(before, arguments.r0) == receiver)
    t.assume("the receiver is another thread", receiver != before[Machine.current])
    t.assume(
      "a capability is used, no reply handle",
      arguments.r0 & T.R.Word(constant: Handle.typeBits) != T.R.Word(constant: Handle.reply))
    let (after, exit) = t.perform(on: before) { Kernel.ipc(&$0, arguments) }

    let accepts = before[UTCB.acceptor, receiver].has(.notifications)
    let bits = before[UTCB.notifyBits, receiver] | arguments.mr1
    let mask = before[UTCB.notifyMask, receiver]
    let waits =
      before[TCB.state, receiver] == .waitingNotify
      || (before[TCB.state, receiver] == .waitingForever
        && before[TCB.partner, receiver] == .any)
    let wakes = accepts && waits && bits.intersects(mask)
    let isRunnable =
      after[TCB.state, receiver] == .running
      || after[TCB.state, receiver] == .ready
    let wasReady = before[TCB.state, receiver] == .ready
    let runs = after[Machine.current] == receiver && !exit.continues
    let delivered = T.R.ite(runs, exit.registers.mr1, after[TCB.savedMR, receiver, Ref(1)])
    let idles = receiver == before[Machine.idle]
    t.prove("it is woken exactly when it waits for one of its bits", (idles || wasReady) || (wakes == isRunnable))
    t.prove("it gets the bits that it waits for", wakes.implies(delivered == bits & mask))
    t.prove(
      "they are taken from its notify bits", wakes.implies(after[UTCB.notifyBits, receiver] == bits.clearing(mask)))
    t.prove(
      "bits that don't wake it stay", (accepts && !wakes).implies(after[UTCB.notifyBits, receiver] == bits))
    t.prove(
      "a receiver that doesn't accept keeps its bits",
      (!accepts).implies(after[UTCB.notifyBits, receiver] == before[UTCB.notifyBits, receiver]))
    t.reach("the receiver is woken and runs", wakes && runs)
    t.reach("the receiver is woken and waits its turn", wakes && !runs)
    t.reach("the bits wait", accepts && !wakes)
    t.reach("the receiver doesn't accept", !accepts)
  }
}
