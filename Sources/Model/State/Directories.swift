import ARMSemantics
import Logic

/// The megabytes of a modified virtual address space, by MVA[31:20].
@frozen public enum MegabyteKind: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 10 }
  @inlinable public static var objects: UInt32 { Megabyte<Native>.count }
}

/// The entries of all page directories: a space and one of its megabytes.
@frozen public enum DirectoryEntryKind: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 11 }
  @inlinable public static var isSparse: Bool { true }
  @inlinable public static var objects: UInt32 { Section.spaces * Megabyte<Native>.count }
}

/// Pairs of spaces: one that is granted something, and one that grants it.
@frozen public enum GrantKind: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 12 }
  @inlinable public static var isSparse: Bool { true }
  @inlinable public static var objects: UInt32 { Section.spaces * Section.spaces }
}

/// Coarse page tables.
@frozen public enum PageTableKind: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 13 }
}

/// A reference to a megabyte.
public typealias Megabyte<R: Reading> = Ref<MegabyteKind, R>
/// A reference to an entry of a page directory.
public typealias DirectoryEntry<R: Reading> = Ref<DirectoryEntryKind, R>

extension Ref where K == MegabyteKind {
  /// How many megabytes there are.
  @inlinable public static var count: UInt32 { 1 << width }
  /// How many bits number them.
  @inlinable public static var width: UInt32 { MVA.firstLevelIndex.high - MVA.firstLevelIndex.low + 1 }

  /// The megabyte of a modified virtual address.
  @inlinable @inline(__always)
  public init(at mva: R.Word) { self.init(MVA.firstLevelIndex.of(mva)) }

  /// The modified virtual address of the megabyte's first byte.
  @inlinable @inline(__always)
  public var address: R.Word { word &<< R.Word(constant: Section.shift) }
}

extension Ref where K == DirectoryEntryKind {
  /// The entry of a space for a megabyte.
  @inlinable @inline(__always)
  public init(_ space: Space<R>, _ megabyte: Megabyte<R>) {
    self.init((space.word &<< R.Word(constant: Megabyte<R>.width)) | megabyte.word)
  }
}

extension Ref where K == DirectoryEntryKind {
  /// The space whose entry it is.
  @inlinable @inline(__always)
  public var space: Space<R> { Space(word &>> R.Word(constant: Megabyte<R>.width)) }
  /// The megabyte that it is for.
  @inlinable @inline(__always)
  public var megabyte: Megabyte<R> { Megabyte(word & R.Word(constant: Megabyte<R>.count - 1)) }
}

extension Ref where K == GrantKind {
  /// The space that is granted something.
  @inlinable @inline(__always)
  public var client: Space<R> { Space(word &>> 8) }
  /// The space that grants it.
  @inlinable @inline(__always)
  public var granter: Space<R> { Space(word & 0xFF) }

  /// What `granter` grants to `client`.
  @inlinable @inline(__always)
  public init(client: Space<R>, granter: Space<R>) { self.init((client.word &<< 8) | granter.word) }
}

/// Page directories: what each space maps itself, and which granter's mapping it uses elsewhere.
@frozen public enum PageDirectory: Table {
  public typealias Key = DirectoryEntryKind
  @inlinable public static var number: Int { MemorySystem.tables + 6 }
  @inlinable public static var shift: UInt32 { 4 }

  /// A first-level descriptor: a section, a coarse page table, or 0. Its domain is 0: which domain the space has is
  /// filled in where the descriptor is installed.
  @inlinable public static var descriptor: Field<Self, Plain> { Field(word: 0) }
  /// 1 if the megabyte is a window: the granter's mapping is used.
  @inlinable public static var isWindow: Field<Self, Plain> { Field(word: 1) }
  /// The number of the granter that a window looks at.
  @inlinable public static var granter: Field<Self, Plain> { Field(word: 2) }
}

/// What spaces grant to each other.
@frozen public enum Grants: Table {
  public typealias Key = GrantKind
  @inlinable public static var number: Int { MemorySystem.tables + 7 }
  @inlinable public static var shift: UInt32 { 2 }

  /// The rights as the DACR has them: ``DACR/noAccess``, ``DACR/client``, or ``DACR/manager``.
  @inlinable public static var rights: Field<Self, Plain> { Field(word: 0) }
}

/// Coarse page tables, by their places in the memory that the kernel keeps for them.
@frozen public enum PageTables: Table {
  public typealias Key = PageTableKind
  @inlinable public static var number: Int { MemorySystem.tables + 8 }
  @inlinable public static var shift: UInt32 { 2 }

  /// The directory entry that the table belongs to, or `none`.
  @inlinable public static var user: Field<Self, DirectoryEntryKind> { Field(word: 0) }
}

/// For which space each cache line was filled. No hardware remembers it, and the kernel never asks: it is here so that
/// the invariant can say what a line stands for.
@frozen public enum LineOwners: Table {
  public typealias Key = VirtualLineKind
  @inlinable public static var number: Int { MemorySystem.tables + 9 }
  @inlinable public static var shift: UInt32 { 3 }

  /// The number of the space that the data cache's line was filled for.
  @inlinable public static var data: Field<Self, Plain> { Field(word: 0) }
  /// The number of the space that the instruction cache's line was filled for.
  @inlinable public static var instruction: Field<Self, Plain> { Field(word: 1) }
}
