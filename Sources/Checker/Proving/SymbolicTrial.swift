import Logic

/// One path of a property, for all states: collects what is to be proved.
struct SymbolicTrial: Trial {
  typealias S = MutatedStore<SymbolicStore>

  let context: Context
  private let mutation: Mutation?
  /// The facts of the property's own branches and assumptions.
  private(set) var here: SymbolicStore
  private let initial: SymbolicStore

  /// Statements to prove on this path.
  private(set) var goals: [Goal] = []
  /// Cases that some state must reach, and when it does.
  private(set) var cases: [(name: String, condition: Term)] = []
  /// The names of the arbitrary words, in the order in which they were asked for.
  private(set) var words: [String] = []
  /// Arbitrary objects for which claims are to be proved, with their kinds.
  private(set) var objects: [(kind: Int, object: Term)] = []
  /// The property's assumptions in English, in the order in which they were made.
  private(set) var assumed: [String] = []
  /// How often any of the property's statements was asked to be proved.
  private(set) var statements: [String] = []

  /// A statement to prove, and what is known there.
  struct Goal {
    let statement: String
    let part: String
    let known: Term
    let condition: Term
    /// What the statement is derived from, when it is a corollary of assumptions that the proof knows nothing else of.
    var premises: [Claim<Symbolic>]?
  }

  init(_ context: Context, mutation: Mutation?) {
    self.context = context
    self.mutation = mutation
    initial = SymbolicStore(context)
    here = initial
  }

  var state: S { MutatedStore(initial) }

  func count(number kind: Int) -> SymbolicWord { context.counts[kind] }

  mutating func word(_ name: String) -> SymbolicWord {
    words.append(name)
    return SymbolicWord(term: context.arena.variable("word \(name)", .word))
  }

  mutating func object<K: Kind>(_ name: String, _ kind: K.Type) -> Ref<K, Symbolic> {
    let object = Ref<K, Symbolic>(word(name))
    context.assumptions.append(initial.exists(object).term)
    return object
  }

  mutating func consider<K: Kind>(_ object: Ref<K, Symbolic>) {
    context.consider(object.word.term, ofKind: K.number, always: true)
  }

  mutating func assume(_ statement: String, _ condition: SymbolicTruth) {
    assumed.append(statement)
    guard mutation.keeps(statement) else { return }
    context.assumptions.append(.implies(.all(here.facts.assumptions), condition.term))
    here.assume(condition)
  }

  mutating func assume(_ statement: String, _ invariant: [Claim<Symbolic>]) {
    assumed.append(statement)
    guard mutation.keeps(statement) else { return }
    context.claims += invariant.filter { mutation.keeps("\(statement): \($0.name)") }
  }

  mutating func assume(
    _ statement: String, _ invariant: [Claim<Symbolic>], deriving name: String, _ corollary: [Claim<Symbolic>]
  ) {
    assumed.append(statement)
    let known = context.claims
    let invariant = mutation.keeps(statement) ? invariant : []
    prove(name, corollary)
    for goal in goals.indices.suffix(corollary.count) { goals[goal].premises = known + invariant }
    context.background += invariant
    context.claims += corollary
  }

  mutating func perform<Result>(on state: S, _ code: (inout S) -> Result) -> (state: S, result: Result) {
    run(on: state, mutation, code)
  }

  mutating func specify<Result>(on state: S, _ code: (inout S) -> Result) -> (state: S, result: Result) {
    run(on: state, nil, code)
  }

  private mutating func run<Result>(
    on state: S, _ mutation: Mutation?, _ code: (inout S) -> Result
  ) -> (state: S, result: Result) {
    var subject = MutatedStore(state.base, mutation: mutation)
    subject.base.adopt(here)
    let result = code(&subject)
    // What the code's own branches decided holds on the rest of the path.
    here.adopt(subject.base)
    return (MutatedStore(subject.base), result)
  }

  var lastBranch: String { context.trace.last?.label ?? "" }

  mutating func branch(_ label: StaticString, _ condition: SymbolicTruth) -> Bool { here.branch(label, condition) }

  mutating func prove(_ statement: String, _ condition: SymbolicTruth) {
    add(statement, "", condition.term)
  }

  mutating func prove(_ statement: String, _ invariant: [Claim<Symbolic>]) {
    for claim in invariant {
      let indices = claim.kinds.map { kind in
        SymbolicWord(term: context.arena.variable(context.freshName("any \(context.schema.kinds[kind].name)"), .word))
      }
      for (kind, index) in zip(claim.kinds, indices) {
        objects.append((kind, index.term))
        context.consider(index.term, ofKind: kind)
      }
      add(statement, claim.name, context.silently { claim.holds(indices) }.term)
    }
  }

  mutating func proveSame(
    _ statement: String, _ a: (name: String, state: S), _ b: (name: String, state: S),
    where condition: (_ table: Int, _ i: SymbolicWord) -> SymbolicTruth, excluding: Set<String>
  ) {
    statements.append(statement)
    let columns = context.schema.tables.flatMap { table in table.columns.map { Context.baseName(table, $0) } }
    precondition(excluding.isSubset(of: columns), "no columns are called \(excluding.subtracting(columns).sorted())")
    for (number, table) in context.schema.tables.enumerated() {
      for column in table.columns {
        let name = Context.baseName(table, column)
        if excluding.contains(name) { continue }
        if SymbolicStore.sharesColumn(a.state.base, b.state.base, number, column) { continue }
        let i = index(table.key)
        let j = column.index.map(index) ?? (word: Term(word: 0), exists: Term(truth: true))
        let same = Term.equal(
          a.state.base.read(number, column, i.word, j.word), b.state.base.read(number, column, i.word, j.word))
        let matters = condition(number, SymbolicWord(term: i.word)).term
        add(statement, name, .implies(.all([i.exists, j.exists, matters]), same))
      }
    }
  }

  /// An arbitrary object of a kind, and the condition that it exists.
  private func index(_ kind: Int) -> (word: Term, exists: Term) {
    let description = context.schema.kinds[kind]
    if description.most == 1 { return (Term(word: 0), Term(truth: true)) }
    let word = context.arena.variable("any \(description.name)", .word)
    return (word, .less(word, context.counts[kind].term))
  }

  mutating func reach(_ name: String, _ condition: SymbolicTruth) {
    cases.append((name, .and(.all(here.facts.assumptions), condition.term)))
  }

  mutating func show(_ name: String, _ word: SymbolicWord) {}

  private mutating func add(_ statement: String, _ part: String, _ condition: Term) {
    statements.append(statement)
    goals.append(
      Goal(statement: statement, part: part, known: .all(here.facts.assumptions), condition: condition))
  }
}
