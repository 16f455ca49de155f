import ARMSemantics
import Logic

extension Kernel {
  /// SpaceSwitch: the thread that r0 names, and that the caller has full authority over, moves to the space r1, where its
  /// UTCB is at the user address MR0. Its registers and what its UTCB holds go with it; names mean from then on what they
  /// mean in that space. The caller may move itself: it goes on there at once.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``. A thread that is in the middle of an IPC stays where it
  /// is: a send that begins anew would look its names up in another list, and what a pager or an exception handler has
  /// been told of belongs to the old space.
  @inlinable
  public static func spaceSwitch<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let thread = controlledThread(k, arguments.r0)
    return completeCall(&k, unless: refusal(k, toSwitchSpace: arguments)) { c in
      c.k[TCB.space, thread] = Space(arguments.r1)
      c.k[TCB.utcb, thread] = arguments.mr0
      c.when(thread == c.k[Machine.current]) { $0.next = thread }
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why a thread can't move: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toSwitchSpace arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let (thread, space) = (controlledThread(k, arguments.r0), Space<S.R>(arguments.r1))
    return S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (thread == .none || isAtIPC(k, thread), .invalidThread),
      (!k.isInUse(space), .invalidSpace),
      (!isFreeUTCB(k, arguments.mr0, of: space), .invalidUTCB),
      (
        thread != .none && k.isInUse(space)
          && k[TCB.priority, thread].word > k[SpaceTable.maximumPriority, space],
        .invalidPriority
      ),
    ])
  }

  /// Whether a thread is blocked in an IPC, or the kernel is at one on its behalf.
  @inlinable
  public static func isAtIPC<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    sends(k, t) || receives(k, t) || k[TCB.resources, t].has(.resumesInKernel)
  }
}
