import Logic

/// Why a system call other than IPC was refused: the value of `UTCB.errorCode` then. Nothing else has changed.
///
/// The numbers up to 6 are those of the L4 eXperimental Kernel Reference Manual, Version X.2.
public enum SystemCallError {
  /// It was not refused.
  @inlinable public static var none: UInt32 { 0 }
  /// The active space lacks the privilege that the call needs.
  @inlinable public static var noPrivilege: UInt32 { 1 }
  /// The name is no thread that the caller has the needed authority over, or the thread is not in a fit state.
  @inlinable public static var invalidThread: UInt32 { 2 }
  /// The space is not in use; or, to be created, it already is.
  @inlinable public static var invalidSpace: UInt32 { 3 }
  /// The priority is above the maximum.
  @inlinable public static var invalidPriority: UInt32 { 4 }
  /// A name, a number, a size or a bit that there isn't.
  @inlinable public static var invalidParameter: UInt32 { 5 }
  /// The UTCB is not aligned, not in its space's section, or another thread's.
  @inlinable public static var invalidUTCB: UInt32 { 6 }
  // Those from 8 on that are missing here are errors of operations on address spaces: see `SpaceError`.

  /// The capability list has no such place, or the place is taken; or, to be copied or deleted, it is empty.
  @inlinable public static var invalidCapability: UInt32 { 9 }

  /// The errors by name.
  public static var names: [UInt32: String] {
    [
      none: "none", noPrivilege: "no privilege", invalidThread: "invalid thread", invalidSpace: "invalid space",
      invalidPriority: "invalid priority", invalidParameter: "invalid parameter", invalidUTCB: "invalid UTCB",
      SpaceError.noMemory: "no memory", invalidCapability: "invalid capability", SpaceError.reserved: "reserved",
      SpaceError.occupied: "occupied", SpaceError.overlap: "overlap", SpaceError.busy: "busy",
      SpaceError.notMapped: "not mapped",
    ]
  }
}

/// Bits of `SpaceTable.privileges`.
public enum Privileges {
  /// Threads of the space may make the system calls that create, change and delete kernel objects.
  @inlinable public static var systemCalls: UInt32 { 1 }
}

/// What a thread finds in r0 after a system call other than IPC.
public enum SystemCallResult {
  /// The call was refused: the error code in the UTCB says why.
  @inlinable public static var refused: UInt32 { 0 }
  /// It was done.
  @inlinable public static var done: UInt32 { 1 }
}

extension Completion {
  /// The call is refused: its caller is told why.
  ///
  /// - Parameter results: What the caller finds in its registers, but for r0.
  @inlinable
  mutating func refuse(_ error: R.Word, _ results: UserRegisters<R>) {
    var results = results
    results.r0 = R.Word(constant: SystemCallResult.refused)
    k[UTCB.errorCode, k[Machine.current]] = error
    exit = .user(results)
  }

  /// An operation on address spaces has ended: the call is done, or refused with the operation's error.
  @inlinable
  mutating func tell(_ error: R.Word, _ results: UserRegisters<R> = UserRegisters()) {
    when(
      error == R.Word(constant: SpaceError.none),
      then: { c in
        var results = results
        results.r0 = R.Word(constant: SystemCallResult.done)
        c.exit = .user(results)
      }, else: { $0.refuse(error, results) })
  }
}

extension Kernel {
  /// Ends a system call. One that is refused changes nothing but the caller's error code.
  ///
  /// - Parameters:
  ///   - error: Why it is refused, a ``SystemCallError``.
  ///   - effect: What it does otherwise, up to the choice of who runs.
  @inlinable
  static func end<S: Store>(
    _ k: inout S, _ error: S.R.Word, effect: (inout Completion<S>) -> Void
  ) -> Exit<S.R> {
    var completion = Completion(k)
    completion.when(
      error == S.R.Word(constant: SystemCallError.none), then: effect, else: { $0.refuse(error, UserRegisters()) })
    let end = completion.finish()
    k = end.k
    return end.exit
  }

  /// What a caller finds whose call was done and has no other results.
  @inlinable
  static func done<R: Reading>() -> UserRegisters<R> { UserRegisters(r0: R.Word(constant: SystemCallResult.done)) }

  /// Whether the active space may make the privileged system calls.
  @inlinable
  public static func isPrivileged<S: Store>(_ k: S) -> S.R.Truth {
    k[SpaceTable.privileges, k[Machine.space]].intersects(S.R.Word(constant: Privileges.systemCalls))
  }

  /// The thread that a name gives full authority over, or `none`: a thread capability of the active space, or `myself`.
  /// Nobody has authority over the idle thread.
  @inlinable
  public static func controlledThread<S: Store>(_ k: S, _ name: S.R.Word) -> Thread<S.R> {
    let list = k[Machine.capabilities]
    let slot = Ref<CapabilitySlot, S.R>(name)
    let allows =
      name < k[CapabilityList.size, list]
      && k[CapabilityList.type, list, slot] == S.R.Word(constant: CapabilityType.thread)
      && k[TCB.state, k[CapabilityList.thread, list, slot]] != S.R.Word(constant: ThreadState.deleted)
      && k[CapabilityList.thread, list, slot] != k[Machine.idle]
    return S.R.ite(
      name == S.R.Word(constant: Handle.myself), k[Machine.current],
      S.R.ite(allows, k[CapabilityList.thread, list, slot], .none))
  }

  /// The thread that a name lets the caller send to, or `none`: a capability of the active space, or `myself`.
  @inlinable
  static func namedThread<S: Store>(_ k: S, _ name: S.R.Word) -> Thread<S.R> {
    S.R.ite(name == S.R.Word(constant: Handle.myself), k[Machine.current], capabilityThread(k, name))
  }

  /// Whether a name is nil, or lets the caller send to a thread.
  @inlinable
  static func isNamedOrNil<S: Store>(_ k: S, _ name: S.R.Word) -> S.R.Truth {
    name == S.R.Word(constant: Handle.nilThread) || namedThread(k, name) != .none
  }
}
