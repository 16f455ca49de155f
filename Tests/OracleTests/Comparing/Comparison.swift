import ARMSemantics
import Randomness

/// Compares the semantics with the emulator.
final class Comparison {
  let subject: Subject
  /// Whose predictions tell which probes would destroy the program, and which word to put back after a store; nil when
  /// they are the subject's own.
  private let judge: Subject?
  private let emulator: Emulator
  private let machine = Machine()
  private let buffer = Input.buffer()

  init(_ subject: Subject, judge: Subject? = nil) {
    self.subject = subject
    self.judge = judge
    emulator = Emulator(processor: subject.processor)
  }

  deinit { buffer.deallocate() }

  /// The case with a number in the sequence of a seed, with at most so many probes.
  func `case`(seed: UInt64, number: UInt64, probes: Int) -> Case {
    var generator = ConfigurationGenerator(SeededGenerator(seed: seed, number: number))
    var (configuration, proposals) = generator.make()
    var predictions: [Prediction] = []
    configuration.probes.reserveCapacity(probes)
    predictions.reserveCapacity(probes)
    withPredictor(subject, for: configuration) { predictor in
      // Most proposals are good, but under a configuration that maps little besides the program's memory few are.
      for _ in 0..<(4 * probes) where predictions.count < probes {
        let probe = proposals.next()
        guard let prediction = predictor.prediction(for: probe) else { continue }
        configuration.probes.append(probe)
        predictions.append(prediction)
      }
    }
    return judged(Case(configuration: configuration, predictions: predictions))
  }

  /// The case of a configuration; nil when one of its probes must not be tried.
  func `case`(_ configuration: Configuration) -> Case? {
    let predictions = withPredictor(subject, for: configuration) { predictor in
      configuration.probes.compactMap { predictor.prediction(for: $0) }
    }
    guard predictions.count == configuration.probes.count else { return nil }
    let result = judged(Case(configuration: configuration, predictions: predictions))
    return result.predictions.count == predictions.count ? result : nil
  }

  /// A case without the probes that the judge does not allow, and with the places that it sees.
  private func judged(_ case: Case) -> Case {
    guard let judge else { return `case` }
    var result = Case(configuration: `case`.configuration.with(probes: []), predictions: [])
    withPredictor(judge, for: `case`.configuration) { predictor in
      for (probe, var prediction) in zip(`case`.configuration.probes, `case`.predictions) {
        guard let judgement = predictor.prediction(for: probe) else { continue }
        prediction.place = judgement.place
        result.configuration.probes.append(probe)
        result.predictions.append(prediction)
      }
    }
    return result
  }

  private func withPredictor<Result>(
    _ subject: Subject, for configuration: Configuration, _ body: (Predictor) -> Result
  ) -> Result {
    let view = subject.view(of: configuration)
    return machine.enter(view) { store in
      body(Predictor(store: store, arena: machine.arena, profile: subject.profile, control: view.registers.control))
    }
  }

  /// For each case the disagreement, if the emulator says something else. All are given to it at once.
  func results(of cases: [Case]) throws -> [Disagreement?] {
    guard !cases.isEmpty else { return [] }
    var input = Input(in: buffer)
    for `case` in cases {
      input.append(`case`.configuration, places: `case`.predictions.lazy.map(\.place))
    }
    do {
      return try emulator.run(input.finish(), probes: input.probes) { results in
        var rest = results[...]
        return cases.map { `case` in
          defer { rest = rest.dropFirst(`case`.predictions.count) }
          return Self.disagreement(of: `case`, rest)
        }
      }
    } catch is Emulator.Failure {
      try checkEmulator()
      // So a probe did it: where predictions are wrong, one may destroy the program. Which it was, the halves tell.
      guard cases.count > 1 else { return [Disagreement(case: cases[0], probe: 0, actual: nil)] }
      let half = cases.count / 2
      return try results(of: Array(cases[..<half])) + results(of: Array(cases[half...]))
    }
  }

  /// Runs the emulator without anything to do.
  private func checkEmulator() throws {
    var input = Input(in: buffer)
    try emulator.run(input.finish(), probes: 0) { _ in }
  }

  private static func disagreement(of case: Case, _ results: Slice<UnsafeBufferPointer<ProbeResult>>) -> Disagreement? {
    var index = results.startIndex
    for (probe, prediction) in `case`.predictions.enumerated() {
      if !prediction.agrees(with: results[index]) {
        return Disagreement(case: `case`, probe: probe, actual: results[index])
      }
      index += 1
    }
    return nil
  }
}
