import Logic

/// Asks whether something can be, given what is known, in words alone.
///
/// As few of the instances matter, so do few of the equalities between reads of the same map: every read is an unknown
/// of its own, until an answer of the solver reads one map at one place in two ways. As the solver sees no functions,
/// it keeps what it has learnt from one question to the next.
struct WordRefutation {
  private let arena: TermArena
  private let solver: IncrementalSolver
  private let limits: SolverLimits
  private let schema: Schema
  /// What the solver was told, with reads.
  private(set) var assertions: [Term] = []
  /// What stands for each read.
  private var unknowns: [Term: Term] = [:]
  private var reads: [Term] = []
  private var visited: Set<Int> = []
  private var memo: [Term: Term] = [:]

  /// How many contradicted instances are added at a time.
  private static let batch = 80

  init(_ arena: TermArena, _ session: SolverSession, _ limits: SolverLimits, _ schema: Schema) throws {
    self.arena = arena
    self.limits = limits
    self.schema = schema
    solver = try IncrementalSolver(session)
  }

  /// Whether all the facts and all the instances can hold at once.
  mutating func check(_ facts: [Term], _ instances: [Term]) throws -> SolverAnswer {
    for fact in facts { try tell(fact) }
    var open = instances
    while true {
      let outcome = try solver.check(limits: limits)
      guard case .satisfiable(let answer) = outcome else { return outcome }
      if try separate(answer) { continue }
      let assignment = completed(answer)
      let values = assignment.evaluate(open)
      var rest: [Term] = []
      var added = 0
      for (instance, value) in zip(open, values) {
        if value == .truth(false), added < Self.batch {
          try tell(instance)
          added += 1
        } else {
          rest.append(instance)
        }
      }
      if added == 0 { return .satisfiable(assignment) }
      open = rest
    }
  }

  private mutating func tell(_ fact: Term) throws {
    assertions.append(fact)
    reads += arena.applications(in: [fact], visited: &visited)
    try solver.assert(withoutReads(fact))
  }

  /// The term with an unknown for each read.
  private mutating func withoutReads(_ term: Term) -> Term {
    // A read's arguments may be reads; its place in the order of creation names it.
    let arena = arena
    var unknowns = unknowns
    let result = arena.rewrite([term], memo: &memo) { node in
      guard node.op == .apply else { return nil }
      if let known = unknowns[node] { return known }
      let unknown = arena.variable("read \(node.id)", .word)
      unknowns[node] = unknown
      return unknown
    }[0]
    self.unknowns = unknowns
    return result
  }

  /// Adds that reads of one map at one place give one word, where the answer says otherwise.
  private mutating func separate(_ answer: Assignment) throws -> Bool {
    var seen: [Place: (arguments: [Term], value: Term, word: UInt32)] = [:]
    var found = false
    let places = reads.map { read in
      (read, read.operands.map { withoutReads($0) }, withoutReads(read))
    }
    let words = answer.evaluate(places.flatMap { $0.1 + [$0.2] })
    var next = 0
    for (read, arguments, value) in places {
      let numbers = words[next..<(next + arguments.count + 1)].map { word -> UInt32 in
        if case .word(let bits) = word { bits } else { 0 }
      }
      next += arguments.count + 1
      let place = Place(map: read.name ?? "", arguments: Array(numbers.dropLast()))
      guard let other = seen[place] else {
        seen[place] = (arguments, value, numbers.last ?? 0)
        continue
      }
      if other.word != numbers.last {
        let same = Term.all(zip(arguments, other.arguments).map { .equal($0, $1) })
        try solver.assert(arena.own(.implies(same, .equal(value, other.value))))
        found = true
      }
    }
    return found
  }

  private struct Place: Hashable {
    let map: String
    let arguments: [UInt32]
  }

  /// The answer as maps, with boring values wherever the solver was not asked: they seldom contradict a claim.
  private mutating func completed(_ answer: Assignment) -> Assignment {
    var result = answer.completed(schema)
    for read in reads {
      let arguments = read.operands.map { operand -> UInt32 in
        if case .word(let bits) = answer.evaluate(withoutReads(operand)) { bits } else { 0 }
      }
      if case .word(let bits) = answer.evaluate(withoutReads(read)) {
        result.functions[read.name ?? "", default: FunctionTable()].entries[arguments] = bits
      }
    }
    return result
  }
}
