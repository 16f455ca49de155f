import Logic

/// The unknown words of tables of sparse kinds: one for every term that a column is read at.
///
/// With ``consistency`` they are as good as a function (Ackermann's expansion), and words are all that an incremental
/// solver takes.
struct SparseCells {
  private struct Cell {
    let index: Term
    let word: Term
  }

  private struct Contents {
    let table: Int
    let column: ColumnDescription
    var cells: [Cell] = []
    var known: [Term: Term] = [:]
  }

  private let schema: Schema
  private let arena: TermArena
  private var columns: [String: Contents] = [:]
  /// The unknown words.
  private(set) var words: Set<Term> = []

  init(_ schema: Schema, _ arena: TermArena) {
    self.schema = schema
    self.arena = arena
    for (number, table) in schema.tables.enumerated() where schema.kinds[table.key].isSparse {
      for column in table.columns {
        columns[Context.baseName(table, column)] = Contents(table: number, column: column)
      }
    }
  }

  /// The word of a column at an index; 0 where there is no such object. Nil when the name is no column of a sparse
  /// kind.
  mutating func word(_ name: String, at index: Term) -> Term? {
    guard let contents = columns[name] else { return nil }
    let index = arena.own(index)
    if let known = contents.known[index] { return known }
    let word = arena.variable("\(name) @\(contents.cells.count)", .word)
    let exists = Term.less(index, Term(word: schema.kinds[schema.tables[contents.table].key].most))
    let read = Term.ite(exists, word, arena.constant(0))
    columns[name]!.known[index] = read
    columns[name]!.cells.append(Cell(index: index, word: word))
    words.insert(word)
    return read
  }

  /// That equal indices have equal words.
  var consistency: [Term] {
    columns.sorted { $0.key < $1.key }.flatMap { _, contents in
      contents.cells.enumerated().flatMap { number, cell in
        contents.cells[..<number].map { .implies(.equal($0.index, cell.index), .equal($0.word, cell.word)) }
      }
    }.filter { $0.truth != true }
  }

  /// Writes the words that an assignment gives into a state, those that are zero left out.
  ///
  /// Requires: the assignment satisfies ``consistency``.
  func place(_ assignment: Assignment, in image: inout Image) {
    for contents in columns.values {
      let indices = assignment.evaluate(contents.cells.map(\.index))
      let words = assignment.evaluate(contents.cells.map(\.word))
      for (index, word) in zip(indices, words) {
        guard case .word(let i) = index, case .word(let word) = word, word != 0,
          i < image.layout.counts[schema.tables[contents.table].key]
        else { continue }
        image[contents.table, contents.column, i, 0] = word
      }
    }
  }
}
