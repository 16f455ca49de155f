/// A failure of the checker itself, or of a property that asks for nothing: never a verdict.
public enum CheckerError: Error, Equatable, CustomStringConvertible {
  /// The property has more paths than the checker explores.
  case tooManyPaths(Int)
  /// The property proves nothing on any path.
  case nothingToProve
  /// A counterexample or a witness, run natively, does not show what it should.
  case replayDisagrees(String)

  public var description: String {
    switch self {
    case .tooManyPaths(let limit): "more than \(limit) paths"
    case .nothingToProve: "the property proves nothing"
    case .replayDisagrees(let what): "the counterexample does not replay: \(what)"
    }
  }
}
