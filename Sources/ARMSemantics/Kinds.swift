import Logic

/// The one processor.
@frozen public enum ProcessorKind: FixedKind {
  @inlinable public static var number: Int { 0 }
  @inlinable public static var objects: UInt32 { 1 }
}

/// Words of physical memory, by bits 31 to 2 of their address.
@frozen public enum PhysicalWordKind: FixedKind {
  @inlinable public static var number: Int { 1 }
  @inlinable public static var isSparse: Bool { true }
  @inlinable public static var objects: UInt32 { 1 << (32 - Granule.wordShift) }
}

/// Places in the instruction TLB.
@frozen public enum InstructionTLBEntryKind: Kind {
  @inlinable public static var number: Int { 2 }
}

/// Places in the data TLB.
@frozen public enum DataTLBEntryKind: Kind {
  @inlinable public static var number: Int { 3 }
}

/// Lines of the modified virtual address space, by bits 31 to 5 of their address.
@frozen public enum VirtualLineKind: FixedKind {
  @inlinable public static var number: Int { 4 }
  @inlinable public static var isSparse: Bool { true }
  @inlinable public static var objects: UInt32 { 1 << (32 - Granule.lineShift) }
}

/// Words of the modified virtual address space, by bits 31 to 2 of their address.
@frozen public enum VirtualWordKind: FixedKind {
  @inlinable public static var number: Int { 5 }
  @inlinable public static var isSparse: Bool { true }
  @inlinable public static var objects: UInt32 { 1 << (32 - Granule.wordShift) }
}

extension Ref where K == ProcessorKind {
  /// The one processor.
  @inlinable @inline(__always)
  public static var only: Self { Self(0) }
}

/// A reference to a word of physical memory.
public typealias PhysicalWord<R: Reading> = Ref<PhysicalWordKind, R>
/// A reference to a line of the modified virtual address space.
public typealias VirtualLine<R: Reading> = Ref<VirtualLineKind, R>
/// A reference to a word of the modified virtual address space.
public typealias VirtualWord<R: Reading> = Ref<VirtualWordKind, R>

/// How memory is divided into words and cache lines.
public enum Granule {
  /// The base-2 logarithm of a word's size in bytes.
  @inlinable public static var wordShift: UInt32 { 2 }
  /// The base-2 logarithm of a cache line's size in bytes: 32 bytes on all three processors (SA-1100 Developer's
  /// Manual, 6.1; PXA255 Developer's Manual, 2.2; ARM926EJ-S TRM, 4.1).
  @inlinable public static var lineShift: UInt32 { 5 }
  /// The number of the last line.
  @inlinable public static var lastLine: UInt32 { 0xFFFF_FFFF >> lineShift }
  /// The number of the line that holds the byte at an address.
  @inlinable @inline(__always)
  public static func line<W: LogicWord>(at address: W) -> W { address &>> W(constant: lineShift) }
  /// The address of a line's first byte.
  @inlinable @inline(__always)
  public static func address<W: LogicWord>(ofLine line: W) -> W { line &<< W(constant: lineShift) }
  /// How many words a line has.
  @inlinable public static var wordsPerLine: UInt32 { 1 << (lineShift - wordShift) }
}

extension Ref where K == PhysicalWordKind {
  /// The word that holds the byte at a physical address.
  @inlinable @inline(__always)
  public init(at address: R.Word) { self.init(address &>> R.Word(constant: Granule.wordShift)) }

  /// The physical address of the word's first byte.
  @inlinable @inline(__always)
  public var address: R.Word { word &<< R.Word(constant: Granule.wordShift) }
}

extension Ref where K == VirtualLineKind {
  /// The line that holds the byte at a modified virtual address.
  @inlinable @inline(__always)
  public init(at address: R.Word) { self.init(Granule.line(at: address)) }

  /// The modified virtual address of the line's first byte.
  @inlinable @inline(__always)
  public var address: R.Word { Granule.address(ofLine: word) }

  /// The line's word `n`, 0 to 7.
  @inlinable @inline(__always)
  public func word(_ n: R.Word) -> VirtualWord<R> {
    VirtualWord((word &<< R.Word(constant: Granule.lineShift - Granule.wordShift)) | n)
  }
}

extension Ref where K == VirtualWordKind {
  /// The word that holds the byte at a modified virtual address.
  @inlinable @inline(__always)
  public init(at address: R.Word) { self.init(address &>> R.Word(constant: Granule.wordShift)) }

  /// The modified virtual address of the word's first byte.
  @inlinable @inline(__always)
  public var address: R.Word { word &<< R.Word(constant: Granule.wordShift) }
}
