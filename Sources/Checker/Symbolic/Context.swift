import Logic

/// What the symbolic stores of one run of a property share: the unknowns, the path that is being explored, and what
/// has been assumed on the way.
final class Context {
  let arena: TermArena
  let schema: Schema
  /// How many objects there are of each kind: a constant, or an unknown within the kind's limits.
  let counts: [SymbolicWord]
  /// Whether accesses are recorded, to be proved inside their tables; off while claims about a state are read.
  private(set) var recordsAccesses: Bool

  /// The branches taken so far on this path.
  private(set) var decisions: [Bool] = []
  /// The decisions to take before new ones are made.
  private let prefix: [Bool]
  /// Other paths, found at branches that this path was the first to reach.
  private(set) var alternatives: [[Bool]] = []
  /// The labels of branches on this path, with their outcomes.
  private(set) var trace: [Step] = []
  /// Claims about the states of this run that may be relied on for every object.
  var claims: [Claim<Symbolic>] = []
  /// Claims that states must satisfy, but that proofs use only through what is derived from them.
  var background: [Claim<Symbolic>] = []
  /// Unknowns that come first by definition, with what the definitions say. They matter only to proofs that speak of
  /// them.
  var choices: [Choice] = []
  /// Those unknowns, by what was asked for.
  var searches: [[Int]: Term] = [:]
  /// Objects that claims are to be instantiated at wherever something is said of them, read or not.
  private(set) var objects: [(kind: Int, object: Term, always: Bool)] = []
  /// Statements that may be relied on.
  var assumptions: [Term] = []
  /// Accesses to prove within their tables: what is known there, and what must hold.
  private(set) var accesses: [Access] = []
  /// Settles a condition that the facts leave open by asking the solver; nil when nobody is to be asked.
  var ask: ((_ context: Context, _ known: [Term], _ condition: Term) -> Bool?)?
  private var recorded: [Int: [Set<Int>]] = [:]
  private var constants = 0

  struct Choice {
    let unknown: Term
    let fits: Term
    let comesFirst: Claim<Symbolic>
    /// What it really is; proofs don't look at it.
    var definition = Term(truth: true)
  }

  struct Step {
    let label: String
    let outcome: Bool
  }

  struct Access {
    let known: Term
    let inside: Term
    let what: String
  }

  /// What a loop's summary needs: what is known there, and what must hold.
  private(set) var requirements: [Access] = []

  /// Remembers that a loop needs something.
  func require(_ known: [Term], _ condition: Term, _ what: String) {
    requirements.append(Access(known: .all(known), inside: condition, what: what))
  }

  /// Forgets claims and choices. They hold states, which hold the context, so that nothing of a path is ever freed
  /// unless this is called.
  func forgetClaims() {
    claims.removeAll()
    background.removeAll()
    choices.removeAll()
    ask = nil
  }

  init(arena: TermArena, schema: Schema, prefix: [Bool], checksMemory: Bool) {
    self.arena = arena
    self.schema = schema
    self.prefix = prefix
    recordsAccesses = checksMemory
    counts = schema.kinds.map { kind in
      kind.least == kind.most
        ? SymbolicWord(constant: kind.least)
        : SymbolicWord(term: arena.variable(Self.countName(kind), .word))
    }
    for (kind, count) in zip(schema.kinds, counts) where kind.least != kind.most {
      assumptions.append(.lessOrEqual(Term(word: kind.least), count.term))
      assumptions.append(.lessOrEqual(count.term, Term(word: kind.most)))
    }
  }

  /// The name of the unknown number of objects of a kind.
  static func countName(_ kind: KindDescription) -> String { "count \(kind.name)" }

  /// The name of the unknown contents of a column.
  static func baseName(_ table: TableDescription, _ column: ColumnDescription) -> String {
    "\(table.name).\(column.name)"
  }

  /// The outcome of a branch that the facts leave open.
  func decide(_ label: String) -> Bool {
    let position = decisions.count
    let outcome: Bool
    if position < prefix.count {
      outcome = prefix[position]
    } else {
      outcome = true
      alternatives.append(decisions + [false])
    }
    decisions.append(outcome)
    return outcome
  }

  /// Remembers a branch for a reader of the path.
  func passed(_ label: String, _ outcome: Bool) { trace.append(Step(label: label, outcome: outcome)) }

  /// Remembers that an access must be inside its table whenever the facts hold.
  func access(_ facts: Facts, inside: Term, _ what: @autoclosure () -> String) {
    guard facts.decide(inside) != true, !arena.guards.contains(inside) else { return }
    let known = facts.assumptions + arena.guards
    let ids = Set(known.map(\.id))
    if recorded[inside.id, default: []].contains(where: { $0.isSubset(of: ids) }) { return }
    recorded[inside.id, default: []].append(ids)
    accesses.append(Access(known: .all(known), inside: inside, what: what()))
  }

  /// Runs code that reads states without being part of what is proved safe.
  func silently<T>(_ body: () -> T) -> T {
    let before = recordsAccesses
    recordsAccesses = false
    defer { recordsAccesses = before }
    return body()
  }

  /// A name that no other unknown of this run has, and that the next run of the same path has as well.
  func freshName(_ base: String) -> String {
    constants += 1
    return "\(base) #\(constants)"
  }
}

extension Context {
  /// Claims are to be instantiated at an object wherever something is said of it, or always.
  func consider(_ object: Term, ofKind kind: Int, always: Bool = false) {
    objects.append((kind, arena.own(object), always))
  }

  /// The considered objects that the terms speak of.
  func objects(of terms: [Term]) -> [(kind: Int, object: Term)] {
    if objects.isEmpty { return [] }
    var reached = TermIDs()
    _ = Term.bottomUp(terms, visited: &reached)
    return objects.filter { $0.always || reached.contains($0.object.id) }.map { ($0.kind, $0.object) }
  }

  /// The choices that the terms speak of, and those that their definitions speak of.
  func choices(of terms: [Term]) -> [Choice] {
    var found: [Choice] = []
    var open = choices
    if open.isEmpty { return [] }
    var visited = TermIDs()
    var pending = terms
    while !pending.isEmpty {
      let reached = Set(Term.bottomUp(pending, visited: &visited).filter { $0.op == .variable })
      found += open.filter { reached.contains($0.unknown) }
      pending = open.filter { reached.contains($0.unknown) }.map(\.fits)
      open.removeAll { reached.contains($0.unknown) }
    }
    return found
  }
}
