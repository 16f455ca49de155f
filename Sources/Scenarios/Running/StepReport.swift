/// What one step of a scenario did.
public struct StepReport: Sendable, Equatable, Codable {
  /// The line of the file; nil for a step that comes from no file.
  public let line: Int?
  /// The operation, as a line of a file.
  public let operation: String
  /// How it ended, in a few words.
  public let result: String
  /// What it changed.
  public let facts: [Fact]
  /// Why the run stops here; nil if it goes on.
  public let stop: Stop?
}

/// Why a run stops before its end.
public struct Stop: Sendable, Equatable, Codable {
  /// What kind of reason it is.
  public enum Reason: String, Sendable, Codable {
    /// The versions of the kernel leave different states.
    case disagreement
    /// A claim of an invariant doesn't hold any more.
    case brokenInvariant = "broken invariant"
    /// User code reaches what it must not, or not what it may.
    case violation
    /// What the scenario expects isn't so.
    case failedExpectation = "failed expectation"
  }

  public let reason: Reason
  /// The line of an expectation that failed.
  public let line: Int?
  /// One sentence.
  public let sentence: String
  /// The words that differ, for a disagreement.
  public let differences: [Difference]
}
