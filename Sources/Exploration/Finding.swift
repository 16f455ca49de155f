import Logic
import Model
import Scenarios

/// A violation, and the shortest way to it from boot that was found.
public struct Finding: Sendable {
  /// A step at which things go wrong.
  public struct Cause: Sendable {
    /// The operation.
    public let step: Int
    /// A claim of the invariants of our kernel that held before it, and doesn't afterwards.
    public let claim: BrokenClaim
  }

  /// What is violated.
  public let kept: Kept
  /// The operations, of which none can be left out.
  public let operations: [Operation]
  /// Where they go wrong, in order; empty if all invariants of our kernel hold to the end.
  public let causes: [Cause]
  /// What the last one tells otherwise than the model does: a register, or a word of a UTCB; nil if nothing.
  public let told: String?
  /// How many sequences had been tried.
  public let sequences: Int

  /// What tells it from other findings: what is violated, and which kind of operation was the last that broke a claim, or
  /// tells the wrong thing.
  public var name: String {
    if let told { return "\(kept.rawValue)-\(told.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined())" }
    guard let last = causes.last else { return "\(kept.rawValue)-\(Self.keyword(operations[operations.count - 1]))" }
    return "\(kept.rawValue)-\(Self.keyword(operations[last.step]))-breaks-\(last.claim.name)"
  }

  /// The word that the line of an operation begins with.
  static func keyword(_ operation: Operation) -> String { String(Scenario().line(operation).prefix { $0 != " " }) }

  /// A file for `l4check run`; comments say which lines break claims.
  public var text: String {
    let scenario = Scenario(sizes: Moves.sizes, operations: operations)
    var lines = scenario.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // The first line tells the sizes.
    for cause in causes { lines[1 + cause.step] += "    # breaks \(cause.claim)" }
    return lines.joined(separator: "\n")
  }
}
