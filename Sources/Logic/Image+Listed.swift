/// The place of a word in a table of a sparse kind.
@usableFromInline struct ListedPlace: Hashable, Sendable {
  @usableFromInline let table: Int
  @usableFromInline let word: Int
  @usableFromInline let object: UInt32

  @inlinable
  init(table: Int, word: Int, _ object: UInt32) {
    self.table = table
    self.word = word
    self.object = object
  }
}

extension Image {
  /// The objects whose records the state holds, in the order of their indices: all; of a sparse kind those whose
  /// records were written. All words of the others are zero.
  public func listedObjects(ofKind kind: Int) -> [UInt32] {
    guard schema.kinds[kind].isSparse else { return Array(0..<layout.counts[kind]) }
    return Set(listed.keys.filter { schema.tables[$0.table].key == kind }.map { $0.object }).sorted()
  }

  /// Lists an object, as it is. Does nothing if its kind isn't sparse.
  ///
  /// Requires: it is an object.
  public mutating func list(_ object: UInt32, ofKind kind: Int) {
    guard schema.kinds[kind].isSparse else { return }
    for (number, table) in schema.tables.enumerated() where table.key == kind {
      for column in table.columns {
        let place = ListedPlace(table: number, word: column.word, object)
        listed[place] = listed[place] ?? 0
      }
    }
  }

  /// The word of a column, by the number of its table and its description; `j` is ignored for a field that is no
  /// array.
  ///
  /// Requires: `i` is an object, and `j` is below the array's length.
  public subscript(table: Int, column: ColumnDescription, i: UInt32, j: UInt32) -> UInt32 {
    get {
      if isSparse(table) { return listed[ListedPlace(table: table, word: column.word, i)] ?? 0 }
      return words[index(table, column, i, j)]
    }
    set {
      if isSparse(table) {
        listed[ListedPlace(table: table, word: column.word, i)] = newValue
      } else {
        words[index(table, column, i, j)] = newValue
      }
    }
  }

  private func isSparse(_ table: Int) -> Bool { schema.kinds[schema.tables[table].key].isSparse }

  private func index(_ table: Int, _ column: ColumnDescription, _ i: UInt32, _ j: UInt32) -> Int {
    index(table: table, shift: schema.tables[table].shift, word: column.word, stride: column.stride, i, j)
  }
}
