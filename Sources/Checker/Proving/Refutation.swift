import Logic

/// Asks whether something can be, given what is known, and asks for as little as possible.
///
/// Few of the instances of the claims matter. The solver is first asked without any; while its answer contradicts
/// instances, it is asked again with those. So a state rests on all instances, and a proof on as few as it needs.
///
/// Every question goes to a fresh solver: Z3 does not come to an end on some queries that mix functions with scopes.
struct Refutation {
  private let session: SolverSession
  private let limits: SolverLimits
  private let schema: Schema
  private let strategy: SolverStrategy
  /// What the solver was told.
  private(set) var assertions: [Term] = []

  /// How many contradicted instances are added at a time. Where words are taken apart into bits, every instance that
  /// isn't needed costs more than asking again.
  private var batch: Int { strategy == .bits ? 10 : 80 }

  init(_ session: SolverSession, _ limits: SolverLimits, _ schema: Schema, _ strategy: SolverStrategy) {
    self.session = session
    self.limits = limits
    self.schema = schema
    self.strategy = strategy
  }

  /// Whether all the facts and all the instances can hold at once.
  mutating func check(_ facts: [Term], _ instances: [Term]) throws -> SolverAnswer {
    assertions = facts
    var open = instances
    while true {
      let answer = try session.check(assertions, limits: limits, strategy: strategy)
      guard case .satisfiable(let assignment) = answer else { return answer }
      let completed = assignment.completed(schema)
      let values = completed.evaluate(open)
      var rest: [Term] = []
      var contradicted: [Term] = []
      for (instance, value) in zip(open, values) {
        if value == .truth(false), contradicted.count < batch {
          contradicted.append(instance)
        } else {
          rest.append(instance)
        }
      }
      if contradicted.isEmpty { return .satisfiable(completed) }
      assertions += contradicted
      open = rest
    }
  }
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
