import Logic

/// All states with given numbers of objects, as one unknown word for each word of the state.
///
/// Here claims are instantiated for every object, so that whatever the solver finds is a whole state that satisfies
/// them, not a fragment. Arrays and tables with very many elements have unknown words only in their first elements;
/// the others hold the column's boring value.
///
/// Tables of sparse kinds have an unknown word for every term that they are read at; where none reads they hold zero.
/// Claims about sparse kinds are instantiated at those terms, so what is found may still violate them elsewhere: see
/// ``violated(_:by:_:_:)``.
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
  private var sparse: SparseCells

  init(_ schema: Schema, counts: [UInt32], arena: TermArena) {
    self.schema = schema
    self.counts = counts
    self.arena = arena
    sparse = SparseCells(schema, arena)
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
    if let word = sparse.word(name, at: application.operands[0]) { return word }
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

  /// The claims, for every object; and those about sparse kinds, for what the terms speak of, which are many and seldom
  /// matter.
  func instances(
    _ claims: [Claim<Symbolic>], for terms: [Term], rounds: Int, _ context: Context
  ) -> (all: [Term], sparse: [Term]) {
    var instances: [Term] = []
    for claim in claims where !isSparse(claim) {
      let objects = claim.kinds.map { kind in
        // One element beyond the unknown ones stands for all that hold boring values.
        Array((0...extent(kind)).prefix { $0 < counts[kind] })
      }
      instances += instantiate(claim, objects, context)
    }
    let rest = claims.filter(isSparse)
    if rest.isEmpty { return (restrict(instances), []) }
    var instantiation = Instantiation(context)
    instantiation.instantiate(rest, for: terms.map(arena.own), rounds: rounds)
    return (restrict(instances), instantiation.instances)
  }

  /// How many contradicted instances are added at a time.
  private static let batch = 20

  /// Takes out some of the instances that a state violates. The assignment gives the unknowns that are no part of the
  /// state.
  func contradicted(_ open: inout [Term], by image: Image, _ assignment: Assignment) -> [Term] {
    let values = assignment.reading(image).evaluate(open)
    let found = open.indices.filter { values[$0] == .truth(false) }.prefix(Self.batch)
    let terms = found.map { open[$0] }
    let isFound = Set(found)
    open = open.indices.filter { !isFound.contains($0) }.map { open[$0] }
    return restrict(terms)
  }

  /// Instances of claims about sparse kinds that a state violates. The assignment gives the unknowns that are no part
  /// of the state.
  func violated(
    _ claims: [Claim<Symbolic>], by image: Image, _ assignment: Assignment, _ context: Context
  ) -> [Term] {
    let claims = claims.filter(isSparse)
    if claims.isEmpty { return [] }
    let instances = claims.flatMap { claim in
      let objects = claim.kinds.map { kind in
        schema.representatives(ofKind: kind, count: counts[kind], listed: image.listedObjects(ofKind: kind))
      }
      return instantiate(claim, objects, context)
    }
    let values = assignment.reading(image).evaluate(instances)
    return restrict(zip(instances, values).filter { $0.1 == .truth(false) }.map(\.0))
  }

  private func isSparse(_ claim: Claim<Symbolic>) -> Bool { claim.kinds.contains { schema.kinds[$0].isSparse } }

  /// The claim for all combinations of objects, where it isn't trivially true.
  private func instantiate(_ claim: Claim<Symbolic>, _ objects: [[UInt32]], _ context: Context) -> [Term] {
    let tuples = objects.reduce([[]]) { tuples, objects in
      tuples.flatMap { tuple in objects.map { tuple + [SymbolicWord(constant: $0)] } }
    }
    return tuples.compactMap { tuple in
      let instance = context.silently { claim.holds(tuple) }.term
      return instance.truth == true ? nil : arena.own(instance)
    }
  }

  /// What must hold besides all terms so far, for sparse tables to be tables.
  var consistency: [Term] { sparse.consistency }

  /// The state that an assignment describes.
  ///
  /// - Parameter objects: Objects that it lists, if they are of sparse kinds, even where they hold zeros.
  func image(_ assignment: Assignment, listing objects: [(kind: Int, object: UInt32)]) -> Image {
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
    sparse.place(assignment, in: &image)
    for (kind, object) in objects where object < counts[kind] { image.list(object, ofKind: kind) }
    return image
  }

  /// Calls the body for every word of a state of these sizes, those of sparse tables left out.
  private func forEachWord(_ body: (_ table: Int, _ column: ColumnDescription, _ indices: [UInt32]) -> Void) {
    for (number, table) in schema.tables.enumerated() where !schema.kinds[table.key].isSparse {
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

  /// The unknown words that terms speak of, with their boring values; words of sparse tables come first, so that few
  /// of them are listed.
  func unknowns(in terms: [Term]) -> [(variable: Term, boring: UInt32)] {
    var boring: [String: UInt32] = [:]
    forEachWord { table, column, indices in
      boring[Self.cellName(Context.baseName(schema.tables[table], column), indices)] = column.boring
    }
    let variables = Term.bottomUp(terms).filter { $0.op == .variable && $0.sort == .word }
    return (variables.filter(sparse.words.contains) + variables.filter { !sparse.words.contains($0) })
      .map { ($0, boring[$0.name ?? ""] ?? 0) }
  }
}
