import Logic

/// A first-level descriptor: a word of the translation table (ARM ARM, B4.7).
@frozen public struct FirstLevelDescriptor<R: Reading> {
  /// The descriptor as memory holds it.
  public var word: R.Word

  @inlinable @inline(__always)
  public init(_ word: R.Word) { self.word = word }

  /// Whether the megabyte is not mapped.
  @inlinable @inline(__always)
  public var isFault: R.Truth { FirstLevel.type.of(word) == R.Word(constant: FirstLevel.fault) }
  /// Whether a coarse page table maps the megabyte in pages.
  @inlinable @inline(__always)
  public var isCoarse: R.Truth { FirstLevel.type.of(word) == R.Word(constant: FirstLevel.coarse) }
  /// Whether the megabyte is one section.
  @inlinable @inline(__always)
  public var isSection: R.Truth { FirstLevel.type.of(word) == R.Word(constant: FirstLevel.section) }
  /// Whether a fine page table maps the megabyte in pages.
  @inlinable @inline(__always)
  public var isFine: R.Truth { FirstLevel.type.of(word) == R.Word(constant: FirstLevel.fine) }
  /// The domain of the megabyte, 0 to 15; meaningless for a fault.
  @inlinable @inline(__always)
  public var domain: R.Word { FirstLevel.domain.of(word) }
  /// The C and B bits of a section.
  @inlinable @inline(__always)
  public var attributes: Flags<Attributes, R> { Flags(descriptor: word) }
}

/// Fields of first-level descriptors.
public enum FirstLevel {
  @inlinable public static var type: Bits { Bits(1, 0) }
  @inlinable public static var fault: UInt32 { 0b00 }
  @inlinable public static var coarse: UInt32 { 0b01 }
  @inlinable public static var section: UInt32 { 0b10 }
  @inlinable public static var fine: UInt32 { 0b11 }

  /// The domain, of every type but a fault.
  @inlinable public static var domain: Bits { Bits(8, 5) }
  /// The frame of a section: 1 MB.
  @inlinable public static var sectionBase: Bits { Bits(31, 20) }
  /// The access permissions of a section.
  @inlinable public static var sectionPermissions: Bits { Bits(11, 10) }
  /// The place of a coarse page table: 256 descriptors, 1 KB.
  @inlinable public static var coarseBase: Bits { Bits(31, 10) }
  /// The place of a fine page table: 1024 descriptors, 4 KB.
  @inlinable public static var fineBase: Bits { Bits(31, 12) }
}

/// Fields of second-level descriptors: words of a coarse or fine page table (ARM ARM, B4.7 and B4.8).
public enum SecondLevel {
  @inlinable public static var type: Bits { Bits(1, 0) }
  @inlinable public static var fault: UInt32 { 0b00 }
  @inlinable public static var large: UInt32 { 0b01 }
  @inlinable public static var small: UInt32 { 0b10 }
  /// A tiny page in a fine page table; an extended small page in a coarse one, where there are such.
  @inlinable public static var tinyOrExtended: UInt32 { 0b11 }

  /// The frame of a large page: 64 KB.
  @inlinable public static var largeBase: Bits { Bits(31, 16) }
  /// The frame of a small page: 4 KB.
  @inlinable public static var smallBase: Bits { Bits(31, 12) }
  /// The frame of a tiny page: 1 KB.
  @inlinable public static var tinyBase: Bits { Bits(31, 10) }
  /// The access permissions of the four subpages of a large or small page, those of the lowest addresses lowest.
  @inlinable public static var subpagePermissions: Bits { Bits(11, 4) }
  /// The access permissions of a tiny or extended small page, and those of subpage 0.
  @inlinable public static var permissions: Bits { Bits(5, 4) }
  /// Access permissions 01 in all four subpages: times AP, the same AP in all of them.
  @inlinable public static var inEverySubpage: UInt32 { 0x55 }
}

/// The C and B bits, which sections and pages have in the same place (ARM ARM, B4.4).
@frozen public enum Attributes: FlagNames {
  /// Their place.
  @inlinable public static var bits: Bits { Bits(3, 2) }
}

extension Flags where V == Attributes {
  /// Cacheable.
  @inlinable @inline(__always) public static var cacheable: Self { Self(constant: 1 << 3) }
  /// Bufferable; with `cacheable`, a write-back region.
  @inlinable @inline(__always) public static var bufferable: Self { Self(constant: 1 << 2) }
  /// Both bits.
  @inlinable @inline(__always) public static var both: Self { Self(constant: Attributes.bits.mask) }

  /// Those of a descriptor of either level, or of another word that has them in the same place.
  @inlinable @inline(__always)
  public init(descriptor: R.Word) { self.init(Attributes.bits.inPlace(descriptor)) }
}

/// Fields of a modified virtual address, as a walk takes it apart (ARM ARM, B4.7 and B4.8).
public enum MVA {
  /// Which first-level descriptor.
  @inlinable public static var firstLevelIndex: Bits { Bits(31, 20) }
  /// Which descriptor of a coarse page table.
  @inlinable public static var coarseIndex: Bits { Bits(19, 12) }
  /// Which descriptor of a fine page table.
  @inlinable public static var fineIndex: Bits { Bits(19, 10) }
  /// Which quarter of a large page.
  @inlinable public static var largeSubpage: Bits { Bits(15, 14) }
  /// Which quarter of a small page.
  @inlinable public static var smallSubpage: Bits { Bits(11, 10) }

  /// The place in a section.
  @inlinable public static var inSection: Bits { Bits(19, 0) }
  /// The place in a large page.
  @inlinable public static var inLargePage: Bits { Bits(15, 0) }
  /// The place in a small page.
  @inlinable public static var inSmallPage: Bits { Bits(11, 0) }
  /// The place in a tiny page.
  @inlinable public static var inTinyPage: Bits { Bits(9, 0) }
}
