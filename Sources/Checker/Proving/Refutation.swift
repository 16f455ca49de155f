import Logic

/// Asks whether something can be, given what is known, and asks for as little as possible.
///
/// Few of the instances of the claims matter. The solver is first asked without any; while its answer contradicts
/// instances, it is asked again with those. So a state rests on all instances, and a proof on as few as it needs.
///
/// A solver that keeps what it has learnt finds the answers on the way in no time. Where it needs more than a few steps,
/// which is mostly at the end, a fresh one is asked, which takes the whole question apart before it starts.
struct Refutation {
  private let session: SolverSession
  private let limits: SolverLimits
  private let schema: Schema
  private let strategy: SolverStrategy
  /// What the solver was told.
  private(set) var assertions: [Term] = []
  /// How often it was asked, hints aside.
  private(set) var steps = 0

  /// How many contradicted instances are added at a time. Where words are taken apart into bits, every instance that
  /// isn't needed costs more than asking again.
  private var batch: Int { strategy == .bits ? 10 : 80 }

  /// How many steps the solver that keeps what it has learnt may take before a fresh one is asked.
  private static let fewSteps: UInt32 = 2_000_000

  init(_ session: SolverSession, _ limits: SolverLimits, _ schema: Schema, _ strategy: SolverStrategy) {
    self.session = session
    self.limits = limits
    self.schema = schema
    self.strategy = strategy
  }

  /// Whether all of what is known and the target can hold at once.
  ///
  /// - Parameters:
  ///   - facts: What the solver is told at once.
  ///   - instances: What it is told as it is needed: asked for if anything is. What it was told by following a hint, it
  ///     is told again.
  mutating func check(_ facts: [Term], _ target: Term, _ instances: () -> [Term]) throws -> SolverAnswer {
    let known = Set(facts + [target])
    assertions = facts + [target] + assertions.filter { !known.contains($0) }
    var open: [Term]?
    var growing = try GrowingSolver(session)
    try growing.assert(assertions)
    while true {
      steps += 1
      var answer = try quickAnswer(growing)
      if answer == nil {
        answer = try session.check(assertions, limits: limits, strategy: strategy)
        growing = try GrowingSolver(session)
        try growing.assert(assertions)
        steps += 1
      }
      guard case .satisfiable(let assignment)? = answer else { return answer! }
      if open == nil {
        let told = Set(assertions)
        open = instances().filter { !told.contains($0) }
      }
      let (contradicted, completed) = take(&open!, contradictedBy: assignment)
      if contradicted.isEmpty { return .satisfiable(completed) }
      assertions += contradicted
      try growing.assert(contradicted)
    }
  }

  /// Follows a hint: what it names should be enough for a proof. Nil if it isn't.
  mutating func follow(_ solver: SolverKind, _ told: [Term], _ target: Term) throws -> SolverAnswer? {
    assertions = told + [target]
    do {
      let answer = try session.check(assertions, limits: limits, solver: solver)
      return answer == .unsatisfiable || answer == .unknown(.interruption) ? answer : nil
    } catch SolverError.wrongModel {
      return nil
    }
  }

  /// What the solver finds in a few steps; nil when that isn't enough.
  private func quickAnswer(_ solver: GrowingSolver) throws -> SolverAnswer? {
    var few = limits
    few.resources = limits.resources == 0 ? Self.fewSteps : min(limits.resources, Self.fewSteps)
    do {
      let answer = try solver.check(limits: few)
      switch answer {
      case .unknown(.interruption), .unknown(.timeLimit), .unknown(.memoryLimit): return answer
      // A fresh solver may do more, and says why if it doesn't.
      case .unknown: return nil
      default: return answer
      }
    } catch SolverError.wrongModel {
      return nil
    }
  }

  /// Takes out some of the instances that an answer contradicts: those that are false because of what matters in it, or
  /// else those that are false when all that doesn't matter is boring, under the assignment that is returned.
  private func take(_ open: inout [Term], contradictedBy assignment: Assignment) -> ([Term], Assignment) {
    let implicant = Implicant(of: assertions, under: assignment)
    let completed = implicant.assignment.completed(schema)
    var places = implicant.contradicted(open, atMost: batch)
    if places.isEmpty {
      let values = completed.evaluate(open)
      places = Array(values.indices.lazy.filter { values[$0] == .truth(false) }.prefix(batch))
    }
    let contradicted = places.map { open[$0] }
    let taken = Set(places)
    open = open.enumerated().lazy.filter { !taken.contains($0.offset) }.map(\.element)
    return (contradicted, completed)
  }
}

extension Term {
  /// What hints call the term.
  var label: String { String(UInt32(truncatingIfNeeded: fingerprint), radix: 16) }
}

extension Assignment {
  /// The assignment with boring values wherever the solver was not asked: they seldom contradict a claim.
  func completed(_ schema: Schema) -> Assignment {
    var result = self
    for table in schema.tables {
      for column in table.columns {
        result.functions[Context.baseName(table, column), default: FunctionTable()].otherwise = column.boring
      }
    }
    return result
  }
}
