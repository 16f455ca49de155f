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
  /// Whether counterexamples are made small. They are found sooner if not.
  public var makesSmall = true
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

  /// Proves a property, on code that makes a deliberate mistake if a mutation is given.
  ///
  /// - Parameter hints: What made the proof quick before, if anything is known of it.
  ///
  /// - Throws: ``CheckerError`` or ``SolverError`` when the checker fails; never for a property that does not hold.
  public func prove<P: Property>(
    _ property: P, mutation: Mutation? = nil, hints: ProofHints = ProofHints()
  ) throws -> PropertyResult {
    session.reset()
    let clock = ContinuousClock()
    let start = clock.now
    let arena = TermArena()
    var proof = Proof(
      property: property, mutation: mutation, arena: arena, session: session, limits: limits,
      notes: HintNotes(hints, findsNew: findsHints && mutation == nil))
    proof.onQuery = onQuery
    proof.makesSmall = makesSmall
    defer { session.reset() }
    defer { for path in proof.paths { path.context.forgetClaims() } }
    let conclusion = try proof.knownRefutation() ?? proof.run()
    if case .refuted(_, let found) = conclusion {
      proof.notes.note(refutation: CounterexampleFile(property, found.instance, mutation: nil))
    }
    let elapsed = start.duration(to: clock.now)
    return PropertyResult(
      property: property, conclusion: conclusion,
      seconds: Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18,
      paths: proof.paths.count, obligations: proof.obligations, solved: proof.solved, cases: proof.cases,
      hinted: proof.notes.followed.count,
      hints: proof.notes.new)
  }
}

/// The proof of one property, under way.
struct Proof<P: Property> {
  let property: P
  let mutation: Mutation?
  let arena: TermArena
  let session: SolverSession
  let limits: SolverLimits
  let notes: HintNotes
  var onQuery: ((_ name: String, _ assertions: [Term]) throws -> Void)?
  var makesSmall = true
  private(set) var paths: [ExploredPath] = []
  private(set) var obligations = 0
  private(set) var solved = 0
  /// The cases of the property for which a state was found.
  var cases: [String] = []
  /// Corollaries that were proved on a path, by their terms and by those that they were proved from.
  private var proved: Set<[Int]> = []
  private let leftOpen = LeftOpen()

  /// Why the solver left a conditional open, if it gave up on one. Shared, because exploring asks while it runs.
  private final class LeftOpen {
    var surrender: Surrender?
  }

  init(
    property: P, mutation: Mutation?, arena: TermArena, session: SolverSession, limits: SolverLimits, notes: HintNotes
  ) {
    self.property = property
    self.mutation = mutation
    self.arena = arena
    self.session = session
    self.limits = limits
    self.notes = notes
  }

  /// What an old state says of the property; nil if there is none, or the property holds there. A mistake that is made on
  /// purpose is to be found anew.
  func knownRefutation() -> Conclusion? {
    guard mutation == nil, let known = notes.refutation(of: property), let failure = known.replay.failures.first else {
      return nil
    }
    let title = failure.part.isEmpty ? failure.statement : "\(failure.statement): \(failure.part)"
    return .refuted(title, known)
  }

  mutating func run() throws -> Conclusion {
    let session = session
    var explored: [ExploredPath]?
    do {
      explored = try explorePaths(
        property, arena: arena, mutation: mutation, isInterrupted: { session.isInterrupted },
        ask: property.decidesConditionals ? decide : nil)
    } catch CheckerError.tooManyPaths(let limit) {
      // Conditions that a solver with fewer limits would settle are no flaw of the property.
      guard let surrender = leftOpen.surrender else { throw CheckerError.tooManyPaths(limit) }
      return .unknown(Unknown(.conditionals, .solver(surrender)))
    }
    guard let explored else { return .unknown(Unknown(.none, .solver(.interruption))) }
    paths = explored
    guard paths.contains(where: { !$0.trial.statements.isEmpty || !$0.context.accesses.isEmpty }) else {
      throw CheckerError.nothingToProve
    }
    var unknown: Unknown?
    for (number, path) in paths.enumerated() {
      switch try prove(path, number) {
      case nil: continue
      case .unknown(let surrender, let goal)?:
        unknown = unknown ?? Unknown(.statement(goal.title), .solver(surrender))
      case .refuted(let goal)?: return try show(path, goal)
      }
    }
    if let unknown { return .unknown(unknown) }
    // With a mutation a property may well be vacuous; only without one it has to show that it isn't.
    if mutation == nil, let conclusion = try vacuity() { return conclusion }
    return .proved
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
      switch try? refute(query, outcome ? .not(condition) : condition, label: label + (outcome ? "+" : "-")) {
      case .unsatisfiable?:
        notes.noteConditional(label, outcome)
        return outcome
      case .unknown(let surrender)?: leftOpen.surrender = surrender
      default: break
      }
    }
    notes.noteConditional(label, nil)
    return nil
  }

  private enum Obstacle {
    case unknown(Surrender, Obligation)
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
        case .unknown(let surrender): return .unknown(surrender, goal)
        }
      }
    }
    return nil
  }
}
