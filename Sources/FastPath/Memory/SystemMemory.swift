import ARMSemantics
import Logic
import Model

/// The state of the whole system in raw memory: the kernel's tables, page directories and grants, physical memory, TLBs
/// and caches. The store for running fast, of a machine with little RAM.
///
/// It behaves as an `Image` does whose words of physical memory outside of the RAM abort. Tables of sparse kinds are held
/// for the objects that can be there; what has been written is listed, so that an update of all records visits no others.
///
/// A copy of this value is the same memory. The caller owns that, and keeps it alive.
@frozen public struct SystemMemory: Store {
  public typealias R = Native

  @usableFromInline let counters: UnsafeMutablePointer<UInt32>
  @usableFromInline let tables: UnsafeMutableRawPointer
  @usableFromInline let tableOffsets: UnsafeMutablePointer<UInt32>
  @usableFromInline let tablesSize: UInt32
  @usableFromInline let pageMap: UnsafeMutablePointer<UInt32>
  @usableFromInline let heldPages: UnsafeMutablePointer<UInt32>
  @usableFromInline let words: UnsafeMutablePointer<UInt32>
  @usableFromInline let wordIsListed: UnsafeMutablePointer<UInt8>
  @usableFromInline let wordList: UnsafeMutablePointer<UInt32>
  @usableFromInline let entries: UnsafeMutablePointer<UInt32>
  @usableFromInline let entryList: UnsafeMutablePointer<UInt32>
  @usableFromInline let grants: UnsafeMutablePointer<UInt32>
  @usableFromInline let grantList: UnsafeMutablePointer<UInt32>
  @usableFromInline let lineSlots: UnsafeMutablePointer<UInt32>
  @usableFromInline let lineMap: UnsafeMutablePointer<UInt32>
  @usableFromInline let lineOrder: UnsafeMutablePointer<UInt32>
  /// The first word of the RAM, how many it has, and how many pages of it can be held.
  @usableFromInline let (firstWord, wordCount, pageLimit): (UInt32, UInt32, UInt32)
  @usableFromInline let (lineLimit, lineMapShift): (UInt32, UInt32)
  @usableFromInline let (threadCount, spaceCount, listCount): (UInt32, UInt32, UInt32)
  @usableFromInline let (pageTableCount, instructionEntryCount, dataEntryCount): (UInt32, UInt32, UInt32)

  /// What the counters count.
  @usableFromInline enum Counter {
    @inlinable static var pages: Int { 0 }
    @inlinable static var words: Int { 1 }
    @inlinable static var entries: Int { 2 }
    @inlinable static var grants: Int { 3 }
    @inlinable static var lines: Int { 4 }
    /// From here on: the offsets of the dense tables.
    @inlinable static var tableOffsets: Int { 8 }
    /// From here on: how many objects of each kind there are.
    @inlinable static var kinds: Int { tableOffsets + limit }
    @inlinable static var count: Int { kinds + limit }
    /// No schema has more tables or kinds.
    @inlinable static var limit: Int { 32 }
  }

  @inlinable static var wordsPerPage: Int { 1 << Int(PageSize[.small] - Granule.wordShift) }
  /// How many spaces number a grant.
  @inlinable static var granters: Int { Int(Section.spaces) }

