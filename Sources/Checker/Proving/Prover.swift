import Logic

/// Proves properties, one at a time.
public final class Prover {
  /// How much work one call of the solver may do.
  public var limits: SolverLimits
  /// Called with every query that goes to the solver: a name for it, and the assertions that must contradict each
  /// other.
  public var onQuery: ((_ name: String, _ assertions: [Term]) throws -> Void)?
  /// Whether to look for hints that make the next proof quick. It takes far longer than the proof.
  public var findsHints = false
  private let session: SolverSession

  /// - Throws: ``SolverError`` when Z3 cannot be started.
  public init(limits: SolverLimits) throws {
    self.limits = limits
    session = try SolverSession()
  }

  /// Ends the present proof, and all later ones, with the verdict `unknown`. May be called from any thread.
  public var interrupter: @Sendable () -> Void {
    let session = session
    return { session.interrupt() }
  }

  /// Proves a property, on code that makes a deliberate mistake if a fault is given.
  ///
  /// - Parameter hints: What made the proof quick before, if anything is known of it.
  ///
  /// - Throws: ``CheckerError`` or ``SolverError`` when the checker fails; never for a property that does not hold.
  public func prove<P: Property>(
    _ property: P, fault: Fault? = nil, hints: ProofHints = ProofHints()
  ) throws -> PropertyResult {
    session.reset()
    let clock = ContinuousClock()
    let start = clock.now
    let arena = TermArena()
    var proof = Proof(
      property: property, fault: fault, arena: arena, session: session, limits: limits,
      notes: HintNotes(hints, findsNew: findsHints && fault == nil))
    proof.onQuery = onQuery
    defer { session.reset() }
    defer { for path in proof.paths { path.context.forgetClaims() } }
    let verdict = try proof.run()
    let elapsed = start.duration(to: clock.now)
    return PropertyResult(
      property: property, status: verdict.status, reason: verdict.reason, counterexample: verdict.counterexample,
      seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18,
      paths: proof.paths.count, obligations: proof.obligations, solved: proof.solved, cases: proof.cases,
      hinted: proof.notes.followed,
      hints: proof.notes.new)
  }
}

/// The proof of one property, under way.
struct Proof<P: Property> {
  let property: P
  let fault: Fault?
  let arena: TermArena
  let session: SolverSession
  let limits: SolverLimits
  let notes: HintNotes
  var onQuery: ((_ name: String, _ assertions: [Term]) throws -> Void)?
  private(set) var paths: [ExploredPath] = []
  private(set) var obligations = 0
  private(set) var solved = 0
  private(set) var cases: [String] = []
  /// Corollaries that were proved on a path, by their terms and by those that they were proved from.
  private var proved: Set<[Int]> = []
  private let surrender = Surrender()

  /// Why the solver left a conditional open, if it gave up on one. Shared, because exploring asks while it runs.
  private final class Surrender {
    var reason: String?
  }

  struct Verdict {
    var status: Status
    var reason: String?
    var counterexample: Counterexample?
  }

  init(
    property: P, fault: Fault?, arena: TermArena, session: SolverSession, limits: SolverLimits, notes: HintNotes
  ) {
    self.property = property
    self.fault = fault
    self.arena = arena
    self.session = session
    self.limits = limits
    self.notes = notes
  }

  mutating func run() throws -> Verdict {
    let session = session
    var explored: [ExploredPath]?
    do {
      explored = try explore(
        property, arena: arena, fault: fault, isInterrupted: { session.isInterrupted },
        ask: property.decidesConditionals ? decide : nil)
    } catch CheckerError.tooManyPaths(let limit) {
      // Conditions that a solver with fewer limits would settle are no fault of the property.
      guard let reason = surrender.reason else { throw CheckerError.tooManyPaths(limit) }
      return Verdict(status: .unknown, reason: "conditionals: \(reason)")
    }
    guard let explored else { return Verdict(status: .unknown, reason: "interrupted") }
    paths = explored
    guard paths.contains(where: { !$0.trial.statements.isEmpty || !$0.context.accesses.isEmpty }) else {
      throw CheckerError.nothingToProve
    }
    var unknown: String?
    for (number, path) in paths.enumerated() {
      switch try prove(path, number) {
      case nil: continue
      case .unknown(let reason)?: unknown = unknown ?? reason
      case .refuted(let goal)?:
        return try show(path, goal)
      }
    }
    if let unknown { return Verdict(status: .unknown, reason: unknown) }
    // A faulty property may well be vacuous; only the true one has to show that it isn't.
    if fault == nil, let verdict = try vacuity() { return verdict }
    return Verdict(status: .proved)
  }

