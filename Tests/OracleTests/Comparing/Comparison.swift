import ARMSemantics

/// Compares the semantics with the emulator.
final class Comparison {
  let subject: Subject
  private let emulator: Emulator
  private let machine = Machine()
  private let buffer = Input.buffer()

  /// - Parameter patience: How long a run of the emulator may take, in seconds.
  init(_ subject: Subject, patience: Double = 60) {
    self.subject = subject
    emulator = Emulator(processor: subject.processor, patience: patience)
  }

  deinit { buffer.deallocate() }

  /// The case with a number in the sequence of a seed, with at most so many probes.
  func `case`(seed: UInt64, number: UInt64, probes: Int) -> Case {
    var generator = ConfigurationGenerator(SeededGenerator(seed: seed, number: number))
    var (configuration, proposals) = generator.make()
    var predictions: [Prediction] = []
    configuration.probes.reserveCapacity(probes)
    predictions.reserveCapacity(probes)
    withPredictor(for: configuration) { predictor in
      // Most proposals are good; in a configuration that maps hardly anything else but the program, few are.
      for _ in 0..<(4 * probes) where predictions.count < probes {
        let probe = proposals.next()
        guard let prediction = predictor.prediction(for: probe) else { continue }
        configuration.probes.append(probe)
        predictions.append(prediction)
      }
    }
    return Case(configuration: configuration, predictions: predictions)
  }

  /// The case of a configuration; nil when one of its probes must not be tried.
  func `case`(_ configuration: Configuration) -> Case? {
    let predictions = withPredictor(for: configuration) { predictor in
      configuration.probes.compactMap { predictor.prediction(for: $0) }
    }
    guard predictions.count == configuration.probes.count else { return nil }
    return Case(configuration: configuration, predictions: predictions)
  }

  private func withPredictor<Result>(for configuration: Configuration, _ body: (Predictor) -> Result) -> Result {
    let view = subject.view(of: configuration)
    return machine.enter(view) { store in
      body(Predictor(store: store, arena: machine.arena, profile: subject.profile, control: view.registers.control))
    }
  }

  /// The cases of which the emulator says something else. All are given to it at once.
  func disagreements(of cases: [Case]) throws -> [Disagreement] {
    guard !cases.isEmpty else { return [] }
    var input = Input(in: buffer)
    for `case` in cases {
      input.append(`case`.configuration, places: `case`.predictions.lazy.map(\.place))
    }
    do {
      return try emulator.run(input.finish(), probes: input.probes) { results in
        var rest = results[...]
        return cases.compactMap { `case` in
          defer { rest = rest.dropFirst(`case`.predictions.count) }
          return Self.disagreement(of: `case`, rest)
        }
      }
    } catch let failure as Emulator.Failure {
      // With wrong predictions, a probe may destroy the program. Which one it was, the halves tell.
      guard failure.mayBeOfProbe else { throw failure }
      guard cases.count > 1 else { return [Disagreement(case: cases[0], probe: 0, actual: nil)] }
      let half = cases.count / 2
      return try disagreements(of: Array(cases[..<half])) + disagreements(of: Array(cases[half...]))
    }
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
