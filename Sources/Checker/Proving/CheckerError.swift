/// A failure of the checker itself, or of a property that asks for nothing: never a verdict.
public enum CheckerError: Error, Equatable, CustomStringConvertible {
  /// The property has more paths than the checker explores.
  case tooManyPaths(Int)
  /// The property proves nothing on any path.
  case nothingToProve
  /// The solver refuted the property, but no state of moderate size shows it: the claims that the proof may use were
  /// instantiated too rarely, or only large states show it.
  case noSmallCounterexample(String)
  /// A counterexample or a witness, run natively, does not show what it should.
  case replayDisagrees(String)

  public var description: String {
    switch self {
    case .tooManyPaths(let limit): "more than \(limit) paths"
    case .nothingToProve: "the property proves nothing"
    case .noSmallCounterexample(let what): "no small state shows the counterexample of the solver to “\(what)”"
    case .replayDisagrees(let what): "the counterexample does not replay: \(what)"
    }
  }
}