  /// A system in a region that has the plan's size, holds zeros or what a system left there, and outlives this value.
  public init(region: UnsafeMutableRawPointer, plan: SystemPlan) {
    func start(_ part: SystemPlan.Part) -> UnsafeMutableRawPointer { region + plan.offsets[part.rawValue] }
    func list(_ part: SystemPlan.Part) -> UnsafeMutablePointer<UInt32> {
      start(part).assumingMemoryBound(to: UInt32.self)
    }
    counters = list(.counters)
    tables = start(.tables)
    tableOffsets = counters + Counter.tableOffsets
    for (number, offset) in plan.layout.offsets.enumerated() { tableOffsets[number] = offset }
    for (number, count) in plan.layout.counts.enumerated() { counters[Counter.kinds + number] = count }
    tablesSize = plan.layout.size
    pageMap = list(.pageMap)
    heldPages = list(.heldPages)
    words = list(.words)
    wordIsListed = start(.wordIsListed).assumingMemoryBound(to: UInt8.self)
    wordList = list(.wordList)
    entries = list(.entries)
    entryList = list(.entryList)
    grants = list(.grants)
    grantList = list(.grantList)
    lineSlots = list(.lineSlots)
    lineMap = list(.lineMap)
    lineOrder = list(.lineOrder)
    firstWord = plan.ram.lowerBound >> Granule.wordShift
    wordCount = UInt32(plan.ram.count) >> Granule.wordShift
    pageLimit = UInt32(plan.pages)
    lineLimit = UInt32(plan.lines)
    lineMapShift = UInt32(plan.lines.leadingZeroBitCount - (Int.bitWidth - UInt32.bitWidth))
    let counts = plan.layout.counts
    (threadCount, spaceCount) = (counts[ThreadKind.number], counts[SpaceKind.number])
    (listCount, pageTableCount) = (counts[CapabilityListKind.number], counts[PageTableKind.number])
    instructionEntryCount = counts[InstructionTLBEntryKind.number]
    dataEntryCount = counts[DataTLBEntryKind.number]
  }

  @inlinable @inline(__always)
  public func count<K: Kind>(_ kind: K.Type) -> UInt32 {
    switch K.number {
    case PhysicalWordKind.number, VirtualWordKind.number: PhysicalWordKind.objects
    case VirtualLineKind.number: VirtualLineKind.objects
    case InstructionTLBEntryKind.number: instructionEntryCount
    case DataTLBEntryKind.number: dataEntryCount
    case ThreadKind.number: threadCount
    case SpaceKind.number: spaceCount
    case CapabilityListKind.number: listCount
    case MegabyteKind.number: MegabyteKind.objects
    case DirectoryEntryKind.number: DirectoryEntryKind.objects
    case GrantKind.number: GrantKind.objects
    case PageTableKind.number: pageTableCount
    default: FixedCount.ofKind(K.number) ?? counters[Counter.kinds &+ K.number]
    }
  }

  @inlinable @inline(__always)
  public func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 {
    word(table: T.number, shift: T.shift, word: column.word, stride: column.stride, i, j)
  }

