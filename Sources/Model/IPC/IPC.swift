import Logic

/// The IPC system call, step by step: what has been decided so far.
@frozen public struct IPC<S: Store>: UnderWay {
  public typealias R = S.R

  /// The kernel.
  public var k: S
  /// The calling thread.
  @usableFromInline let me: Thread<R>
  /// Whether the kernel sends the message on the caller's behalf: then the words that don't travel in registers are
  /// those of an exception, and not the caller's UTCB's.
  @usableFromInline let isKernels: Bool
  /// The caller's registers on entry, or the kernel's message.
  @usableFromInline let arguments: UserRegisters<R>
  /// Whom to send to, or `none`.
  @usableFromInline var destination: Thread<R>
  /// Whom to receive from.
  @usableFromInline var wait: Code<Wait, R>
  /// The thread of a closed wait.
  @usableFromInline var source: Thread<R>
  /// True while the operation goes on to its next phase.
  @usableFromInline var proceeds: R.Truth
  /// The caller, while it stays runnable, and what it will find in its registers.
  @usableFromInline var caller: Runnable<R>
  /// The thread that this IPC makes runnable, and what it will find in its registers.
  @usableFromInline var partner: Runnable<R>
  /// A polling sender that is to complete its send to the caller now.
  @usableFromInline var sender: Thread<R>

  @inlinable
  init(_ k: S, _ arguments: UserRegisters<R>, isKernels: Bool = false) {
    self.k = k
    self.isKernels = isKernels
    me = k[Machine.current]
    self.arguments = arguments
    destination = .none
    wait = .none
    source = .none
    proceeds = true
    // A caller that neither fails nor receives finds an empty tag.
    caller = Runnable(me, UserRegisters(sender: .nilThread))
    partner = Runnable(.none, UserRegisters())
    sender = .none
  }

  @inlinable
  public mutating func merge(_ condition: R.Truth, taken: Self) {
    k.merge(condition, taken: taken.k)
    destination = R.ite(condition, taken.destination, destination)
    wait = R.ite(condition, taken.wait, wait)
    source = R.ite(condition, taken.source, source)
    proceeds = R.select(condition, taken.proceeds, proceeds)
    caller = .ite(condition, taken.caller, caller)
    partner = .ite(condition, taken.partner, partner)
    sender = R.ite(condition, taken.sender, sender)
  }
}

/// What a caller waits for after its send.
@usableFromInline enum Wait: Vocabulary {}

extension Code where V == Wait {
  /// Nothing: there is no receive phase.
  @usableFromInline static var none: Self { Self(constant: 0) }
  /// A message from any thread, or a notification.
  @usableFromInline static var any: Self { Self(constant: 1) }
  /// A notification.
  @usableFromInline static var notify: Self { Self(constant: 2) }
  /// A message from one thread.
  @usableFromInline static var closed: Self { Self(constant: 3) }
}

extension Kernel {
  /// The IPC system call of the running thread.
  ///
  /// Decode, send or notify, receive, choose who runs. Nothing that another thread can see has changed when the
  /// call fails in its send phase.
  @inlinable
  public static func ipc<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let end = IPC(k, arguments).call().finish()
    k = end.k
    return end.exit
  }

  /// The arguments of the running thread's interrupted IPC.
  @inlinable
  public static func restartArguments<S: Store>(_ k: S) -> UserRegisters<S.R> {
    saved(k, k[Machine.current])
  }
}

extension IPC {
  /// The system call, up to the choice of who runs.
  @inlinable
  consuming func call() -> Completion<S> {
    k[TCB.continuation, me] = .userReturn
    decodeDestination()
    when(proceeds, then: { $0.decodeSource() })
    when(proceeds && destination != .none, then: { $0.sendPhase() })
    when(proceeds, then: { $0.receivePhase() })
    return complete()
  }

  /// The message tag.
  @inlinable var tag: Flags<Tag, R> { arguments.tag }

  /// The operation fails: the caller gets the error, and nothing else happens.
  @inlinable
  mutating func fail(_ error: Code<IPCError, R>, in phase: Code<IPCPhase, R>) {
    k[UTCB.errorCode, me] = error.code(in: phase)
    k[TCB.sentFrom, me] = .nilThread
    caller.registers = Self.failure
    proceeds = false
  }

  /// What a thread whose IPC failed finds in its registers.
  @inlinable
  static var failure: UserRegisters<R> {
    UserRegisters(sender: .nilThread, tag: .error)
  }

  /// A polling sender is switched to at once, whatever its priority: it only completes the send that the caller
  /// waits for, and then chooses anew. Otherwise the thread runs that `schedule` chooses.
  @inlinable
  func complete() -> Completion<S> {
    var completion = Completion(k)
    completion.when(
      sender != .none,
      then: { c in
        c.enqueue(partner)
        c.dispatch(sender)
      },
      else: { c in c.schedule(caller: caller, partner: partner) })
    return completion
  }
}
