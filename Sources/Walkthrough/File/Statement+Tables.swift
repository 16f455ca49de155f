import ARMSemantics
import Checker
import Logic

extension Statement {
  /// `section MVA -> FRAME domain N ap N [c|b|cb]`, or `coarse MVA -> TABLE domain N`, or the same with `fine`.
  static func firstLevel(_ keyword: String, _ line: inout SourceLine) throws -> Statement {
    let megabyte = MVA.inSection.mask + 1
    let mva = try line.address("a modified virtual address", multipleOf: megabyte)
    let base: Bits
    var descriptor: UInt32
    switch keyword {
    case "section": (base, descriptor) = (FirstLevel.sectionBase, FirstLevel.section)
    case "coarse": (base, descriptor) = (FirstLevel.coarseBase, FirstLevel.coarse)
    default: (base, descriptor) = (FirstLevel.fineBase, FirstLevel.fine)
    }
    let isSection = keyword == "section"
    descriptor |= try line.target(isSection ? "the section's frame" : "the page table", base)
    descriptor |= FirstLevel.domain.holding(try line.domain())
    if isSection {
      descriptor |= FirstLevel.sectionPermissions.holding(try line.permissions(count: 1)[0])
      descriptor |= try line.attributes().word
    }
    return .firstLevel(mva: mva, descriptor: descriptor)
  }
}

/// `large MVA -> FRAME ap N [N N N] [c|b|cb]`, and the same for other pages.
struct PageStatement {
  /// Which pages there are.
  enum Size: String {
    case large, small, tiny, extended

    /// The place in a page.
    var inPage: Bits {
      switch self {
      case .large: MVA.inLargePage
      case .small, .extended: MVA.inSmallPage
      case .tiny: MVA.inTinyPage
      }
    }

    /// The frame in a descriptor.
    fileprivate var base: Bits {
      switch self {
      case .large: SecondLevel.largeBase
      case .small, .extended: SecondLevel.smallBase
      case .tiny: SecondLevel.tinyBase
      }
    }

    fileprivate var type: UInt32 {
      switch self {
      case .large: SecondLevel.large
      case .small: SecondLevel.small
      case .tiny, .extended: SecondLevel.tinyOrExtended
      }
    }

    fileprivate var hasSubpages: Bool { self == .large || self == .small }
  }

  let size: Size
  let mva: UInt32
  let descriptor: UInt32

  init(_ keyword: String, _ line: inout SourceLine) throws {
    guard let size = Size(rawValue: keyword) else { preconditionFailure("no such page: \(keyword)") }
    self.size = size
    mva = try line.address("a modified virtual address", multipleOf: size.inPage.mask + 1)
    var word = size.type | (try line.target("the page's frame", size.base))
    let permissions = try line.permissions(count: size.hasSubpages ? 4 : 1)
    if size.hasSubpages {
      word |= SecondLevel.subpagePermissions.holding(permissions.reversed().reduce(0) { $0 << 2 | $1 })
    } else {
      word |= SecondLevel.permissions.holding(permissions[0])
    }
    descriptor = word | (try line.attributes().word)
  }
}

/// `data-tlb MVA SIZE -> FRAME domain N ap N [c|b|cb]`, and the same with `instruction-tlb`: an entry as some walk may
/// have filled it.
struct TLBEntryStatement {
  let isInstruction: Bool
  let mapping: Mapping<Native>

  /// The ranges that entries have, and whether the range is one of a page (ARM720T TRM, 7.3.12).
  static let sizes: KeyValuePairs<String, (mask: UInt32, isPage: Bool)> = [
    "1M": (MVA.inSection.mask, false), "64K": (MVA.inLargePage.mask, true), "16K": (MVA.inLargePage.mask >> 2, true),
    "4K": (MVA.inSmallPage.mask, true), "1K": (MVA.inTinyPage.mask, true),
  ]

  init(isInstruction: Bool, _ line: inout SourceLine) throws {
    self.isInstruction = isInstruction
    let place = line.column
    let base = try line.number("a modified virtual address")
    let (mask, isPage) = try line.choice("size of a TLB entry", Self.sizes)
    if base & mask != 0 {
      throw line.error(at: place, "\(hexadecimal(base)) is no multiple of the entry's size")
    }
    let frame = try line.target("the entry's frame", Bits(31, UInt32((mask + 1).trailingZeroBitCount)))
    mapping = Mapping(
      base: base, mask: mask, frame: frame, domain: try line.domain(), permissions: try line.permissions(count: 1)[0],
      attributes: try line.attributes(), isPage: isPage ? 1 : 0)
  }
}

extension SourceLine {
  /// `-> BASE`, which must fit the field that holds it.
  fileprivate mutating func target(_ what: String, _ base: Bits) throws -> UInt32 {
    try require("->", before: what)
    return try address(what, multipleOf: 1 << base.low)
  }

  /// `domain N`
  fileprivate mutating func domain() throws -> UInt32 {
    try require("domain", before: "a number")
    return try number("a domain", atMost: DomainAccess.lastDomain)
  }

  /// `ap N`, or one number for each subpage, those of the lowest addresses first.
  fileprivate mutating func permissions(count: Int) throws -> [UInt32] {
    try require("ap", before: "a number")
    let most = SecondLevel.permissions.mask >> SecondLevel.permissions.low
    var permissions = [try number("access permissions", atMost: most)]
    let place = column
    while !isEmpty, nextIsNumber { permissions.append(try number("access permissions", atMost: most)) }
    if permissions.count == count { return permissions }
    guard permissions.count == 1 else {
      throw error(at: place, "expected \(count == 1 ? "one AP" : "one AP, or one for each of \(count) subpages")")
    }
    return Array(repeating: permissions[0], count: count)
  }

  /// `c`, `b`, `cb` or nothing.
  fileprivate mutating func attributes() throws -> Flags<Attributes, Native> {
    if isEmpty { return .none }
    return try choice("pair of C and B", ["c": .cacheable, "b": .bufferable, "cb": .both])
  }
}
