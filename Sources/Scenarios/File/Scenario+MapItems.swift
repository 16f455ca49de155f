import ARMSemantics
import Checker
import Logic
import Model
import Walkthrough

/// Items of MapControl, as lines have them.
extension Scenario {
  /// How items begin.
  static var itemKeywords: KeyValuePairs<String, Code<MapOperation, Native>> {
    [
      "map": .map, "unmap": .unmap, "rights": .changeRights,
      "ask": .query, "window": .openWindow, "close": .closeWindow,
    ]
  }

  /// How many items travel in registers.
  private static var mostItems: Int { Int(Tag.firstInMemory) / 2 }

  /// The next item of a line; nil if something else comes next.
  func mapItem(_ line: inout SourceLine, after others: Int) throws -> MapItem<Native>? {
    let place = line.column
    let keyword = Self.itemKeywords.first { line.take($0.key) }
    let isRaw = keyword == nil && line.take("words")
    guard keyword != nil || isRaw else { return nil }
    guard others < Self.mostItems else {
      throw line.error(at: place, "a line has \(Self.mostItems) items at most: those that travel in registers")
    }
    guard let operation = keyword?.value else {
      return MapItem(page: try line.number("a word"), frame: try line.number("a word"))
    }
    return try mapItem(operation, &line)
  }

  private func mapItem(_ operation: Code<MapOperation, Native>, _ line: inout SourceLine) throws -> MapItem<Native> {
    let address = try line.frame("an address")
    var size = Code<PageSize, Native>(0)
    var (permissions, frame): (UInt32, UInt32) = (0, 0)
    var attributes = Flags<Attributes, Native>.none
    switch operation {
    case .map:
      size = try line.itemSize()
      try line.require("->", before: "a frame")
      frame = try line.frame("a frame")
      permissions = try line.itemRights()
      attributes = Self.itemAttributes.first { line.take($0.key) }?.value ?? .none
    case .unmap: size = try line.itemSize()
    case .changeRights:
      size = try line.itemSize()
      permissions = try line.itemRights()
    case .openWindow:
      size = .section
      try line.require("onto", before: "a space")
      let granter = line.nextIsNumber ? try line.part(MapItemField.address, "a space") : try space(&line)
      frame = MapItemField.address.holding(granter)
    case .closeWindow: size = .section
    default: break
    }
    return MapItem(
      operation: operation, address: address, size: size, permissions: permissions, frame: frame,
      attributes: attributes)
  }

  private static var itemAttributes: KeyValuePairs<String, Flags<Attributes, Native>> {
    ["cb": .both, "c": .cacheable, "b": .bufferable]
  }

  /// An item as it is read; its words, where they have what no item of the kind says.
  func text(_ item: MapItem<Native>) -> String {
    guard let keyword = Self.itemKeywords.first(where: { $0.value == item.operation })?.key,
      Self.saying(item).page == item.page, Self.saying(item).frame == item.frame
    else { return "words \(hexadecimal(item.page)) \(hexadecimal(item.frame))" }
    let start = "\(keyword) \(hexadecimal(item.address))"
    switch item.operation {
    case .map:
      let attributes = Self.attributes(item.request.attributes)
      return "\(start) \(Self.size(item.size)) -> \(hexadecimal(item.request.frame)) "
        + Self.rights(item.permissions) + (attributes.isEmpty ? "" : " \(attributes)")
    case .unmap: return "\(start) \(Self.size(item.size))"
    case .changeRights: return "\(start) \(Self.size(item.size)) \(Self.rights(item.permissions))"
    case .openWindow:
      let granter = item.granter.word
      return "\(start) onto \(granter < sizes.spaces ? spaces[granter] : "\(granter)")"
    default: return start
    }
  }

  /// An item with nothing but what a line says of its kind.
  private static func saying(_ item: MapItem<Native>) -> MapItem<Native> {
    let (operation, request) = (item.operation, item.request)
    let isMap = operation == .map
    let isWindow = operation == .openWindow
    let hasSize = isMap || operation == .unmap || operation == .changeRights
    return MapItem(
      operation: operation, address: item.address,
      size: hasSize ? item.size : operation == .query ? Code(0) : .section,
      permissions: isMap || operation == .changeRights ? item.permissions : 0,
      frame: isMap || isWindow ? request.frame : 0, attributes: isMap ? request.attributes : .none)
  }

  /// What a MapControl has found for the questions among its items.
  func answers(to call: KernelCall, _ results: UserRegisters<Native>) -> [String] {
    zip(Self.allItems(call.registers), Self.allItems(results)).prefix(Int(results.r1)).compactMap { item, answer in
      guard item.operation == .query else { return nil }
      return answer.size == Code(0) ? "nothing at \(hexadecimal(item.address))" : text(answer)
    }
  }

  /// MR0 to MR5 as items.
  private static func allItems(_ registers: UserRegisters<Native>) -> [MapItem<Native>] {
    [
      MapItem(page: registers.mr0, frame: registers.mr1), MapItem(page: registers.mr2, frame: registers.mr3),
      MapItem(page: registers.mr4, frame: registers.mr5),
    ]
  }

  /// MR0 to MR5 as items, up to the last that isn't zero.
  static func items(_ registers: UserRegisters<Native>) -> [MapItem<Native>] {
    var items = allItems(registers)
    while let last = items.last, last.page == 0, last.frame == 0 { items.removeLast() }
    return items
  }

  static func setItems(_ registers: inout UserRegisters<Native>, _ items: [MapItem<Native>]) {
    let places: [(WritableKeyPath<UserRegisters<Native>, UInt32>, WritableKeyPath<UserRegisters<Native>, UInt32>)] = [
      (\.mr0, \.mr1), (\.mr2, \.mr3), (\.mr4, \.mr5),
    ]
    for (place, item) in zip(places, items) {
      registers[keyPath: place.0] = item.page
      registers[keyPath: place.1] = item.frame
    }
  }
}

extension SourceLine {
  /// An address without what an item has no place for.
  fileprivate mutating func frame(_ what: String) throws -> UInt32 {
    try address(what, multipleOf: 1 << PageSize[.small])
  }

  /// A number that a part of an item has room for.
  fileprivate mutating func part(_ part: Bits, _ what: String) throws -> UInt32 {
    try number(what, atMost: part.of(UInt32.max))
  }

  fileprivate mutating func itemSize() throws -> Code<PageSize, Native> {
    nextIsNumber ? Code(try part(MapItemField.size, "a size")) : try size()
  }

  fileprivate mutating func itemRights() throws -> UInt32 {
    nextIsNumber ? try part(MapItemField.permissions, "access permissions") : try rights()
  }
}