  /// Whether a condition follows from what is known on a path, or its negation does.
  private func decide(_ context: Context, _ known: [Term], _ condition: Term) -> Bool? {
    let label = HintNotes.label(of: known, condition)
    // To leave it open is never wrong.
    if notes.isOpen(label) { return nil }
    var query = query("\(property.name).when", context, claims: context.claims, for: known + [condition])
    query.assumptions += known.map(arena.own)
    for outcome in notes.isTaken(label) ? [true, false] : [false, true] {
      // A solver that gives up leaves the condition open, which loses nothing but time.
      switch try? refute(query, outcome ? .not(condition) : condition) {
      case .unsatisfiable?:
        notes.noteConditional(label, outcome)
        return outcome
      case .unknown(let reason)?: surrender.reason = reason
      default: break
      }
    }
    notes.noteConditional(label, nil)
    return nil
  }

  private enum Obstacle {
    case unknown(String)
    case refuted(Obligation)
  }

  /// A statement that must follow from what is known.
  struct Obligation {
    let title: String
    let known: Term
    let condition: Term
    let isAccess: Bool
    var premises: [Claim<Symbolic>]?

    /// What would refute it.
    let negation: Term
  }

  private func obligations(of path: ExploredPath) -> [Obligation] {
    path.trial.goals.map { goal in
      obligation(
        title: goal.part.isEmpty ? goal.statement : "\(goal.statement): \(goal.part)", known: goal.known,
        condition: goal.condition, isAccess: false, premises: goal.premises)
    }
      + path.context.accesses.map {
        obligation(title: "access to \($0.what)", known: $0.known, condition: $0.inside, isAccess: true)
      }
      // Last, because proving may read what brings up more of them.
      + path.context.requirements.map {
        obligation(title: $0.what, known: $0.known, condition: $0.inside, isAccess: true)
      }
  }

  private func obligation(
    title: String, known: Term, condition: Term, isAccess: Bool, premises: [Claim<Symbolic>]? = nil
  ) -> Obligation {
    let (known, condition) = (arena.own(known), arena.own(condition))
    return Obligation(
      title: title, known: known, condition: condition, isAccess: isAccess, premises: premises,
      negation: arena.own(.and(known, .not(condition))))
  }

  private mutating func prove(_ path: ExploredPath, _ number: Int) throws -> Obstacle? {
    let context = path.context
    // A corollary is the same on every path that assumes the same.
    let assumed = context.assumptions.map { arena.own($0).id }
    let memory = Instantiation.Memory(claims: context.claims.count)
    let met = HintNotes.Met()
    var labels = HintNotes.Labels(path.trace)
    var settled = 0
    while case let all = obligations(of: path), settled < all.count {
      let open = all[settled...].filter {
        $0.negation.truth != false && !proved.contains([$0.negation.id] + assumed)
      }
      obligations += all.count - settled
      settled = all.count
      for goal in open {
        solved += 1
        let query = query(
          "\(property.name).\(number).\(solved)", context, claims: goal.premises ?? context.claims,
          for: [goal.known, goal.condition], memory: goal.premises == nil ? memory : nil)
        let label = labels.next(goal.title)
        switch try refute(query, goal.negation, label: label, met: goal.premises == nil ? met : nil) {
        case .unsatisfiable:
          if goal.premises != nil { proved.insert([goal.negation.id] + assumed) }
        case .satisfiable: return .refuted(goal)
        case .unknown(let reason): return .unknown("\(goal.title): \(reason)")
        }
      }
    }
    return nil
  }

