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
    return Query(name: name, assumptions: assumptions) { [arena, property, notes] assumptions, only in
      var instantiation = Instantiation(context, memory: memory, only: only, keepsNames: notes.findsNew)
      instantiation.instantiate(claims, for: assumptions + terms.map(arena.own), rounds: property.rounds)
      return instantiation
    }
  }

  /// What is known on a path.
  struct Query {
    let name: String
    var assumptions: [Term]
    /// Instances of claims, when some things are assumed: those of some names, or all of them.
    let instantiate: (_ assumptions: [Term], _ only: Set<String>?) -> Instantiation

    /// All instances of claims.
    var instantiation: Instantiation { instantiate(assumptions, nil) }
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
    var instantiation: Instantiation?
    if let label, let hint = notes.way(label) {
      let told: [Term]
      (told, instantiation) = terms(hint.told, of: query, met)
      answer = try refutation.follow(hint.solver, told, target)
      if answer != nil { notes.followed.insert(label) }
    }
    let found: SolverAnswer
    if let answer {
      found = answer
    } else {
      found = try refutation.check(query.assumptions, target) {
        instantiation = instantiation ?? query.instantiation
        return instantiation!.instances
      }
    }
    try onQuery?(query.name, refutation.assertions)
    if let label, found == .unsatisfiable, notes.findsNew {
      try notes.note(label, refutation, target, instantiation ?? query.instantiation, session, limits)
    }
    return found
  }

  /// What hints call by these labels, and all instances if they had to be made to find it.
  private func terms(_ labels: [String], of query: Query, _ met: HintNotes.Met?) -> ([Term], Instantiation?) {
    met?.meet(query.assumptions)
    if let told = met?.terms(labels) { return (told, nil) }
    let wanted = Set(labels)
    if let only = notes.instances {
      let known = query.assumptions + query.instantiate(query.assumptions, only).instances
      met?.meet(known)
      let told = known.filter { wanted.contains($0.label) }
      if Set(told.map(\.label)) == wanted { return (told, nil) }
      if let told = met?.terms(labels) { return (told, nil) }
    }
    let all = query.instantiation
    met?.meet(all.instances)
    return ((query.assumptions + all.instances).filter { wanted.contains($0.label) }, all)
  }
}
