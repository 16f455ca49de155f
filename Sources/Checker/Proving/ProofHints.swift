/// What made the proof of a property quick before.
///
/// A hint is advice on where to look, and nothing is concluded from it: the solver gets nothing but what is known anyway,
/// and a state is run natively before it counts. A wrong hint costs time. So hints may be old, or of another version of the
/// code; those that still fit are of use.
public struct ProofHints: Sendable, Equatable {
  /// How a statement was proved, by the statement.
  var proofs: [String: Way] = [:]
  /// Conditionals of which neither outcome follows, and those whose conditions do.
  var open: Set<String> = []
  var taken: Set<String> = []
  /// States that satisfy the assumptions, and reach the property's cases.
  var witnesses: [CounterexampleFile] = []
  /// States in which the property doesn't hold, of a system that is known to be wrong.
  var refutations: [CounterexampleFile] = []

  /// A quick way to a proof.
  struct Way: Sendable, Equatable {
    /// Fingerprints of what suffices, in hexadecimal; the negation of the statement itself is understood.
    var told: [String]
    var solver: SolverKind
  }

  /// There are no hints.
  public init() {}

  /// Whether there is nothing in it.
  public var isEmpty: Bool { self == ProofHints() }
}

extension ProofHints {
  /// These hints, and the refutations of others.
  public func adding(refutationsOf others: ProofHints) -> ProofHints {
    var all = self
    all.refutations += others.refutations
    return all
  }

  /// Nothing but the refutations, of this variant of the system.
  public func refutations(of variant: String) -> ProofHints {
    var only = ProofHints()
    only.refutations = refutations
    for number in only.refutations.indices { only.refutations[number].variant = variant }
    return only
  }
}
