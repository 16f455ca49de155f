import Logic
import Model

/// What user code can tell the published IPC paths from ours by: B12 and B13.
///
/// The rest of IPC is as in ``Kernel``: where both published paths do what the model does, it doesn't matter which of them
/// is taken.
extension Published {
  /// The IPC system call. Other than ``Kernel/ipc(_:_:)``:
  ///
  /// - A call through a reply handle waits for the answer only if the fast path takes it (B12).
  /// - A notification that is refused on the fast path has a sender (B13).
  @inlinable
  public static func ipc<S: Store>(
    _ k: inout S, _ arguments: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    if isCallThroughHandle(arguments), !fastPathTakesCall(k, arguments) { return slowCall(&k, arguments) }
    if isNotificationForFastPath(arguments) { return fastNotify(&k, arguments) }
    return Kernel.ipc(&k, arguments)
  }

  /// Whether the same reply handle names whom to send to and whom to receive from.
  @inlinable
  static func isCallThroughHandle(_ r: UserRegisters<Native>) -> Bool {
    r.r0 == r.r1 && r.r0 & Handle.typeBits == Handle.reply
  }

  /// The guards of the published fast path, for a call through a reply handle. The fast path compares the two names, and
  /// looks at nothing but the first; so the caller waits for the thread that it answers, as in our kernel.
  @inlinable
  static func fastPathTakesCall<S: Store>(_ k: S, _ r: UserRegisters<Native>) -> Bool where S.R == Native {
    let (me, destination) = (k[Machine.current], Thread<Native>(r.r0 & ~Handle.typeBits))
    guard k.exists(destination),
      k[TCB.partner, destination] == me,
      k[TCB.state, destination] == ThreadState.waitingForever,
      r.mr0 & (Tag.uncommon | Tag.notify | Tag.receiveBlocks) == Tag.receiveBlocks,
      k[TCB.resources, me] | k[TCB.resources, destination].clearing(Resources.resumesInKernel) == 0
    else { return false }
    let space = k[TCB.space, destination]
    guard space != .none, k[SpaceTable.domain, space] != .noDomain else { return false }
    let ready = Kernel.highestReady(k)
    return ready == .none || k[TCB.priority, ready].word <= k[TCB.priority, destination].word
  }

  /// A call through a reply handle on the slow path, which looks for whom to receive from in the capability list only, and
  /// finds nobody there: the message is sent, and then the caller's receive fails, where the model's caller waits (B12).
  @inlinable
  static func slowCall<S: Store>(
    _ k: inout S, _ arguments: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    let me = k[Machine.current]
    var send = arguments
    send.r1 = Handle.nilThread
    let exit = Kernel.ipc(&k, send)
    let goesOn = k[Machine.current] == me
    let found = goesOn ? exit.registers : Kernel.saved(k, me)
    if found.mr0 == Tag.error { return exit }
    k[UTCB.errorCode, me] = IPCError.code(IPCError.nonExisting, in: IPCError.receive)
    k[TCB.sentFrom, me] = Handle.nilThread
    let failure = UserRegisters<Native>(r0: Handle.nilThread, mr0: Tag.error)
    if goesOn { return .user(failure) }
    Kernel.save(&k, me, failure)
    return exit
  }

  /// Whether a message is a notification that the published fast path looks at: by capability or reply handle, with a
  /// common tag and nothing to be received.
  @inlinable
  static func isNotificationForFastPath(_ r: UserRegisters<Native>) -> Bool {
    let type = r.r0 & Handle.typeBits
    return r.mr0 & (Tag.uncommon | Tag.notify) == Tag.notify && r.r1 == Handle.nilThread
      && (type == 0 || type == Handle.reply)
  }

  /// A notification on the fast path. One that is refused, because the receiver doesn't accept any, leaves in r0 what the
  /// thread has sent to, as if that were the sender of a message; the model, and the published slow path, say that there
  /// is no sender (B13).
  @inlinable
  static func fastNotify<S: Store>(
    _ k: inout S, _ arguments: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    let (me, sender) = (k[Machine.current], k[TCB.sentFrom, k[Machine.current]])
    var exit = Kernel.ipc(&k, arguments)
    let isRefused =
      k[Machine.current] == me && exit.registers.mr0 == Tag.error
      && k[UTCB.errorCode, me] == IPCError.code(IPCError.notAccepted, in: IPCError.send)
    if isRefused {
      exit.registers.r0 = arguments.r0
      k[TCB.sentFrom, me] = sender
    }
    return exit
  }
}
