/// How much work a solver may do before it gives up.
public struct SolverLimits: Hashable, Sendable {
  /// The solver's own count of steps, the same on every machine; 0 for no limit.
  public var resources: UInt32
  /// Time on the clock; nil for no limit.
  public var seconds: Double?

  public init(resources: UInt32 = 0, seconds: Double? = nil) {
    self.resources = resources
    self.seconds = seconds
  }
}

/// What a question turns on, which decides how the solver goes about it. The answer is the same.
public enum SolverStrategy: Sendable {
  /// On which objects are the same: words are taken apart into bits only where that is needed.
  case objects
  /// On the bits of words: they are taken apart at once.
  case bits
}

/// One of the solvers that a question may be put to. All give the same answer, if they give one.
enum SolverKind: String, Codable, CaseIterable, Sendable {
  /// Z3's core, as it is used where it keeps what it has learnt: takes nothing apart before it starts.
  case core
  /// Z3's core after a general simplification. On easy questions it takes half the time of Z3's own choice for words and
  /// functions; on some hard ones it is lost.
  case general
  /// Takes words apart into bits and functions into their values at once. On questions that turn on bits it takes half
  /// the time of Z3's own choice; on those with many applications it is lost.
  case bits
  /// Z3's own choice for words and functions, or for words alone.
  case thorough
}

/// What a solver found out about a conjunction of truth values.
public enum SolverAnswer: Equatable, Sendable {
  /// It is false for all values of the unknowns.
  case unsatisfiable
  /// It is true for these values; unknowns that don't matter may be absent.
  case satisfiable(Assignment)
  /// The solver gave up.
  case unknown(Surrender)
}

/// Why a solver gave up.
public enum Surrender: Equatable, Sendable {
  /// It has taken as many steps as it may.
  case workLimit
  /// It has taken as long as it may.
  case timeLimit
  /// It was interrupted, or so was the run before it could begin.
  case interruption
  /// It needs more memory than it may have.
  case memoryLimit
  /// Anything else, such as a question of a kind that it doesn't decide, in its own words.
  case other(String)
}

/// A failure of the solver, or of the way it is used; never an answer.
public enum SolverError: Error, Equatable, CustomStringConvertible {
  /// The solver did not carry out the named call.
  case refused(call: String, message: String)
  /// The solver's model makes this assertion false, by the position in the list of assertions.
  case wrongModel(assertion: Int)
  /// A solver for words alone was given the named function.
  case unexpectedFunction(String)

  public var description: String {
    switch self {
    case .refused(let call, let message): "the solver refused \(call): \(message)"
    case .wrongModel(let assertion): "the solver's model does not satisfy assertion \(assertion)"
    case .unexpectedFunction(let name): "the function \(name) reached a solver for words alone"
    }
  }
}
