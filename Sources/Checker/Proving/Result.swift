import Logic

/// What a property's proof came to.
public enum Verdict: String, Sendable, Codable {
  /// It holds in all states.
  case proved
  /// A state shows that it does not hold.
  case refuted
  /// The solver gave up, or the run was ended.
  case unknown
  /// It says nothing: no state satisfies its assumptions, or a case of it is out of reach.
  case vacuous
}

/// The result of proving one property.
public struct PropertyResult: Sendable {
  /// The property.
  public let property: any Property
  /// What it came to, and why.
  public internal(set) var conclusion: Conclusion
  /// How long it took, in seconds.
  public let seconds: Double
  /// The number of paths through the property.
  public let paths: Int
  /// The number of statements that were proved, or were to be.
  public let obligations: Int
  /// How many of them the solver had to look at; the others hold by their form.
  public let solved: Int
  /// The cases that states were found for.
  public let cases: [String]
  /// How many of them were proved by following a hint.
  public var hinted = 0
  /// What makes the proof quick next time, if it was looked for.
  public var hints: ProofHints? = nil

  /// The verdict.
  public var verdict: Verdict { conclusion.verdict }
  /// Why the property is unknown or vacuous; what does not hold when it is refuted.
  public var reason: String? { conclusion.reason }
  /// The state that refutes it.
  public var counterexample: Counterexample? {
    if case .refuted(_, let counterexample) = conclusion { return counterexample }
    return nil
  }
}

/// A state that refutes a property, run natively.
public struct Counterexample: Sendable {
  /// The state and the arbitrary words.
  public let instance: Instance
  /// What the native run shows.
  public let replay: Replay
  /// The mutation that was made, if any.
  public let mutation: String?
}
