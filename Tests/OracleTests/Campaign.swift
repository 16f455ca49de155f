import Testing

/// Configurations of a seed, and what comes of them.
struct Campaign {
  var seed: UInt64
  var configurations: Int
  var probesPerConfiguration = 100
  /// How many configurations the emulator is given at once: with a hundred probes each, some 20 MB of input.
  private let configurationsPerRun = 5_000

  init(seed: UInt64, configurations: Int) {
    self.seed = seed
    self.configurations = configurations
  }

  /// Compares all of them; a disagreement is an issue of the test that runs.
  func run(_ subject: Subject) throws -> Coverage {
    let (coverage, smallest) = try disagreement(subject)
    print(
      "\(subject.processor.name): \(coverage.probes) probes of \(coverage.configurations) configurations, "
        + "seed \(seed)")
    if let smallest {
      Issue.record(
        """
        In configuration \(coverage.configurations - 1) of seed \(seed) the emulator says something else. It comes \
        down to this:
        \(smallest.text(processor: subject.processor))
        """)
    }
    return coverage
  }

  /// Compares all of them, up to the first disagreement, which it makes as small as it can be.
  ///
  /// - Parameter judge: For a subject that is wrong on purpose, one that is right: it tells which probes are harmless.
  func disagreement(_ subject: Subject, judge: Subject? = nil) throws -> (Coverage, smallest: Disagreement?) {
    let comparison = Comparison(subject, judge: judge)
    var coverage = Coverage()
    for start in stride(from: 0, to: configurations, by: configurationsPerRun) {
      let cases = (start..<min(start + configurationsPerRun, configurations)).map {
        comparison.case(seed: seed, number: UInt64($0), probes: probesPerConfiguration)
      }
      for (`case`, disagreement) in zip(cases, try comparison.results(of: cases)) {
        coverage.add(`case`)
        if let disagreement { return (coverage, try Shrinker(comparison: comparison).shrink(disagreement)) }
      }
    }
    return (coverage, nil)
  }
}
