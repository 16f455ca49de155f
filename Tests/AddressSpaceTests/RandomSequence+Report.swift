import FastPath
import Logic
import Model
import Randomness
import Scenarios
import TestSupport

/// Makes a failing sequence short, for a human reader.
struct Shrinking {
  let playground: Playground
  let kernel: Lockstep.Kernel
  /// Whether the invariants must be looked at after each operation for the failure to show.
  private let checksInvariants: Bool

  /// A failing sequence, and what is wrong at its end.
  struct Example {
    var operations: [ScenarioOperation]
    var reason: String
  }

  /// What is wrong, and a short scenario that shows it: a file for `l4check run`.
  static func report(
    _ sequence: RandomSequence, _ failure: RandomSequence.Failure, _ kernel: @escaping Lockstep.Kernel
  ) -> String {
    let example = shrink(sequence, failure, kernel)
    let scenario = Scenario(sizes: sequence.operations(0).0.sizes, operations: example.operations)
    return """
      seed \(sequence.seed), sequence \(sequence.number), step \(failure.steps): \(failure.reason)
      replay: \(RandomSettings.replay("RandomSequenceTests", seed: sequence.seed, .onlySequence, sequence.number))
      \(example.operations.count) operations are enough for: \(example.reason)
      \(scenario.text)
      """
  }

  /// The failing sequence, as short as leaving out operations makes it.
  static func shrink(
    _ sequence: RandomSequence, _ failure: RandomSequence.Failure, _ kernel: @escaping Lockstep.Kernel
  ) -> Example {
    let (playground, operations) = sequence.operations(failure.steps)
    for checksInvariants in [false, true] {
      let shrinking = Shrinking(playground: playground, kernel: kernel, checksInvariants: checksInvariants)
      if let (steps, reason) = shrinking.failure(operations, from: checksInvariants ? failure.steps - 5000 : 0) {
        return shrinking.minimise(Example(operations: Array(operations.prefix(steps)), reason: reason))
      }
    }
    return Example(operations: operations, reason: failure.reason)
  }

  /// After how many operations a sequence fails, and why.
  private func failure(_ operations: [ScenarioOperation], from start: Int = 0) -> (steps: Int, reason: String)? {
    let systems = Lockstep(playground, kernel)
    for (step, operation) in operations.enumerated() {
      if let reason = systems.step(operation) ?? (checksInvariants && step >= start ? systems.brokenClaim() : nil) {
        return (step + 1, reason)
      }
      if !checksInvariants, operations.count < 200, let reason = systems.difference() { return (step + 1, reason) }
    }
    return systems.difference().map { (operations.count, $0) }
  }

  /// Leaves out as many operations as possible.
  private func minimise(_ example: Example) -> Example {
    var reason = example.reason
    let operations = shortened(example.operations) { operations in
      guard let found = failure(operations) else { return nil }
      reason = found.reason
      return found.steps
    }
    return Example(operations: operations, reason: reason)
  }
}
