import Logic

/// All states with given numbers of objects, as one unknown word for each word of the state.
///
/// Here claims are instantiated for every object, so that whatever the solver finds is a whole state that satisfies
/// them, not a fragment. Arrays and tables with very many elements have unknown words only in their first elements;
/// the others hold the column's boring value.
final class BoundedState {
  /// How many elements of a large kind are unknown.
  private static let fewElements: UInt32 = 4
  private static let largeKind: UInt32 = 300

  let schema: Schema
  let counts: [UInt32]
  private let arena: TermArena
  private var columns: [String: (kinds: [Int], boring: UInt32)] = [:]
  private var countNames: [String: UInt32] = [:]
  private var memo: [Term: Term] = [:]

  init(_ schema: Schema, counts: [UInt32], arena: TermArena) {
    self.schema = schema
    self.counts = counts
    self.arena = arena
    for table in schema.tables {
      for column in table.columns {
        columns[Context.baseName(table, column)] = (
          [table.key] + (column.index.map { [$0] } ?? []), column.boring
        )
      }
    }
    for (kind, count) in zip(schema.kinds, counts) { countNames[Context.countName(kind)] = count }
  }

  /// How many elements of a kind hold unknown words.
  func extent(_ kind: Int) -> UInt32 {
    counts[kind] > Self.largeKind ? Self.fewElements : counts[kind]
  }

  /// The name of the unknown word of an element of a column.
  static func cellName(_ base: String, _ indices: [UInt32]) -> String {
    "\(base)[\(indices.map(String.init).joined(separator: ","))]"
  }

  /// The terms, about states of these sizes.
  func restrict(_ terms: [Term]) -> [Term] {
    arena.rewrite(terms, memo: &memo) { term in
      switch term.op {
      case .variable: countNames[term.name ?? ""].map { Term(word: $0) }
      case .apply: cell(term)
      default: nil
      }
    }
  }

  private func cell(_ application: Term) -> Term? {
    guard let name = application.name, let column = columns[name] else { return nil }
    return choose(name, column.kinds[...], application.operands[...], [], column.boring)
  }

  private func choose(
    _ name: String, _ kinds: ArraySlice<Int>, _ indices: ArraySlice<Term>, _ chosen: [UInt32], _ boring: UInt32
  ) -> Term {
    guard let kind = kinds.first, let index = indices.first else {
      return arena.variable(Self.cellName(name, chosen), .word)
    }
    let rest = (kinds.dropFirst(), indices.dropFirst())
    if let constant = index.word {
      return constant < extent(kind) ? choose(name, rest.0, rest.1, chosen + [constant], boring) : Term(word: boring)
    }
    return (0..<extent(kind)).reversed().reduce(arena.constant(boring)) { other, i in
      .ite(.equal(index, Term(word: i)), choose(name, rest.0, rest.1, chosen + [i], boring), other)
    }
  }

  /// The claims, for every object.
  func instances(_ claims: [Claim<Symbolic>], _ context: Context) -> [Term] {
    var instances: [Term] = []
    for claim in claims {
      var tuples: [[SymbolicWord]] = [[]]
      for kind in claim.kinds {
        // One element beyond the unknown ones stands for all that hold boring values.
        let last = min(extent(kind), counts[kind] - 1)
        tuples = tuples.flatMap { tuple in (0...last).map { tuple + [SymbolicWord(constant: $0)] } }
      }
      for tuple in tuples {
        let instance = context.silently { claim.holds(tuple) }.term
        if instance.truth != true { instances.append(arena.own(instance)) }
      }
    }
    return restrict(instances)
  }

  /// The state that an assignment describes.
  func image(_ assignment: Assignment) -> Image {
    var image = Image(schema, counts: counts)
    forEachWord { table, column, indices in
      let (i, j) = (indices[0], indices.count > 1 ? indices[1] : 0)
      let description = schema.tables[table]
      let name = Self.cellName(Context.baseName(description, column), indices)
      let inside = zip([description.key] + (column.index.map { [$0] } ?? []), indices).allSatisfy {
        $1 < extent($0)
      }
      image.words[
        image.index(table: table, shift: description.shift, word: column.word, stride: column.stride, i, j)] =
        inside ? assignment.words[name] ?? column.boring : column.boring
    }
    return image
  }

  /// Calls the body for every word of a state of these sizes.
  private func forEachWord(_ body: (_ table: Int, _ column: ColumnDescription, _ indices: [UInt32]) -> Void) {
    for (number, table) in schema.tables.enumerated() {
      for column in table.columns {
        for i in 0..<counts[table.key] {
          if let index = column.index {
            for j in 0..<counts[index] { body(number, column, [i, j]) }
          } else {
            body(number, column, [i])
          }
        }
      }
    }
  }

  /// The unknown words that terms speak of, with their boring values.
  func unknowns(in terms: [Term]) -> [(variable: Term, boring: UInt32)] {
    var boring: [String: UInt32] = [:]
    forEachWord { table, column, indices in
      boring[Self.cellName(Context.baseName(schema.tables[table], column), indices)] = column.boring
    }
    return Term.bottomUp(terms).filter { $0.op == .variable && $0.sort == .word }
      .map { ($0, boring[$0.name ?? ""] ?? 0) }
  }
}