  @inlinable @inline(__always)
  public mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    set(table: T.number, shift: T.shift, word: column.word, stride: column.stride, i, j, to: value)
  }

  /// A word, by the numbers of its table and its place. The numbers are constants wherever a column is compiled, so that
  /// one case is left.
  @inlinable @inline(__always)
  func word(table: Int, shift: UInt32, word: Int, stride: Int, _ i: UInt32, _ j: UInt32) -> UInt32 {
    switch table {
    case PhysicalMemory.number: return physical(i, word)
    case PageDirectory.number: return i < entryLimit ? entries[Int(i) &* 4 &+ word] : 0
    case Grants.number: return i < grantLimit ? grants[Int(i) &* 2] : 0
    default:
      if let place = Self.placeInSlot(table: table, word: word, i) {
        guard let slot = find(place.line) else { return 0 }
        return lineSlots[slot &+ place.word]
      }
      return dense(table: table, shift: shift, word: word, stride: stride, i, j).pointee
    }
  }

  /// Replaces that word.
  ///
  /// Requires: physical memory is there, and the limits of the plan are kept.
  @inlinable @inline(__always)
  mutating func set(
    table: Int, shift: UInt32, word: Int, stride: Int, _ i: UInt32, _ j: UInt32, to value: UInt32
  ) {
    switch table {
    case PhysicalMemory.number: setPhysical(i, word, to: value)
    case PageDirectory.number:
      precondition(i < entryLimit, "a page directory has no entry \(i)")
      listEntry(i)
      entries[Int(i) &* 4 &+ word] = value
    case Grants.number:
      precondition(i < grantLimit, "no two spaces have grant \(i)")
      listGrant(i)
      grants[Int(i) &* 2] = value
    default:
      if let place = Self.placeInSlot(table: table, word: word, i) {
        guard let slot = find(place.line) ?? (value == 0 ? nil : addLine(place.line)) else { return }
        lineSlots[slot &+ place.word] = value
      } else {
        dense(table: table, shift: shift, word: word, stride: stride, i, j).pointee = value
      }
    }
  }

  /// The place of a word of a dense table. Its offset is computed as a 32-bit machine does, so that what is read of no
  /// object, and not used, is in the tables.
  @inlinable @inline(__always)
  func dense(
    table: Int, shift: UInt32, word: Int, stride: Int, _ i: UInt32, _ j: UInt32
  ) -> UnsafeMutablePointer<UInt32> {
    let offset =
      tableOffsets[table] &+ (i &<< shift) &+ UInt32(truncatingIfNeeded: word &* 4)
      &+ j &* UInt32(truncatingIfNeeded: stride &* 4)
    precondition(offset < tablesSize, "table \(table) has no word \(word) of record \(i), element \(j)")
    return (tables + Int(offset)).assumingMemoryBound(to: UInt32.self)
  }

  @inlinable @inline(__always) var entryLimit: UInt32 { spaceCount &* Megabyte<Native>.count }
  @inlinable @inline(__always) var grantLimit: UInt32 { spaceCount &* UInt32(Self.granters) }

  /// Word 3 of an entry, which no column has, tells whether it is listed.
  @inlinable @inline(__always)
  func listEntry(_ i: UInt32) {
    guard entries[Int(i) &* 4 &+ 3] == 0 else { return }
    entries[Int(i) &* 4 &+ 3] = 1
    entryList[Int(counters[Counter.entries])] = i
    counters[Counter.entries] &+= 1
  }

  /// The word after a grant tells whether it is listed.
  @inlinable @inline(__always)
  func listGrant(_ i: UInt32) {
    guard grants[Int(i) &* 2 &+ 1] == 0 else { return }
    grants[Int(i) &* 2 &+ 1] = 1
    grantList[Int(counters[Counter.grants])] = i
    counters[Counter.grants] &+= 1
  }
}

extension SystemMemory {
  /// A word of the record of a word of physical memory.
  @inlinable @inline(__always)
  func physical(_ i: UInt32, _ word: Int) -> UInt32 {
    let place = i &- firstWord
    guard place < wordCount else { return word == PhysicalMemory.aborts.word ? 1 : 0 }
    let held = pageMap[Int(place) / Self.wordsPerPage]
    guard held != 0 else { return 0 }
    return words[(Int(held &- 1) &* Self.wordsPerPage &+ Int(place) % Self.wordsPerPage) &* 4 &+ word]
  }

  @inlinable @inline(__always)
  func setPhysical(_ i: UInt32, _ word: Int, to value: UInt32) {
    let place = i &- firstWord
    precondition(place < wordCount, "word \(i) is outside of the RAM")
    var held = pageMap[Int(place) / Self.wordsPerPage]
    if held == 0 {
      guard value != 0 else { return }
      held = hold(place / UInt32(Self.wordsPerPage))
    }
    let at = Int(held &- 1) &* Self.wordsPerPage &+ Int(place) % Self.wordsPerPage
    if wordIsListed[at] == 0 {
      guard value != 0 else { return }
      wordIsListed[at] = 1
      wordList[Int(counters[Counter.words])] = UInt32(at)
      counters[Counter.words] &+= 1
    }
    words[at &* 4 &+ word] = value
  }

  /// Holds a page of the RAM from now on.
  @inlinable
  func hold(_ page: UInt32) -> UInt32 {
    let place = counters[Counter.pages]
    precondition(place < pageLimit, "more than \(pageLimit) pages of RAM are written")
    heldPages[Int(place)] = page
    pageMap[Int(page)] = place &+ 1
    counters[Counter.pages] = place &+ 1
    return place &+ 1
  }

  /// The physical word that is held at a place.
  @inlinable @inline(__always)
  func physicalWord(at place: UInt32) -> UInt32 {
    let perPage = UInt32(Self.wordsPerPage)
    return firstWord &+ heldPages[Int(place / perPage)] &* perPage &+ place % perPage
  }
}
