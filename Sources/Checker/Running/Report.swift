import Foundation

/// The outcomes of a run, for another program to read.
public struct Report: Codable, Sendable {
  /// The name of the format; another number when a reader of this one would misunderstand.
  public static let schemaName = "l4check-report-1"

  /// One property.
  public struct Entry: Codable, Sendable {
    public var name: String
    public var statement: String
    /// The name of the mutation, if the code had one.
    public var mutation: String?
    /// `proved`, `refuted`, `unknown`, `vacuous`, or `failed` when the checker could not do its work.
    public var status: String
    /// Why the status isn't `proved`.
    public var reason: String?
    public var seconds: Double
    public var paths: Int
    public var obligations: Int
    /// How many obligations the solver had to look at.
    public var solved: Int
    /// The cases that states were found for.
    public var cases: [String]
    /// The path of the file that holds the counterexample.
    public var counterexample: String?

    enum CodingKeys: String, CodingKey {
      case name, statement
      case mutation = "fault"
      case status, reason, seconds, paths, obligations, solved, cases, counterexample
    }
  }

  /// All properties together.
  public struct Summary: Codable, Sendable, Equatable {
    public var proved = 0
    public var refuted = 0
    public var unknown = 0
    public var vacuous = 0
    public var failed = 0
    /// The time on the clock.
    public var seconds: Double
    /// The most memory that the process held at any time.
    public var peakMemoryBytes: Int
  }

  public var version = 1
  public var schema = Report.schemaName
  /// The solver and its version.
  public var solver: String
  public var properties: [Entry]
  public var summary: Summary

  /// - Parameters:
  ///   - seconds: How long the run took.
  ///   - counterexamples: The files of counterexamples, by property.
  public init(
    _ outcomes: [RunOutcome], seconds: Double, mutation: (any Property) -> Mutation? = { _ in nil },
    counterexamples: [String: String] = [:]
  ) {
    solver = "Z3 \(SolverSession.version)"
    properties = outcomes.map { outcome in
      let result = outcome.result
      return Entry(
        name: outcome.property.name, statement: outcome.property.statement, mutation: mutation(outcome.property)?.name,
        status: result?.verdict.rawValue ?? "failed", reason: result?.reason ?? outcome.failure.map { "\($0)" },
        seconds: result?.seconds ?? 0, paths: result?.paths ?? 0, obligations: result?.obligations ?? 0,
        solved: result?.solved ?? 0, cases: result?.cases ?? [],
        counterexample: counterexamples[outcome.property.name])
    }
    summary = Summary(seconds: seconds, peakMemoryBytes: Self.peakMemoryBytes)
    for outcome in outcomes {
      switch outcome.result?.verdict {
      case .proved?: summary.proved += 1
      case .refuted?: summary.refuted += 1
      case .unknown?: summary.unknown += 1
      case .vacuous?: summary.vacuous += 1
      case nil: summary.failed += 1
      }
    }
  }

  /// The report as JSON, with a newline at the end.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  private static var peakMemoryBytes: Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      // Linux counts in kilobytes.
      return Int(usage.ru_maxrss) * 1024
    #endif
  }
}
