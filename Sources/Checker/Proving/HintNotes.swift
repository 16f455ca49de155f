/// The hints that a proof uses, and those that it leaves.
final class HintNotes {
  private let old: ProofHints
  /// Whether new hints are looked for.
  let findsNew: Bool
  /// What was proved by following a hint.
  var followed: Set<String> = []
  /// The hints for the next time, if they are looked for.
  private(set) var new: ProofHints?

  init(_ old: ProofHints, findsNew: Bool) {
    self.old = old
    self.findsNew = findsNew
    new = findsNew ? ProofHints() : nil
  }

  /// How a statement was proved.
  func way(_ label: String) -> ProofHints.Way? { old.proofs[label] }

  /// Remembers how a statement was proved, in a shorter way if there is one.
  func note(
    _ label: String, _ refutation: Refutation, _ target: Term, _ session: SolverSession, _ limits: SolverLimits
  ) throws {
    let told = refutation.assertions.filter { $0 !== target }
    if let hint = old.proofs[label], refutation.steps == 0 {
      new?.proofs[label] = hint
      return
    }
    let condensed = try Condensing(session, limits, told, target: target)
    if refutation.steps == 1, condensed.solver == .core, condensed.told.count == told.count { return }
    new?.proofs[label] = ProofHints.Way(told: condensed.told.map(\.label), solver: condensed.solver)
  }

  /// Whether neither outcome of a conditional followed.
  func isOpen(_ label: String) -> Bool {
    if old.open.contains(label) { noteConditional(label, nil) }
    return old.open.contains(label)
  }

  /// Whether a conditional's condition followed.
  func isTaken(_ label: String) -> Bool { old.taken.contains(label) }

  /// Remembers which outcome of a conditional followed, if one did.
  func noteConditional(_ label: String, _ outcome: Bool?) {
    switch outcome {
    case nil: new?.open.insert(label)
    case true?: new?.taken.insert(label)
    case false?: break
    }
  }

  /// Adds the cases that the old states reach, and says whether any of the states satisfies the assumptions.
  func useWitnesses(_ property: some Property, _ cases: inout [String]) -> Bool {
    var isSatisfied = false
    for file in old.witnesses {
      guard let instance = try? file.instance(of: property.schema) else { continue }
      let replay = Replay.run(property, on: instance)
      guard replay.violations.isEmpty else { continue }
      isSatisfied = true
      let reached = replay.reached.subtracting(cases)
      if reached.isEmpty, !cases.isEmpty { continue }
      note(file)
      cases += reached.sorted()
    }
    return isSatisfied
  }

  /// An old state in which the property doesn't hold, and what a native run shows there; nil if there is none.
  func refutation(of property: some Property) -> Counterexample? {
    for file in old.refutations {
      guard let instance = try? file.instance(of: property.schema) else { continue }
      let replay = Replay.run(property, on: instance)
      if replay.violations.isEmpty, !replay.failures.isEmpty {
        return Counterexample(instance: instance, replay: replay, mutation: nil)
      }
    }
    return nil
  }

  /// Remembers a state in which the property doesn't hold.
  func note(refutation: CounterexampleFile) { new?.refutations.append(refutation) }

  /// Remembers a state that reaches a case.
  func note(_ witness: CounterexampleFile) { new?.witnesses.append(witness) }

  /// What a conditional is called.
  static func label(of known: [Term], _ condition: Term) -> String {
    var label = Fingerprint(condition.fingerprint)
    for fact in known { label.add(fact.fingerprint) }
    return label.short
  }

  /// What is known on a path and was met before, by label.
  final class Met {
    private var terms: [String: Term] = [:]

    func meet(_ known: [Term]) {
      for term in known { terms[term.label] = term }
    }

    /// The terms with these labels; nil if some weren't met.
    func terms(_ labels: [String]) -> [Term]? {
      var found: [Term] = []
      for label in labels {
        guard let term = terms[label] else { return nil }
        found.append(term)
      }
      return found
    }
  }

  /// What the statements of a path are called: by the path, by what they say, and by how many of them say it.
  struct Labels {
    private let path: Fingerprint
    private var count: [String: UInt64] = [:]

    init(_ trace: [Context.Step]) {
      var path = Fingerprint(0)
      for step in trace {
        path.add(step.label)
        path.add(step.outcome ? 1 : 0)
      }
      self.path = path
    }

    mutating func next(_ title: String) -> String {
      count[title, default: 0] += 1
      var label = path
      label.add(title)
      label.add(count[title]!)
      return label.short
    }
  }
}
