import Logic

/// A state that stands for all states: a map of terms for each column of the schema.
public struct SymbolicStore: Store {
  public typealias R = Symbolic

  let context: Context
  /// The maps, by table and by the place of the column in its record.
  private var maps: [[SymbolicMap?]]
  /// What is known where the program is.
  private(set) var facts = Facts()

  /// Any state at all.
  init(_ context: Context) {
    self.context = context
    maps = context.schema.tables.map { table in
      var columns = [SymbolicMap?](repeating: nil, count: (table.columns.map(\.word).max() ?? 0) + 1)
      for column in table.columns {
        let function = context.arena.function(
          Context.baseName(table, column), arity: column.index == nil ? 1 : 2)
        columns[column.word] = .base(function, context.arena)
      }
      return columns
    }
  }

  private func map(_ table: Int, _ word: Int) -> SymbolicMap {
    guard let map = maps[table][word] else {
      preconditionFailure("word \(word) of table \(context.schema.tables[table].name) is not in the schema")
    }
    return map
  }

  /// The word of a column, by table and description.
  func read(_ table: Int, _ column: ColumnDescription, _ i: Term, _ j: Term) -> Term {
    map(table, column.word).read(context.arena.own(i), context.arena.own(j))
  }

  /// True when two states have the same contents in a column by construction.
  static func sharesColumn(_ a: Self, _ b: Self, _ table: Int, _ column: ColumnDescription) -> Bool {
    a.map(table, column.word) === b.map(table, column.word)
  }

  private func recordAccess<T: Table>(_ column: Column<T>, _ i: Term, _ j: Term) {
    guard context.recordsAccesses else { return }
    let table = context.schema.tables[T.number]
    guard let description = table.columns.first(where: { $0.word == column.word }) else { return }
    context.access(facts, inside: .less(i, context.counts[table.key].term), "\(table.name).\(description.name)")
    if let index = description.index {
      context.access(facts, inside: .less(j, context.counts[index].term), "\(table.name).\(description.name)[]")
    }
  }

  public func read<T: Table>(_ column: Column<T>, _ i: SymbolicWord, _ j: SymbolicWord) -> SymbolicWord {
    recordAccess(column, i.term, j.term)
    let (i, j) = (context.arena.own(i.term), context.arena.own(j.term))
    return SymbolicWord(term: map(T.number, column.word).read(i, j))
  }

  public mutating func write<T: Table>(
    _ column: Column<T>, _ i: SymbolicWord, _ j: SymbolicWord, _ value: SymbolicWord
  ) {
    recordAccess(column, i.term, j.term)
    maps[T.number][column.word] = map(T.number, column.word).writing(value.term, at: i.term, j.term)
  }

  public func count<K: Kind>(_ kind: K.Type) -> SymbolicWord { context.counts[K.number] }

