import ARMSemantics
import Testing

/// The semantics against an independent implementation: QEMU, which runs the probe program in `Oracle/`.
///
/// Without QEMU, or without the probe program that `make oracle` builds, these tests are skipped; with
/// L4CHECK_REQUIRE_QEMU=1 they fail.
@Suite(
  .enabled(
    if: Emulator.isAvailable || Emulator.isRequired, "needs qemu-system-arm, and the probe program of “make oracle”"),
  .serialized)
struct OracleTests {
  /// How many configurations a run of the emulator is given, and how many probes in each: less than 32 MB of input.
  static let configurationsPerRun = 5_000
  static let probesPerConfiguration = 100

  /// Compares configurations, and reports the first disagreement.
  static func compare(_ processor: Emulator.Processor, configurations: Int, seed: UInt64) throws -> Coverage {
    let comparison = Comparison(Subject(processor))
    var coverage = Coverage()
    for start in stride(from: 0, to: configurations, by: configurationsPerRun) {
      let cases = (start..<min(start + configurationsPerRun, configurations)).map {
        comparison.case(seed: seed, number: UInt64($0), probes: probesPerConfiguration)
      }
      for `case` in cases { coverage.add(`case`) }
      let disagreements = try comparison.disagreements(of: cases)
      if let first = disagreements.first {
        let smallest = try Shrinker(comparison: comparison).shrink(first)
        Issue.record(
          """
          \(disagreements.count) of \(cases.count) configurations, first of seed \(seed) from number \(start), e.g.
          \(smallest.text(processor: processor))
          """)
        break
      }
    }
    print(
      "\(processor.rawValue): \(coverage.probes) probes in \(coverage.configurations) configurations of seed \(seed)")
    return coverage
  }

  @Test("An ARM926 does what the semantics say, in a million probes")
  func arm926() throws {
    let coverage = try Self.compare(.arm926, configurations: 11_000, seed: 1)
    #expect(coverage.probes >= 1_000_000)
    #expect(coverage.configurations >= 10_000)
  }
}
