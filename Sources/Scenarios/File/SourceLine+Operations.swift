import ARMSemantics
import Logic
import Model
import Walkthrough

/// Parts of lines that several operations have.
extension SourceLine {
  mutating func sizes() throws -> Platform.Sizes {
    var sizes = Platform.Sizes()
    repeat {
      let field: WritableKeyPath<Platform.Sizes, UInt32>
      let (place, name) = (column, try word("what there should be more of"))
      guard let size = Platform.Sizes.limits.first(where: { $0.name == name.folded }) else {
        let names = Platform.Sizes.limits.map(\.name).joined(separator: ", ")
        throw error(at: place, "“\(name.shown)” has no size; expected one of \(names)")
      }
      field = size.field
      let (column, count) = (column, try number("a number of \(size.name)"))
      guard size.range.contains(count) else {
        throw error(
          at: column,
          "\(count) is out of range; expected a number of \(size.name), \(size.range.lowerBound) to \(size.range.upperBound)"
        )
      }
      sizes[keyPath: field] = count
    } while !isEmpty
    return sizes
  }

  /// The number of an object.
  mutating func object(_ what: String, below count: UInt32) throws -> UInt32 {
    if count == 0 { throw error(at: column, "there is no \(what); raise that with a first line “sizes”") }
    return try number("the number of an \(what)", atMost: count - 1)
  }

  /// The number of a megabyte, by its first address.
  mutating func megabyte(_ what: String) throws -> UInt32 {
    try address(what, multipleOf: 1 << Section.shift) >> Section.shift
  }

  /// A size by name, or as a base-2 logarithm of bytes, of which the kernel refuses most.
  mutating func size() throws -> Code<PageSize, Native> {
    if nextIsNumber { return Code(try number("a size")) }
    return try choice("size", ["4K": .small, "64K": .large, "1M": .section])
  }

  /// Access permissions by name, or as the number that a descriptor has.
  mutating func rights() throws -> UInt32 {
    if nextIsNumber { return try number("access permissions") }
    return try choice("right", ["rw": 0b11, "r": 0b10, "kernel": 0b01])
  }

  /// What a grant gives, by name, or as the DACR has it.
  mutating func grantedRights() throws -> UInt32 {
    if isEmpty { return DACR.client }
    if nextIsNumber { return try number("a right") }
    return try choice("right", ["client": DACR.client, "manager": DACR.manager])
  }

  private mutating func attributes() throws -> Flags<Attributes, Native> {
    if isEmpty { return .none }
    if nextIsNumber { return Flags(try number("attributes")) }
    return try choice("attribute", ["cb": .both, "c": .cacheable, "b": .bufferable])
  }

  /// `MVA SIZE -> FRAME RIGHTS [c|b|cb]`
  mutating func page() throws -> Page {
    let address = try number("an address")
    let size = try size()
    try require("->", before: "a frame")
    let frame = try number("a frame")
    let permissions = try rights()
    return Page(address: address, size: size, frame: frame, permissions: permissions, attributes: try attributes())
  }

  /// `[1|2|4] VA`, and `= VALUE` for a store.
  mutating func access(_ keyword: String) throws -> UserAccess {
    var size: UInt32 = 4
    let place = column
    var address = try number("an address")
    if nextIsNumber {
      size = address
      guard [1, 2, 4].contains(size) else { throw error(at: place, "\(size) is no size; expected 1, 2 or 4 bytes") }
      address = try number("an address")
    }
    let kind = AccessKind.names.first { $0.value == keyword }!.key
    var value: UInt32 = 0
    if keyword == "write" {
      try require("=", before: "a value")
      value = try number("a value", atMost: size == 4 ? .max : 1 << (size * 8) - 1)
    }
    return UserAccess(kind: kind, address: address, size: size, value: value)
  }

  /// Words of a message, as many as there are.
  mutating func message() throws -> [UInt32] {
    var words: [UInt32] = []
    while !isEmpty {
      if words.count == Int(Tag.firstInMemory) - 1 {
        throw error(at: column, "a message has \(words.count) words at most here: those that travel in registers")
      }
      words.append(try number("a word"))
    }
    return words
  }
}

extension Platform.Sizes {
  /// What has a size, and which sizes there may be.
  static var limits: [(name: String, field: WritableKeyPath<Platform.Sizes, UInt32>, range: ClosedRange<UInt32>)] {
    [
      ("spaces", \.spaces, 1...256), ("threads", \.threads, 2...256), ("page-tables", \.pageTables, 0...1024),
      ("data-tlb", \.dataTLB, 0...64), ("instruction-tlb", \.instructionTLB, 0...64),
    ]
  }
}
