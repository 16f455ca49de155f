/// What a property's proof came to, and why.
public enum Conclusion: Sendable {
  /// It holds in all states.
  case proved
  /// A state shows that this statement of it does not hold.
  case refuted(String, Counterexample)
  /// There is neither a proof nor a state.
  case unknown(Unknown)
  /// It says nothing.
  case vacuous(Vacuity)

  /// Why a property says nothing.
  public enum Vacuity: Equatable, Sendable {
    /// No state satisfies its assumptions.
    case assumptions
    /// No state reaches this case of it.
    case unreached(String)
  }

  /// The conclusion, without its reason.
  public var verdict: Verdict {
    switch self {
    case .proved: .proved
    case .refuted: .refuted
    case .unknown: .unknown
    case .vacuous: .vacuous
    }
  }

  /// The reason as a sentence: why the property is unknown or vacuous, what does not hold when it is refuted. A proof needs
  /// none.
  public var reason: String? {
    switch self {
    case .proved: nil
    case .refuted(let statement, _): statement
    case .unknown(let unknown): unknown.description
    case .vacuous(.assumptions): "no state satisfies the assumptions"
    case .vacuous(.unreached(let name)): "no state reaches the case “\(name)”"
    }
  }
}

/// Why it is unknown whether a property holds: what was asked last, and why there is no answer.
public struct Unknown: Equatable, Sendable {
  /// What was asked.
  public enum Question: Equatable, Sendable {
    /// Nothing in particular: the proof had hardly begun.
    case none
    /// Which conditions follow from what is known, so that few paths are explored.
    case conditionals
    /// Whether this statement follows.
    case statement(String)
    /// Which whole state refutes this statement.
    case refutation(of: String)
    /// Which state reaches this case.
    case witness(of: String)
  }

  /// Why there is no answer.
  public enum Cause: Equatable, Sendable {
    /// The solver gave up.
    case solver(Surrender)
    /// What the solver suspects shows in no whole state of moderate size.
    case noWholeState
    /// Every state that was found violates a claim about a sparse kind, where nothing had looked.
    case onlyViolatingStates
  }

  public let question: Question
  public let cause: Cause

  /// The same where it was the clock that interrupted the solver.
  var timedOut: Unknown { cause == .solver(.interruption) ? Unknown(question, .solver(.timeLimit)) : self }

  init(_ question: Question, _ cause: Cause) {
    self.question = question
    self.cause = cause
  }
}

// MARK: - In English

extension Unknown: CustomStringConvertible {
  public var description: String {
    switch question {
    case .none: "\(cause)"
    case .conditionals: "conditionals: \(cause)"
    case .statement(let statement): "\(statement): \(cause)"
    case .refutation(let statement): "\(statement): a state that refutes it was sought: \(cause)"
    case .witness(let name): "a state for the case “\(name)” was sought: \(cause)"
    }
  }
}

extension Unknown.Cause: CustomStringConvertible {
  public var description: String {
    switch self {
    case .solver(let surrender): "\(surrender)"
    case .noWholeState: "neither a proof nor a whole state of moderate size that refutes it"
    case .onlyViolatingStates: "every state that was found violates a claim about a sparse kind"
    }
  }
}

extension Surrender: CustomStringConvertible {
  public var description: String {
    switch self {
    case .workLimit: "resource limit"
    case .timeLimit: "time-out"
    case .interruption: "interrupted"
    case .memoryLimit: "out of memory"
    case .other(let words): words
    }
  }
}
