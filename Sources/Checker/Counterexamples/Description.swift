import Logic

extension Schema {
  /// A word of a column, for a human reader.
  public func show(_ word: UInt32, _ style: ColumnDescription.Style) -> String {
    switch style {
    case .number: return word < 1 << 16 ? "\(word)" : hexadecimal(word)
    case .bits: return hexadecimal(word)
    case .reference(let kind): return kinds[kind].specials[word] ?? "\(kinds[kind].name) \(word)"
    case .choice(let names): return names[word] ?? hexadecimal(word)
    }
  }

  /// The name of a word's place, such as `TCB[1].partner`.
  func place(_ table: TableDescription, _ column: ColumnDescription, _ i: UInt32, _ j: UInt32) -> String {
    "\(record(table, i)).\(field(column, j))"
  }

  /// The name of a record, such as `TCB[1]`.
  func record(_ table: TableDescription, _ i: UInt32) -> String {
    kinds[table.key].most == 1 ? table.name : "\(table.name)[\(i)]"
  }

  /// The name of a field, such as `partner` or `MR[3]`.
  func field(_ column: ColumnDescription, _ j: UInt32) -> String {
    column.index == nil ? column.name : "\(column.name)[\(j)]"
  }

  /// Calls the body for every word of an image.
  func forEachWord(
    of image: Image,
    _ body: (
      _ number: Int, _ table: TableDescription, _ column: ColumnDescription, _ i: UInt32, _ j: UInt32, _ place: Int
    ) -> Void
  ) {
    for (number, table) in tables.enumerated() {
      for column in table.columns {
        for i in 0..<image.layout.counts[table.key] {
          for j in 0..<(column.index.map { image.layout.counts[$0] } ?? 1) {
            body(
              number, table, column, i, j,
              image.index(
                table: number, shift: table.shift, word: column.word, stride: column.stride, i, j))
          }
        }
      }
    }
  }
}

/// A word in the notation of the manuals.
func hexadecimal(_ word: UInt32) -> String {
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
  schema.forEachWord(of: before) { number, table, column, i, j, place in
    guard a.words[place] != b.words[place], !excluding.contains(Context.baseName(table, column)),
      condition(number, i)
    else { return }
    found.append(
      Replay.Difference(
        place: schema.place(table, column, i, j), before: schema.show(before.words[place], column.style),
        first: schema.show(a.words[place], column.style), second: schema.show(b.words[place], column.style)))
  }
  return found
}
