import ARMSemantics
import Logic
import Model

/// How large the parts of a ``SystemMemory`` are, and where they lie in its region.
public struct SystemPlan: Sendable {
  /// The numbers of objects of each kind, and the layout of the dense tables.
  public let layout: Layout<Native>
  /// The physical addresses that answer: whole pages of 4 KB.
  public let ram: Range<UInt32>
  /// How many pages of RAM can ever be written.
  public let pages: Int
  /// How many lines of the virtual address space can ever be in a cache: a power of two.
  public let lines: Int
  /// How many bytes the region has.
  public let size: Int

  @usableFromInline let offsets: [Int]

  /// The parts of the region, in their order.
  @usableFromInline enum Part: Int, CaseIterable {
    /// How much is used of each list: ``SystemMemory/Counter``.
    case counters
    /// The dense tables.
    case tables
    /// For each page of the RAM the place where it is held, plus 1; 0 while it was never written.
    case pageMap
    /// For each held page its place in the RAM.
    case heldPages
    /// The held words of physical memory, with a byte each for whether they are listed, and the list.
    case words, wordIsListed, wordList
    /// Page directories, with the list of entries.
    case entries, entryList
    /// Grants, with the list of pairs.
    case grants, grantList
    /// The lines of both caches; where each is, by its number; and their order.
    case lineSlots, lineMap, lineOrder
  }

  /// A plan.
  ///
  /// - Parameters:
  ///   - schema: ``Schema/fastPath``.
  ///   - counts: The number of objects of each kind; at most 256 spaces.
  ///   - ram: The physical addresses that answer: multiples of 4 KB.
  ///   - pages: How many pages of RAM can ever be written.
  ///   - lines: How many lines can ever be in a cache: a power of two, at least 2.
  public init(_ schema: Schema, counts: [UInt32], ram: Range<UInt32>, pages: Int, lines: Int) {
    precondition((ram.lowerBound | ram.upperBound) % Self.pageSize == 0, "RAM \(ram) is no number of whole pages")
    precondition(lines > 1 && lines & (lines - 1) == 0, "\(lines) lines are no power of two from 2 on")
    precondition(
      max(schema.kinds.count, schema.tables.count) <= SystemMemory.Counter.limit,
      "a schema of \(schema.kinds.count) kinds and \(schema.tables.count) tables")
    layout = Layout(schema, counts: counts)
    self.ram = ram
    self.pages = pages
    self.lines = lines
    let spaces = Int(counts[SpaceKind.number])
    precondition(spaces <= SystemMemory.granters, "\(spaces) spaces are more than \(SystemMemory.granters)")
    let (entries, words) = (spaces * Int(Megabyte<Native>.count), pages * SystemMemory.wordsPerPage)
    let grants = spaces * SystemMemory.granters
    var offsets: [Int] = []
    var end = 0
    for part in Part.allCases {
      offsets.append(end)
      let bytes =
        switch part {
        case .counters: SystemMemory.Counter.count * 4
        case .tables: Int(layout.size)
        case .pageMap: ram.count / Int(Self.pageSize) * 4
        case .heldPages: pages * 4
        case .words: words << Int(PhysicalMemory.shift)
        case .wordIsListed: words
        case .wordList: words * 4
        case .entries: entries << Int(PageDirectory.shift)
        case .entryList: entries * 4
        case .grants: grants * 8
        case .grantList: grants * 4
        case .lineSlots: lines * SystemMemory.wordsPerSlot * 4
        case .lineMap: lines * 2 * 4
        case .lineOrder: lines * 4
        }
      end += (bytes + 63) & ~63
    }
    self.offsets = offsets
    size = end
  }

  /// The size of a page in bytes.
  @usableFromInline static var pageSize: UInt32 { 1 << PageSize[.small] }

  /// A region of zeros of the plan's size. The caller frees it.
  public func allocate() -> UnsafeMutableRawPointer {
    let region = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    region.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    return region
  }
}
