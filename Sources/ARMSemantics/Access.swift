import Logic

/// What an access does: values of `Access.kind`.
@frozen public enum AccessKind: Vocabulary {
  public static var names: [Code<Self, Native>: String] { [.read: "read", .write: "write", .fetch: "fetch"] }
}

extension Code where V == AccessKind {
  /// A load. `LDM` and `LDRD` are loads of one word after another.
  @inlinable @inline(__always) public static var read: Self { Self(constant: 0) }
  /// A store. `SWP` counts as one, because no permission allows writing without reading.
  @inlinable @inline(__always) public static var write: Self { Self(constant: 1) }
  /// An instruction fetch.
  @inlinable @inline(__always) public static var fetch: Self { Self(constant: 2) }
}

/// One access to memory, as an instruction makes it.
@frozen public struct Access<R: Reading> {
  /// The virtual address, before FCSE relocation.
  public var address: R.Word
  /// What the access does.
  public var kind: Code<AccessKind, R>
  /// How many bytes: 1, 2 or 4.
  public var size: R.Word
  /// Whether permissions are checked as for a privileged mode. `LDRT` and `STRT` are checked as for user mode in every
  /// mode (ARM ARM, A4.1.25).
  public var isPrivileged: R.Truth

  @inlinable @inline(__always)
  public init(address: R.Word, kind: Code<AccessKind, R>, size: R.Word, isPrivileged: R.Truth) {
    self.address = address
    self.kind = kind
    self.size = size
    self.isPrivileged = isPrivileged
  }

  /// Whether this is a store.
  @inlinable @inline(__always)
  public var isWrite: R.Truth { kind == .write }

  /// Whether this is an instruction fetch.
  @inlinable @inline(__always)
  public var isFetch: R.Truth { kind == .fetch }

  /// Whether the address is no multiple of the size.
  @inlinable @inline(__always)
  public var isUnaligned: R.Truth { address.intersects(size &- 1) }
}
