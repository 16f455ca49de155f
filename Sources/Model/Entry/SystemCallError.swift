import Logic

/// Why a system call other than IPC was refused: the value of `UTCB.errorCode` then. Nothing else has changed.
///
/// The numbers up to 6 are those of the L4 eXperimental Kernel Reference Manual, Version X.2.
@frozen public enum SystemCallError: Vocabulary {
  public static var names: [Code<Self, Native>: String] {
    [
      .none: "none", .noPrivilege: "no privilege", .invalidThread: "invalid thread", .invalidSpace: "invalid space",
      .invalidPriority: "invalid priority", .invalidParameter: "invalid parameter", .invalidUTCB: "invalid UTCB",
      .noMemory: "no memory", .invalidCapability: "invalid capability", .reserved: "reserved",
      .occupied: "occupied", .overlap: "overlap", .busy: "busy",
      .notMapped: "not mapped",
    ]
  }
}

extension Code where V == SystemCallError {
  /// It was not refused.
  @inlinable @inline(__always) public static var none: Self { Self(constant: 0) }
  /// The active space lacks the privilege that the call needs.
  @inlinable @inline(__always) public static var noPrivilege: Self { Self(constant: 1) }
  /// The name is no thread that the caller has the needed authority over, or the thread is not in a fit state.
  @inlinable @inline(__always) public static var invalidThread: Self { Self(constant: 2) }
  /// The space is not in use; or, to be created, it already is.
  @inlinable @inline(__always) public static var invalidSpace: Self { Self(constant: 3) }
  /// The priority is above the maximum.
  @inlinable @inline(__always) public static var invalidPriority: Self { Self(constant: 4) }
  /// A name, a number, a size or a bit that there isn't.
  @inlinable @inline(__always) public static var invalidParameter: Self { Self(constant: 5) }
  /// The UTCB is not aligned, not in its space's section, or another thread's.
  @inlinable @inline(__always) public static var invalidUTCB: Self { Self(constant: 6) }
  /// No page table is left.
  @inlinable @inline(__always) public static var noMemory: Self { Self(constant: 8) }
  /// The capability list has no such place, or the place is taken; or, to be copied or deleted, it is empty.
  @inlinable @inline(__always) public static var invalidCapability: Self { Self(constant: 9) }
  /// The address is not for users to map, or the frame is the kernel's.
  @inlinable @inline(__always) public static var reserved: Self { Self(constant: 10) }
  /// Something of another size is mapped there.
  @inlinable @inline(__always) public static var occupied: Self { Self(constant: 11) }
  /// Own mappings, windows and grants would not fit together.
  @inlinable @inline(__always) public static var overlap: Self { Self(constant: 12) }
  /// The space is the active one, or has threads.
  @inlinable @inline(__always) public static var busy: Self { Self(constant: 13) }
  /// There is nothing to unmap, to close or to revoke.
  @inlinable @inline(__always) public static var notMapped: Self { Self(constant: 14) }
}

/// Why a call, or an operation on address spaces, is refused.
public typealias CallError<R: Reading> = Code<SystemCallError, R>

extension Reading {
  /// The first of some errors whose condition holds, or `none`.
  @inlinable
  public static func firstError(_ errors: [(Truth, CallError<Self>)]) -> CallError<Self> {
    errors.reversed().reduce(.none) { rest, error in ite(error.0, error.1, rest) }
  }

  /// The first of some errors that isn't `none`.
  @inlinable
  static func firstError(_ errors: [CallError<Self>]) -> CallError<Self> {
    errors.reversed().reduce(.none) { rest, error in ite(error != .none, error, rest) }
  }
}

/// Bits of `SpaceTable.privileges`.
@frozen public enum Privileges: FlagNames {}

extension Flags where V == Privileges {
  /// Threads of the space may make the system calls that create, change and delete kernel objects.
  @inlinable @inline(__always) public static var systemCalls: Self { Self(constant: 1) }
}

/// What a thread finds in r0 after a system call other than IPC.
@frozen public enum SystemCallResult: Vocabulary {}

extension Code where V == SystemCallResult {
  /// The call was refused: the error code in the UTCB says why.
  @inlinable @inline(__always) public static var refused: Self { Self(constant: 0) }
  /// It was done.
  @inlinable @inline(__always) public static var done: Self { Self(constant: 1) }
}

extension Completion {
  /// The call is refused: its caller is told why.
  ///
  /// - Parameter results: What the caller finds in its registers, but for r0.
  @inlinable
  mutating func refuse(_ error: CallError<R>, _ results: UserRegisters<R>) {
    var results = results
    results.r0 = Code<SystemCallResult, R>.refused.word
    k[UTCB.errorCode, k[Machine.current]] = error.word
    exit = .user(results)
  }

  /// An operation on address spaces has ended: the call is done, or refused with the operation's error.
  @inlinable
  mutating func tell(_ error: CallError<R>, _ results: UserRegisters<R> = UserRegisters()) {
    when(
      error == .none,
      then: { c in
        var results = results
        results.r0 = Code<SystemCallResult, R>.done.word
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
    _ k: inout S, _ error: CallError<S.R>, effect: (inout Completion<S>) -> Void
  ) -> Exit<S.R> {
    var completion = Completion(k)
    completion.when(
      error == .none, then: effect, else: { $0.refuse(error, UserRegisters()) })
    let end = completion.finish()
    k = end.k
    return end.exit
  }

  /// What a caller finds whose call was done and has no other results.
  @inlinable
  static func done<R: Reading>() -> UserRegisters<R> { UserRegisters(.done) }

  /// Whether the active space may make the privileged system calls.
  @inlinable
  public static func isPrivileged<S: Store>(_ k: S) -> S.R.Truth {
    k[SpaceTable.privileges, k[Machine.space]].has(.systemCalls)
  }

  /// The thread that a name gives full authority over, or `none`: a thread capability of the active space, or `myself`.
  /// Nobody has authority over the idle thread.
  @inlinable
  public static func controlledThread<S: Store>(_ k: S, _ word: S.R.Word) -> Thread<S.R> {
    let (name, list) = (Code<Handle, S.R>(word), k[Machine.capabilities])
    let slot = Ref<CapabilitySlot, S.R>(word)
    let allows =
      word < k[CapabilityList.size, list]
      && k[CapabilityList.type, list, slot] == .thread
      && k[TCB.state, k[CapabilityList.thread, list, slot]] != .deleted
      && k[CapabilityList.thread, list, slot] != k[Machine.idle]
    return S.R.ite(
      name == .myself, k[Machine.current],
      S.R.ite(allows, k[CapabilityList.thread, list, slot], .none))
  }

  /// The thread that a name lets the caller send to, or `none`: a capability of the active space, or `myself`.
  @inlinable
  static func namedThread<S: Store>(_ k: S, _ word: S.R.Word) -> Thread<S.R> {
    let name = Code<Handle, S.R>(word)
    return S.R.ite(name == .myself, k[Machine.current], capabilityThread(k, name))
  }

  /// Whether a name is nil, or lets the caller send to a thread.
  @inlinable
  static func isNamedOrNil<S: Store>(_ k: S, _ word: S.R.Word) -> S.R.Truth {
    Code<Handle, S.R>(word) == .nilThread || namedThread(k, word) != .none
  }
}
