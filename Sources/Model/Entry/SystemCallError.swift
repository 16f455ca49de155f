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
