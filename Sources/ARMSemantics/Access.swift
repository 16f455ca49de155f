import Logic

/// What an access does: values of `Access.kind`.
public enum AccessKind {
  /// A load. `LDM` and `LDRD` are loads of one word after another.
  @inlinable public static var read: UInt32 { 0 }
  /// A store. `SWP` counts as one, because no permission allows writing without reading.
  @inlinable public static var write: UInt32 { 1 }
  /// An instruction fetch.
  @inlinable public static var fetch: UInt32 { 2 }

  /// The kinds by name.
  public static var names: [UInt32: String] { [read: "read", write: "write", fetch: "fetch"] }
}

/// One access to memory, as an instruction makes it.
@frozen public struct Access<R: Reading> {
  /// The virtual address, before FCSE relocation.
  public var address: R.Word
  /// One of ``AccessKind``.
  public var kind: R.Word
  /// How many bytes: 1, 2 or 4.
  public var size: R.Word
  /// Whether permissions are checked as for a privileged mode. `LDRT` and `STRT` are checked as for user mode in every
  /// mode (ARM ARM, A4.1.25).
  public var isPrivileged: R.Truth

  @inlinable @inline(__always)
  public init(address: R.Word, kind: R.Word, size: R.Word, isPrivileged: R.Truth) {
    self.address = address
    self.kind = kind
    self.size = size
    self.isPrivileged = isPrivileged
  }

  /// Whether this is a store.
  @inlinable @inline(__always)
  public var isWrite: R.Truth { kind == R.Word(constant: AccessKind.write) }

  /// Whether this is an instruction fetch.
  @inlinable @inline(__always)
  public var isFetch: R.Truth { kind == R.Word(constant: AccessKind.fetch) }

  /// Whether the address is no multiple of the size.
  @inlinable @inline(__always)
  public var isUnaligned: R.Truth { address.intersects(size &- 1) }
}