  /// What is known on a path, with claims instantiated for what the terms speak of when they are needed.
  private func query(
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
  private struct Query {
    let name: String
    var assumptions: [Term]
    /// Instances of claims, when some things are assumed.
    let instances: (_ assumptions: [Term]) -> [Term]
  }

  /// Asks whether something can be, given what is known.
  ///
  /// Few of the instances matter. The solver is first asked without any; while its answer contradicts instances, it
  /// is asked again with those. So a state rests on all instances, and a proof on as few as it needs.
  ///
  /// - Parameters:
  ///   - label: What hints call the question; nil for one that has none.
  ///   - met: What is known on the path and was met before.
  private func refute(
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
        instances = query.instances(query.assumptions)
        met?.meet(instances!)
        let labels = Set(hint.told)
        told = (query.assumptions + instances!).filter { labels.contains($0.label) }
      }
      answer = try refutation.follow(hint.solver, told!, target)
      if answer != nil { notes.followed += 1 }
    }
    let found =
      try answer
      ?? refutation.check(
        query.assumptions, target, instances ?? query.instances(query.assumptions))
    try onQuery?(query.name, refutation.assertions)
    if let label, found == .unsatisfiable {
      try notes.note(label, refutation, target, session, limits)
    }
    return found
  }

  /// Turns a refutation into a whole small state, and runs the property on it.
  private func show(_ path: ExploredPath, _ obligation: Obligation) throws -> Verdict {
    let search = Search(session: session, limits: limits, rounds: property.rounds)
    let instance: Instance
    switch try search.find(path, obligation.negation, small: true, sizes: sizes(for: property.schema)) {
    case .found(let found): instance = found
    case .none:
      return Verdict(
        status: .unknown,
        reason: "\(obligation.title): neither a proof nor a whole state of moderate size that refutes it")
    case .unknown(let reason):
      return Verdict(status: .unknown, reason: "\(obligation.title): a state that refutes it was sought: \(reason)")
    }
    let replay = Replay.run(property, on: instance, fault: fault)
    if !replay.violations.isEmpty {
      throw CheckerError.replayDisagrees("its state violates “\(replay.violations[0])”")
    }
    // An access outside of its table has no native meaning to look at.
    if replay.failures.isEmpty, !obligation.isAccess {
      throw CheckerError.replayDisagrees("“\(obligation.title)” holds on the state that should refute it")
    }
    let counterexample = Counterexample(instance: instance, replay: replay, fault: fault?.name)
    return Verdict(status: .refuted, reason: obligation.title, counterexample: counterexample)
  }

  /// Why the property is vacuous, or may be; nil when a state was found for each of its cases.
  private mutating func vacuity() throws -> Verdict? {
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
      if let verdict = try witness(name, ways, isDeclared: true) { return verdict }
    }
    return nil
  }

  private mutating func witness(_ name: String, _ ways: [(ExploredPath, Term)], isDeclared: Bool) throws -> Verdict? {
    let search = Search(session: session, limits: limits, rounds: property.rounds)
    // Larger states have room for more cases.
    let candidates = sizes(for: property.schema)
    let likely = [candidates[min(candidates.count - 1, 5)]]
    var gaveUp: String?
    for sizes in [likely, candidates] {
      for (path, condition) in ways where condition.truth != false {
        let instance: Instance
        switch try search.find(path, condition, small: notes.findsNew, sizes: sizes) {
        case .found(let found): instance = found
        case .none: continue
        case .unknown(let reason):
          gaveUp = gaveUp ?? reason
          continue
        }
        let replay = Replay.run(property, on: instance, fault: fault)
        guard replay.violations.isEmpty, !isDeclared || replay.reached.contains(name) else {
          throw CheckerError.replayDisagrees("the witness of “\(name)” \(replay.violations.first ?? "misses it")")
        }
        notes.note(CounterexampleFile(property, instance, fault: nil))
        // One run may witness several cases.
        cases += isDeclared ? replay.reached.subtracting(cases).sorted() : [name]
        return nil
      }
    }
    if let gaveUp { return Verdict(status: .unknown, reason: "a state for the case “\(name)” was sought: \(gaveUp)") }
    return Verdict(
      status: .vacuous,
      reason: isDeclared ? "no state reaches the case “\(name)”" : "no state satisfies the assumptions")
  }
}
