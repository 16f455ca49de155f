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
  case unknown(Unknown.Cause)
}

/// Looks for small whole states that satisfy a property's assumptions and something more.
struct Search {
  let session: SolverSession
  let limits: SolverLimits
  /// How many times claims about sparse kinds are instantiated at the terms that the previous round brought up.
  let rounds: Int

  /// How many times a state is sought that violates no claim about a sparse kind where nothing looked: for one size, and
  /// for all of them.
  private static let (mostTries, mostTriesOfAll) = (100, 250)
  /// How many steps a solver may take that keeps what it has learnt, before a fresh one is asked.
  private static let fewSteps: UInt32 = 3_000_000

  /// The smallest state that satisfies the assumptions of a path and the condition.
  ///
  /// - Parameter small: Whether to make the state as boring as possible.
  func find(_ path: ExploredPath, _ condition: Term, small: Bool, sizes candidates: [[UInt32]]) throws -> Sought {
    let context = path.context
    let choices = context.choices(of: context.assumptions + [context.arena.own(condition)])
    let claims = context.claims + context.background + choices.map(\.comesFirst)
    let facts = context.assumptions + choices.map(\.fits) + choices.map(\.definition) + [context.arena.own(condition)]
    var gaveUp: Unknown.Cause?
    var tries = Self.mostTriesOfAll
    for counts in candidates where tries > 0 {
      let bounded = BoundedState(context.schema, counts: counts, arena: context.arena)
      switch try find(path, claims, facts, small: small, bounded, &tries) {
      case .none: continue
      case .unknown(let cause) where cause != .solver(.interruption): gaveUp = gaveUp ?? cause
      case let sought: return sought
      }
    }
    return gaveUp.map(Sought.unknown) ?? .none
  }

  /// A state of given sizes that satisfies the claims and the facts.
  private func find(
    _ path: ExploredPath, _ claims: [Claim<Symbolic>], _ facts: [Term], small: Bool, _ bounded: BoundedState,
    _ tries: inout Int
  ) throws -> Sought {
    let target = bounded.restrict(facts)
    if target.contains(where: { $0.truth == false }) { return .none }
    var (terms, open) = bounded.instances(claims, for: facts, rounds: rounds, path.context)
    terms += target
    let solver = try IncrementalSolver(session)
    var (all, isAsserted) = ([Term](), Set<Term>())
    func violated(_ image: Image, _ assignment: Assignment) -> [Term] {
      let contradicted = bounded.contradicted(&open, by: image, assignment)
      return contradicted.isEmpty ? bounded.violated(claims, by: image, assignment, path.context) : contradicted
    }
    func found(_ image: Image, _ assignment: Assignment) -> Sought {
      .found(Instance(state: image, words: words(path, assignment)))
    }
    for _ in 0..<min(Self.mostTries, tries) {
      tries -= 1
      terms += bounded.consistency
      for term in terms where isAsserted.insert(term).inserted {
        try solver.assert(term)
        all.append(term)
      }
      switch try check(solver, all) {
      case .unsatisfiable: return .none
      case .unknown(let surrender): return .unknown(.solver(surrender))
      case .satisfiable(let assignment):
        let image = bounded.image(assignment, listing: objects(path, assignment))
        terms = violated(image, assignment)
        if !terms.isEmpty { continue }
        if !small { return found(image, assignment) }
        // Z3's models may be wrong when it is told more after it has simplified, so this takes a solver of its own.
        let fresh = try IncrementalSolver(session)
        for term in all { try fresh.assert(term) }
        let smaller = try minimise(fresh, bounded.unknowns(in: all), assignment)
        let smallerImage = bounded.image(smaller, listing: objects(path, smaller))
        terms = violated(smallerImage, smaller)
        if terms.isEmpty { return found(smallerImage, smaller) }
      }
    }
    return .unknown(.onlyViolatingStates)
  }

  /// Asks the solver that keeps what it has learnt, and, if that leads nowhere, a fresh one, which may simplify more.
  private func check(_ solver: IncrementalSolver, _ terms: [Term]) throws -> SolverAnswer {
    var few = limits
    few.resources = min(limits.resources == 0 ? .max : limits.resources, Self.fewSteps)
    do {
      let answer = try solver.check(limits: few)
      if case .unknown(let surrender) = answer, surrender != .interruption {} else { return answer }
    } catch SolverError.wrongModel {}
    return try session.check(terms, limits: limits)
  }

  /// The objects for which the path's claims are to be proved, as far as the assignment speaks of them.
  private func objects(_ path: ExploredPath, _ assignment: Assignment) -> [(kind: Int, object: UInt32)] {
    path.trial.objects.compactMap { kind, object in
      object.name.flatMap { assignment.words[$0] }.map { (kind, $0) }
    }
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
      if let better = try find(solver, wish) {
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

  /// What satisfies a wish too; nil if the solver finds nothing, or something that doesn't.
  private func find(_ solver: IncrementalSolver, _ wish: Term) throws -> Assignment? {
    do {
      guard case .satisfiable(let found) = try solver.check(assuming: [wish], limits: limits) else { return nil }
      return found
    } catch SolverError.wrongModel {
      return nil
    }
  }
}
