import Logic

extension Proof {
  /// What is known on a path, with claims instantiated for what the terms speak of when they are needed.
  func query(
    _ name: String, _ context: Context, claims: [Claim<Symbolic>], for terms: [Term],
    memory: Instantiation.Memory? = nil
  ) -> Query {
    var assumptions = context.assumptions.map(arena.own)
    var claims = claims
    for choice in context.choices(of: assumptions + terms) {
      assumptions.append(choice.fits)
      claims.append(choice.comesFirst)
    }
    return Query(name: name, assumptions: assumptions) { [arena, property] assumptions in
      var instantiation = Instantiation(context, memory: memory)
      instantiation.instantiate(claims, for: assumptions + terms.map(arena.own), rounds: property.rounds)
      return instantiation.instances
    }
  }

  /// What is known on a path.
  struct Query {
    let name: String
    var assumptions: [Term]
    /// Instances of claims, when some things are assumed.
    let instantiate: (_ assumptions: [Term]) -> [Term]

    var instances: [Term] { instantiate(assumptions) }
  }

  /// Asks whether something can be, given what is known.
  ///
  /// Few of the instances matter. The solver is first asked without any; while its answer contradicts instances, it
  /// is asked again with those. So a state rests on all instances, and a proof on as few as it needs.
  ///
  /// - Parameters:
  ///   - label: What hints call the question; nil for one that has none.
  ///   - met: What is known on the path and was met before.
  func refute(
    _ query: Query, _ target: Term, label: String? = nil, met: HintNotes.Met? = nil
  ) throws -> SolverAnswer {
    let target = arena.own(target)
    var refutation = Refutation(session, limits, property.schema, property.strategy)
    var answer: SolverAnswer?
    var instances: [Term]?
    if let label, let hint = notes.way(label) {
      met?.meet(query.assumptions)
      var told = met?.terms(hint.told)
      if told == nil {
        instances = query.instances
        met?.meet(instances!)
        let wanted = Set(hint.told)
        told = (query.assumptions + instances!).filter { wanted.contains($0.label) }
      }
      answer = try refutation.follow(hint.solver, told!, target)
      if answer != nil { notes.followed.insert(label) }
    }
    let found =
      try answer ?? refutation.check(query.assumptions, target) { instances ?? query.instances }
    try onQuery?(query.name, refutation.assertions)
    if let label, found == .unsatisfiable, notes.findsNew {
      try notes.note(label, refutation, target, session, limits)
    }
    return found
  }
}