  public mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (SymbolicStore, Ref<T.Key, Symbolic>) -> SymbolicWord
  ) {
    let (old, exists) = (self, count(T.Key.self).term)
    probe { i in (.less(i, exists), { _ = new(old, Ref(SymbolicWord(term: i))) }) }
    maps[T.number][field.word] = map(T.number, field.word).updating { i, _ in
      (.less(i, exists), { old.context.silently { new(old, Ref(SymbolicWord(term: i))).term } })
    }
  }

  /// Records the accesses of code that runs for many indices by running it for an arbitrary one.
  private func probe(_ body: (_ i: Term) -> (condition: Term, run: () -> Void)) {
    guard context.recordsAccesses else { return }
    let (condition, run) = body(context.arena.variable(context.freshName("index"), .word))
    guard condition.truth != false else { return }
    context.arena.push(guard: condition)
    run()
    context.arena.popGuard()
  }

  public mutating func updateRange<T: Table, I: Kind, V>(
    _ array: ArrayField<T, I, V>, _ i: Ref<T.Key, Symbolic>, from lower: SymbolicWord, through upper: SymbolicWord,
    _ new: @escaping (SymbolicStore, Ref<I, Symbolic>) -> SymbolicWord
  ) {
    let old = self
    let inRange: (Term) -> Term = { .and(.lessOrEqual(lower.term, $0), .lessOrEqual($0, upper.term)) }
    probe { j in
      (
        inRange(j),
        {
          old.recordAccess(array.column, i.word.term, j)
          _ = new(old, Ref(SymbolicWord(term: j)))
        }
      )
    }
    maps[T.number][array.word] = map(T.number, array.word).updating { row, j in
      (
        .and(.equal(row, i.word.term), inRange(j)),
        { old.context.silently { new(old, Ref(SymbolicWord(term: j))).term } }
      )
    }
  }

  /// An unknown that comes first by definition: some object does, because keys are words and objects are finitely
  /// many. So this adds no assumption about the state.
  public func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (SymbolicStore, Ref<K, Symbolic>) -> SymbolicTruth,
    by key: @escaping (SymbolicStore, Ref<K, Symbolic>) -> (major: SymbolicWord, minor: SymbolicWord)
  ) -> Ref<K, Symbolic> {
    let state = self
    probe { i in
      (
        .less(i, count(kind).term),
        {
          _ = condition(state, Ref(SymbolicWord(term: i)))
          _ = key(state, Ref(SymbolicWord(term: i)))
        }
      )
    }
    // Who asks twice for the same gets the same unknown, so that equal searches are equal terms.
    let any = Ref<K, Symbolic>(
      SymbolicWord(term: context.arena.variable("some \(context.schema.kinds[K.number].name)", .word)))
    let question = context.silently { (condition(state, any).term, key(state, any)) }
    let identity = [
      K.number, context.arena.own(question.0).id, context.arena.own(question.1.major.term).id,
      context.arena.own(question.1.minor.term).id,
    ]
    if let known = context.searches[identity] { return Ref(SymbolicWord(term: known)) }
    let name = context.freshName("first \(context.schema.kinds[K.number].name)")
    let chosen = Ref<K, Symbolic>(SymbolicWord(term: context.arena.variable(name, .word)))
    let fits = context.silently { chosen == .none || (state.exists(chosen) && condition(state, chosen)) }
    let comesFirst = Claim<Symbolic>(
      name, "The first object is one that no other precedes.", forAll: state, kind
    ) { other in
      condition(state, other).implies(
        chosen != .none && !Self.precedes(key(state, other), other, key(state, chosen), chosen))
    }
    context.searches[identity] = chosen.word.term
    context.choices.append(
      Context.Choice(unknown: chosen.word.term, fits: context.arena.own(fits.term), comesFirst: comesFirst))
    return chosen
  }

  public func abstract(
    _ word: SymbolicWord, _ name: StaticString, where condition: (SymbolicWord) -> SymbolicTruth
  ) -> SymbolicWord {
    let word = SymbolicWord(term: context.arena.own(word.term))
    let identity = [-1, word.term.id]
    if let known = context.searches[identity] { return SymbolicWord(term: known) }
    context.require([], context.silently { condition(word) }.term, "what is known of \(name)")
    let unknown = SymbolicWord(term: context.arena.variable(context.freshName("first \(name)"), .word))
    context.searches[identity] = unknown.term
    context.choices.append(
      Context.Choice(
        unknown: unknown.term, fits: context.arena.own(context.silently { condition(unknown) }.term),
        comesFirst: Claim("\(name)", "Nothing more is known.") { SymbolicTruth(true) },
        definition: .equal(unknown.term, word.term)))
    return unknown
  }

  private static func precedes<K: Kind>(
    _ a: (major: SymbolicWord, minor: SymbolicWord), _ i: Ref<K, Symbolic>,
    _ b: (major: SymbolicWord, minor: SymbolicWord), _ j: Ref<K, Symbolic>
  ) -> SymbolicTruth {
    a.major < b.major
      || (a.major == b.major && (a.minor < b.minor || (a.minor == b.minor && i.word < j.word)))
  }

  public mutating func branch(_ label: StaticString, _ condition: SymbolicTruth) -> Bool {
    let outcome: Bool
    if let known = facts.decide(condition.term) {
      outcome = known
    } else {
      outcome = context.decide("\(label)")
      assume(outcome ? condition : !condition)
    }
    context.passed("\(label)", outcome)
    return outcome
  }

  public mutating func run<Loop: CountedLoop>(_ loop: Loop) where Loop.S == SymbolicStore {
    summarise(loop.requirement(self)) { loop.summary(&$0, through: loop.upper) }
  }

  public mutating func run<Scan: BitScan>(_ scan: Scan) where Scan.S == SymbolicStore {
    scan.summary(&self, of: scan.bits)
  }

  public mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == SymbolicStore {
    summarise(sweep.requirement(self)) { sweep.summary(&$0, from: SymbolicWord(constant: 0)) }
  }

  /// Applies a summary. What it requires is to be proved if anyone reads what it wrote.
  private mutating func summarise(_ requirement: [Claim<Symbolic>], _ summary: (inout Self) -> Void) {
    let (before, guards) = (self, context.arena.guards)
    summary(&self)
    if requirement.isEmpty { return }
    var isRequired = false
    let require = {
      if isRequired { return }
      isRequired = true
      before.require(requirement, guards)
    }
    for table in maps.indices {
      for word in maps[table].indices where maps[table][word] !== before.maps[table][word] {
        maps[table][word] = maps[table][word]?.observed(require)
      }
    }
  }

  /// Remembers that claims must hold here, for every object.
  private func require(_ claims: [Claim<Symbolic>], _ guards: [Term]) {
    for claim in claims {
      let indices = claim.kinds.map { kind in
        context.arena.variable(context.freshName("any \(context.schema.kinds[kind].name)"), .word)
      }
      for (kind, index) in zip(claim.kinds, indices) { context.consider(index, ofKind: kind) }
      let holds = context.silently { claim.holds(indices.map { SymbolicWord(term: $0) }) }
      context.require(facts.assumptions + guards, holds.term, "what a loop needs: \(claim.name)")
    }
  }

  public func decision(_ condition: SymbolicTruth) -> Bool? {
    facts.decide(condition.term) ?? context.ask?(context, facts.assumptions, condition.term)
  }

  public mutating func assume(_ condition: SymbolicTruth) { facts = facts.adding(context.arena.own(condition.term)) }

  public mutating func merge(_ condition: SymbolicTruth, taken: SymbolicStore) {
    facts = .common(facts, taken.facts)
    let condition = context.arena.own(condition.term)
    for table in maps.indices {
      for word in maps[table].indices {
        guard let mine = maps[table][word], let theirs = taken.maps[table][word], mine !== theirs else { continue }
        maps[table][word] = .choice(condition, theirs, mine)
      }
    }
  }
}

extension SymbolicStore {
  /// Takes over what is known at another point of the same path.
  mutating func adopt(_ other: SymbolicStore) { facts = other.facts }
}
