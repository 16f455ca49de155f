extension Proof {
  /// Turns a refutation into a whole small state, and runs the property on it.
  func show(_ path: ExploredPath, _ obligation: Obligation) throws -> Conclusion {
    let search = Search(session: session, limits: limits, rounds: property.rounds)
    let instance: Instance
    switch try search.find(path, obligation.negation, small: makesSmall, sizes: sizes(for: property.schema)) {
    case .found(let found): instance = found
    case .none: return .unknown(Unknown(.statement(obligation.title), .noWholeState))
    case .unknown(let cause): return .unknown(Unknown(.refutation(of: obligation.title), cause))
    }
    let replay = Replay.run(property, on: instance, mutation: mutation)
    if !replay.violations.isEmpty {
      throw CheckerError.replayDisagrees("its state violates “\(replay.violations[0])”")
    }
    // An access outside of its table has no native meaning to look at.
    if replay.failures.isEmpty, !obligation.isAccess {
      throw CheckerError.replayDisagrees("“\(obligation.title)” holds on the state that should refute it")
    }
    let counterexample = Counterexample(instance: instance, replay: replay, mutation: mutation?.name)
    return .refuted(obligation.title, counterexample)
  }

  /// Why the property is vacuous, or may be; nil when a state was found for each of its cases.
  mutating func vacuity() throws -> Conclusion? {
    var open: [String] = []
    for path in paths {
      for (name, _) in path.trial.cases where !open.contains(name) { open.append(name) }
    }
    let any = "a state satisfies the assumptions"
    if notes.useWitnesses(property, &cases), open.isEmpty {
      cases = [any]
      return nil
    }
    if open.isEmpty {
      return try witness(any, paths.map { ($0, Term(truth: true)) }, isDeclared: false)
    }
    for name in open where !cases.contains(name) {
      let ways = paths.flatMap { path in path.trial.cases.filter { $0.name == name }.map { (path, $0.condition) } }
      if let conclusion = try witness(name, ways, isDeclared: true) { return conclusion }
    }
    return nil
  }

  private mutating func witness(_ name: String, _ ways: [(ExploredPath, Term)], isDeclared: Bool) throws -> Conclusion?
  {
    let search = Search(session: session, limits: limits, rounds: property.rounds)
    // Larger states have room for more cases.
    let candidates = sizes(for: property.schema)
    let likely = [candidates[min(candidates.count - 1, 5)]]
    var gaveUp: Unknown.Cause?
    for sizes in [likely, candidates] {
      for (path, condition) in ways where condition.truth != false {
        let instance: Instance
        switch try search.find(path, condition, small: notes.findsNew, sizes: sizes) {
        case .found(let found): instance = found
        case .none: continue
        case .unknown(let cause):
          gaveUp = gaveUp ?? cause
          continue
        }
        let replay = Replay.run(property, on: instance, mutation: mutation)
        guard replay.violations.isEmpty, !isDeclared || replay.reached.contains(name) else {
          throw CheckerError.replayDisagrees("the witness of “\(name)” \(replay.violations.first ?? "misses it")")
        }
        notes.note(CounterexampleFile(property, instance, mutation: nil))
        // One run may witness several cases.
        cases += isDeclared ? replay.reached.subtracting(cases).sorted() : [name]
        return nil
      }
    }
    if let gaveUp { return .unknown(Unknown(.witness(of: name), gaveUp)) }
    return .vacuous(isDeclared ? .unreached(name) : .assumptions)
  }
}
