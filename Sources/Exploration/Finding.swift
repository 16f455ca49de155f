import Logic
import Model
import Published
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

  /// Whose violation it is.
  public let kernel: Variant
  /// What is violated.
  public let kept: Kept
  /// The operations, of which none can be left out.
  public let operations: [ScenarioOperation]
  /// Where they go wrong, in order; empty if all invariants of our kernel hold to the end.
  public let causes: [Cause]
  /// What the last one tells otherwise than the model does: a register, or a word of a UTCB; nil if nothing.
  public let told: String?
  /// How many sequences had been tried.
  public let sequences: Int

  /// Which kinds of operation broke which claims, one after the other: the last few that differ.
  public var breaks: [String] {
    var parts: [String] = []
    for cause in causes {
      let part = "\(Self.keyword(operations[cause.step]))-breaks-\(cause.claim.name)"
      if part != parts.last { parts.append(part) }
    }
    return parts.suffix(Self.mostBreaks)
  }

  private static var mostBreaks: Int { 5 }

  /// What tells it from other findings: what is violated, and what broke or is told otherwise.
  public var name: String {
    let why = told.map { [$0.replacing(" ", with: "-")] } ?? breaks
    let last = Self.keyword(operations[operations.count - 1])
    return "\(kept.rawValue)-\(why.isEmpty ? last : why.joined(separator: "+"))"
  }

  /// Whether it needs all that another finding needs to go wrong: it is likely to be the same mistake, among others.
  public func contains(_ other: Finding) -> Bool {
    kept == other.kept && told == nil && other.told == nil && Set(breaks).isSuperset(of: other.breaks)
  }

  /// The word that the line of an operation begins with.
  static func keyword(_ operation: ScenarioOperation) -> String {
    String(Scenario().line(operation).prefix { $0 != " " })
  }

  /// What it does, as a scenario.
  public var scenario: Scenario { Scenario(sizes: Moves.sizes, operations: operations) }

  /// A file for `l4check run`; comments say what it shows on which kernel, and which lines break claims.
  public var text: String {
    var lines = scenario.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // The first line tells the sizes.
    for cause in causes { lines[1 + cause.step] += "    # breaks \(cause.claim.name): \(cause.claim.statement)" }
    return (["# Violates \(kept.rawValue) on the kernel “\(kernel.rawValue)”."] + lines).joined(separator: "\n")
  }
}
