import Logic

/// A machine whose registers and TLBs lie in a memory region, and whose physical memory is a stretch of RAM: the store
/// for translating fast. It has no caches and no write buffer; the bus aborts outside of the RAM.
///
/// The caller owns both, and keeps them alive.
@frozen public struct RawMachine: Store {
  public typealias R = Native

  /// The registers and the TLBs, laid out by ``Schema/memorySystem``.
  @usableFromInline let region: UnsafeMutableRawPointer
  @usableFromInline let instructionTLBOffset: Int
  @usableFromInline let dataTLBOffset: Int
  @usableFromInline let instructionTLBCount: UInt32
  @usableFromInline let dataTLBCount: UInt32
  /// The RAM, and which physical word is its first.
  @usableFromInline let ram: UnsafeMutablePointer<UInt32>
  @usableFromInline let firstWord: UInt32
  @usableFromInline let wordCount: UInt32

  /// - Parameters:
  ///   - region: Memory for the layout, aligned to words.
  ///   - layout: A layout of ``Schema/memorySystem``.
  ///   - ram: The RAM.
  ///   - address: The physical address of its first word.
  public init(
    region: UnsafeMutableRawPointer, layout: Layout<Native>, ram: UnsafeMutableBufferPointer<UInt32>,
    at address: UInt32
  ) {
    precondition(address % 4 == 0, "RAM begins at \(address), which is no word's address")
    self.region = region
    instructionTLBOffset = Int(layout.offsets[InstructionTLB.number])
    dataTLBOffset = Int(layout.offsets[DataTLB.number])
    instructionTLBCount = layout.counts[InstructionTLBEntryKind.number]
    dataTLBCount = layout.counts[DataTLBEntryKind.number]
    guard let base = ram.baseAddress else { preconditionFailure("a machine has at least one word of RAM") }
    self.ram = base
    firstWord = address >> Granule.wordShift
    wordCount = UInt32(ram.count)
  }

  @inlinable @inline(__always)
  func place<T: Table>(_ column: Column<T>, _ i: UInt32) -> UnsafeMutablePointer<UInt32> {
    let table: Int
    switch T.number {
    case CP15.number: table = 0
    case InstructionTLB.number: table = instructionTLBOffset
    case DataTLB.number: table = dataTLBOffset
    default: preconditionFailure("a raw machine has no table \(T.number)")
    }
    return (region + (table &+ Int(i &<< T.shift) &+ column.word &* 4)).assumingMemoryBound(to: UInt32.self)
  }

  @inlinable @inline(__always)
  public func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 {
    guard T.number == PhysicalMemory.number else { return place(column, i).pointee }
    let isInside = i &- firstWord < wordCount
    if column.word == PhysicalMemory.contents.word { return isInside ? ram[Int(i &- firstWord)] : 0 }
    return column.word == PhysicalMemory.aborts.word && !isInside ? 1 : 0
  }

  @inlinable @inline(__always)
  public mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    guard T.number == PhysicalMemory.number else {
      place(column, i).pointee = value
      return
    }
    precondition(column.word == PhysicalMemory.contents.word, "a raw machine has no write buffer")
    precondition(i &- firstWord < wordCount, "a write outside of the RAM")
    ram[Int(i &- firstWord)] = value
  }

  @inlinable @inline(__always)
  public func count<K: Kind>(_ kind: K.Type) -> UInt32 {
    switch K.number {
    case InstructionTLBEntryKind.number: instructionTLBCount
    case DataTLBEntryKind.number: dataTLBCount
    case ProcessorKind.number: 1
    default: PhysicalWordKind.objects
    }
  }
}
