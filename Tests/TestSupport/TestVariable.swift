import Foundation

/// An environment variable that tests read; nothing else reads any. CONTRIBUTING.md shows them as a table.
package enum TestVariable: String, CaseIterable, Sendable {
  case seed = "L4CHECK_SEED"
  case cases = "L4CHECK_RANDOM_CASES"
  case onlyCase = "L4CHECK_CASE"
  case operations = "L4CHECK_OPERATIONS"
  case onlyProgram = "L4CHECK_PROGRAM"
  case sequences = "L4CHECK_SEQUENCES"
  case onlySequence = "L4CHECK_SEQUENCE"
  case faults = "L4CHECK_FAULTS"
  case keep = "L4CHECK_KEEP"
  case requireQEMU = "L4CHECK_REQUIRE_QEMU"

  /// What it does.
  package var meaning: String {
    switch self {
    case .seed: "chooses the seed from which everything random follows"
    case .cases: "tries that many random states"
    case .onlyCase: "tries the random state of that number, and no other"
    case .operations: "runs random programs until they have done that many operations"
    case .onlyProgram: "runs the random program of that number, and no other"
    case .sequences: "runs that many random sequences of 20,000 operations"
    case .onlySequence: "runs the random sequence of that number, and no other"
    case .faults: "`all` lets the checker look for a state for every mistake and every missing assumption"
    case .keep:
      "keeps the states that the checker had to find, in the directory that it names; `make witnesses` sets it"
    case .requireQEMU: "`1` makes tests that need QEMU fail where it is missing"
    }
  }

  /// What holds where it isn't set.
  package var otherwise: String {
    switch self {
    case .seed: "\(Self.usualSeed)"
    case .cases, .operations, .sequences:
      standard.map { "\(Self.show($0)); \(Self.show($1)) in a debug build" } ?? ""
    case .onlyCase, .onlyProgram, .onlySequence: "all"
    case .faults: "every other mistake; what takes long is shown by states that were kept"
    case .keep: "no file is written"
    case .requireQEMU: "they are skipped"
    }
  }

  /// The suites that read it.
  package var readers: String {
    switch self {
    case .seed: "`ARMSemanticsTests`, `AddressSpaceTests`, `DispatcherTests`, `FastPathTests`, `WalkthroughTests`"
    case .cases, .onlyCase: "`DifferentialTests`"
    case .operations, .onlyProgram: "`RandomProgramTests`"
    case .sequences, .onlySequence: "`RandomSequenceTests`"
    case .faults, .keep: "`SeededFaultTests`, `AssumptionTests`"
    case .requireQEMU: "`OracleTests`, `DisagreementTests`; `.ci/run` sets it"
    }
  }

  /// The number that holds where none is set, in a release build and in a debug build; nil for what is no number, or has
  /// none.
  private var standard: (release: UInt64, debug: UInt64)? {
    switch self {
    case .seed: (Self.usualSeed, Self.usualSeed)
    // Code that isn't optimised takes a hundred times as long.
    case .cases: (1_000_000, 2500)
    case .operations: (10_000_000, 100_000)
    case .sequences: (500, 5)
    case .onlyCase, .onlyProgram, .onlySequence, .faults, .keep, .requireQEMU: nil
    }
  }

  /// Always the same, so that a failure means a change.
  private static let usualSeed: UInt64 = 2007

  /// A number with a comma before each three digits.
  private static func show(_ number: UInt64) -> String {
    number < 1000 ? "\(number)" : show(number / 1000) + "," + "\(1000 + number % 1000)".dropFirst()
  }

  /// What it is set to; nil where it isn't.
  package var text: String? { ProcessInfo.processInfo.environment[rawValue] }

  /// The number that it is set to, or else the one that holds then; nil if there is none.
  package var number: UInt64? {
    text.flatMap { UInt64($0) }
      ?? standard.map { release, debug in
        #if DEBUG
          debug
        #else
          release
        #endif
      }
  }
}
