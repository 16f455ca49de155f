import Logic

/// A concrete state and the arbitrary words of a property: everything that a run of it depends on.
public struct Instance: Sendable {
  /// The state.
  public let state: Image
  /// The arbitrary words, by name.
  public let words: [String: UInt32]

  public init(state: Image, words: [String: UInt32]) {
    self.state = state
    self.words = words
  }
}

/// What a search for a state came to.
enum Sought {
  case found(Instance)
  /// No state of moderate size will do.
  case none
  /// The solver gave up on some sizes, and no other size has a state.
  case unknown(reason: String)
}

/// Looks for small whole states that satisfy a property's assumptions and something more.
struct Search {
  let session: SolverSession
  let limits: SolverLimits

  /// The smallest state that satisfies the assumptions of a path and the condition.
  ///
  /// - Parameter small: Whether to make the state as boring as possible.
  func find(_ path: ExploredPath, _ condition: Term, small: Bool, sizes candidates: [[UInt32]]) throws -> Sought {
    let context = path.context
    let choices = context.choices(of: context.assumptions + [context.arena.own(condition)])
    let claims = context.claims + context.background + choices.map(\.comesFirst)
    let assumptions = context.assumptions + choices.map(\.fits)
    var gaveUp: String?
    for counts in candidates {
      let bounded = BoundedState(context.schema, counts: counts, arena: context.arena)
      let instances = bounded.instances(claims, context)
      let target = bounded.restrict(assumptions + [context.arena.own(condition)])
      if target.contains(where: { $0.truth == false }) { continue }
      let solver = try IncrementalSolver(session)
      for term in instances + target { try solver.assert(term) }
      switch try solver.check(limits: limits) {
      case .unsatisfiable: continue
      case .unknown(let reason):
        if reason == "interrupted" { return .unknown(reason: reason) }
        gaveUp = gaveUp ?? reason
      case .satisfiable(var assignment):
        if small { assignment = try minimise(solver, bounded.unknowns(in: instances + target), assignment) }
        return .found(Instance(state: bounded.image(assignment), words: words(path, assignment)))
      }
    }
    return gaveUp.map(Sought.unknown) ?? .none
  }

  private func words(_ path: ExploredPath, _ assignment: Assignment) -> [String: UInt32] {
    var words: [String: UInt32] = [:]
    for name in path.trial.words { words[name] = assignment.words["word \(name)"] ?? 0 }
    return words
  }

  /// Gives as many unknowns as possible their boring values, many at a time.
  private func minimise(
    _ solver: IncrementalSolver, _ unknowns: [(variable: Term, boring: UInt32)], _ found: Assignment
  ) throws -> Assignment {
    var best = found
    func isBoring(_ unknown: (variable: Term, boring: UInt32)) -> Bool {
      (best.words[unknown.variable.name ?? ""] ?? unknown.boring) == unknown.boring
    }
    func settle(_ group: ArraySlice<(variable: Term, boring: UInt32)>) throws {
      if group.isEmpty { return }
      let wish = Term.all(group.map { .equal($0.variable, Term(word: $0.boring)) })
      if group.allSatisfy(isBoring) {
        try solver.assert(wish)
        return
      }
      if case .satisfiable(let better) = try solver.check(assuming: [wish], limits: limits) {
        best = better
        try solver.assert(wish)
      } else if group.count > 1 {
        let middle = group.startIndex + group.count / 2
        try settle(group[..<middle])
        try settle(group[middle...])
      }
    }
    try settle(unknowns.filter { $0.variable.name?.hasPrefix("first ") != true }[...])
    return best
  }
}
