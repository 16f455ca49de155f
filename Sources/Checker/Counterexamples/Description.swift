import Logic

extension Schema {
  /// A word of a column, for a human reader.
  public func show(_ word: UInt32, _ style: ColumnDescription.Style) -> String {
    switch style {
    case .number: return word < 1 << 16 ? "\(word)" : hexadecimal(word)
    case .bits: return hexadecimal(word)
    case .reference(let kind): return kinds[kind].specials[word] ?? "\(kinds[kind].name) \(kinds[kind].label(word))"
    case .choice(let names): return names[word] ?? hexadecimal(word)
    }
  }

  /// The name of a word's place, such as `TCB[1].partner`.
  package func place(_ table: TableDescription, _ column: ColumnDescription, _ i: UInt32, _ j: UInt32) -> String {
    "\(record(table, i)).\(field(column, j))"
  }

  /// The name of a record, such as `TCB[1]` or `memory[0x80004000]`.
  func record(_ table: TableDescription, _ i: UInt32) -> String {
    kinds[table.key].most == 1 ? table.name : "\(table.name)[\(kinds[table.key].label(i))]"
  }

  /// The name of a field, such as `partner` or `MR[3]`.
  func field(_ column: ColumnDescription, _ j: UInt32) -> String {
    column.index == nil ? column.name : "\(column.name)[\(j)]"
  }

  /// Calls the body for every word of an image; of a table of a sparse kind, for the words of the objects that any of
  /// the images lists.
  package func forEachWord(
    of image: Image, or others: [Image] = [],
    _ body: (_ number: Int, _ table: TableDescription, _ column: ColumnDescription, _ i: UInt32, _ j: UInt32) -> Void
  ) {
    for (number, table) in tables.enumerated() {
      var objects = image.listedObjects(ofKind: table.key)
      if kinds[table.key].isSparse {
        objects = Set(objects + others.flatMap { $0.listedObjects(ofKind: table.key) }).sorted()
      }
      for column in table.columns {
        for i in objects {
          for j in 0..<(column.index.map { image.layout.counts[$0] } ?? 1) { body(number, table, column, i, j) }
        }
      }
    }
  }
}

extension KindDescription {
  /// An object, for a human reader: its address if the kind has such, else its index.
  package func label(_ i: UInt32) -> String {
    guard let addressShift, i < most else { return "\(i)" }
    return hexadecimal(i << addressShift)
  }

  /// The object of a label, whether it exists or not; nil for what is no label.
  func object(_ label: Substring) -> UInt32? {
    guard let addressShift else { return UInt32(label) }
    guard let address = UInt32(label.dropFirst(2), radix: 16), label == hexadecimal(address) else { return nil }
    let i = address >> addressShift
    return i << addressShift == address ? i : nil
  }
}

/// A word in the notation of the manuals.
public func hexadecimal(_ word: UInt32) -> String {
  let digits = String(word, radix: 16, uppercase: true)
  return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}

/// The words in which two states differ.
func describeDifferences(
  before: Image, _ a: Image, _ b: Image, where condition: (_ table: Int, _ i: UInt32) -> Bool,
  excluding: Set<String>
) -> [Replay.Difference] {
  var found: [Replay.Difference] = []
  let schema = before.schema
  schema.forEachWord(of: before, or: [a, b]) { number, table, column, i, j in
    let (first, second) = (a[number, column, i, j], b[number, column, i, j])
    guard first != second, !excluding.contains(Context.baseName(table, column)),
      condition(number, i)
    else { return }
    found.append(
      Replay.Difference(
        place: schema.place(table, column, i, j), before: schema.show(before[number, column, i, j], column.style),
        first: schema.show(first, column.style), second: schema.show(second, column.style)))
  }
  return found
}
