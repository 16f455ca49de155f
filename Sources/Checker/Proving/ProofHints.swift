/// What made the proof of a property quick before.
///
/// A hint is advice on where to look, and nothing is concluded from it: the solver is told nothing but what is known
/// anyway, a state that isn't vacuous is run natively before it counts. A wrong hint costs time. So hints may be old, or
/// of another version of the code; those that still fit are of use.
public struct ProofHints: Codable, Sendable, Equatable {
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
  struct Way: Codable, Sendable, Equatable {
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
  private enum CodingKeys: CodingKey { case open, proofs, refutations, taken, witnesses }

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

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    proofs = try container.decode([String: Way].self, forKey: .proofs)
    open = try container.decodeNames(forKey: .open)
    taken = try container.decodeNames(forKey: .taken)
    witnesses = try container.decode([CounterexampleFile].self, forKey: .witnesses)
    refutations = try container.decodeIfPresent([CounterexampleFile].self, forKey: .refutations) ?? []
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(proofs, forKey: .proofs)
    try container.encode(open.sorted().joined(separator: " "), forKey: .open)
    try container.encode(taken.sorted().joined(separator: " "), forKey: .taken)
    try container.encode(witnesses, forKey: .witnesses)
    if !refutations.isEmpty { try container.encode(refutations, forKey: .refutations) }
  }
}

extension KeyedDecodingContainer {
  /// Names, with a space between any two.
  fileprivate func decodeNames(forKey key: Key) throws -> Set<String> {
    Set(try decode(String.self, forKey: key).split(separator: " ").map(String.init))
  }
}

extension ProofHints.Way {
  private enum CodingKeys: CodingKey { case solver, told }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    solver = try container.decode(SolverKind.self, forKey: .solver)
    told = try container.decode(String.self, forKey: .told).split(separator: " ").map(String.init)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(solver, forKey: .solver)
    try container.encode(told.joined(separator: " "), forKey: .told)
  }
}
