import ARMSemantics
import Logic
import Model

/// The kernel's state in raw memory, as a real kernel holds it: a pointer for each table.
@frozen public struct KernelMemory: Store {
  public typealias R = Native

  @usableFromInline let cp15: UnsafeMutableRawPointer
  @usableFromInline let machine: UnsafeMutableRawPointer
  @usableFromInline let tcbs: UnsafeMutableRawPointer
  @usableFromInline let utcbs: UnsafeMutableRawPointer
  @usableFromInline let spaces: UnsafeMutableRawPointer
  @usableFromInline let lists: UnsafeMutableRawPointer
  @usableFromInline let domains: UnsafeMutableRawPointer
  @usableFromInline let queues: UnsafeMutableRawPointer
  @usableFromInline let bitmap: UnsafeMutableRawPointer
  @usableFromInline let threadCount: UInt32
  @usableFromInline let spaceCount: UInt32
  @usableFromInline let listCount: UInt32

  /// The kernel's tables in a region of memory that has the layout's size and outlives this value.
  public init(region: UnsafeMutableRawPointer, layout: Layout<Native>) {
    func table(_ number: Int) -> UnsafeMutableRawPointer { region + Int(layout.offsets[number]) }
    cp15 = table(CP15.number)
    machine = table(Machine.number)
    tcbs = table(TCB.number)
    utcbs = table(UTCB.number)
    spaces = table(SpaceTable.number)
    lists = table(CapabilityList.number)
    domains = table(DomainTable.number)
    queues = table(ReadyQueue.number)
    bitmap = table(PriorityBitmap.number)
    threadCount = layout.counts[ThreadKind.number]
    spaceCount = layout.counts[SpaceKind.number]
    listCount = layout.counts[CapabilityListKind.number]
  }

  /// The start of a table. The number is a constant wherever this is compiled, so that one case is left.
  @inlinable @inline(__always)
  func base(_ table: Int) -> UnsafeMutableRawPointer {
    switch table {
    case CP15.number: cp15
    case Machine.number: machine
    case TCB.number: tcbs
    case UTCB.number: utcbs
    case SpaceTable.number: spaces
    case CapabilityList.number: lists
    case DomainTable.number: domains
    case ReadyQueue.number: queues
    default: bitmap
    }
  }

  @inlinable @inline(__always)
  func address<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UnsafeMutableRawPointer {
    base(T.number)
      + (Int(truncatingIfNeeded: i) &<< Int(truncatingIfNeeded: T.shift) &+ column.word &* 4
        &+ Int(truncatingIfNeeded: j) &* (column.stride &* 4))
  }

  @inlinable @inline(__always)
  public func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 {
    address(column, i, j).load(as: UInt32.self)
  }

  @inlinable @inline(__always)
  public mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    // Not `storeBytes`, which takes no alignment for granted: on ARMv4T it would be four stores of a byte.
    address(column, i, j).assumingMemoryBound(to: UInt32.self).pointee = value
  }

  @inlinable @inline(__always)
  public func count<K: Kind>(_ kind: K.Type) -> UInt32 {
    switch K.number {
    case ThreadKind.number: threadCount
    case SpaceKind.number: spaceCount
    case CapabilityListKind.number: listCount
    default: FixedCount.ofKind(K.number) ?? 1
    }
  }
}
