import Randomness
import Scenarios

/// A sequence of operations that fails at its end; made short, it is a scenario that shows the failure.
package struct FailingSequence {
  package private(set) var operations: [ScenarioOperation]
  /// What is wrong at its end.
  package private(set) var reason: String
  /// Does a sequence from boot, up to its failure if it fails.
  private let run: ([ScenarioOperation]) -> Lockstep.Failure?

  package init(
    _ operations: [ScenarioOperation], reason: String, run: @escaping ([ScenarioOperation]) -> Lockstep.Failure?
  ) {
    (self.operations, self.reason, self.run) = (operations, reason, run)
  }

  /// Leaves out as many operations as possible.
  package mutating func shorten() {
    operations = shortened(operations) { candidate in
      guard let failure = run(candidate) else { return nil }
      reason = failure.reason
      return failure.steps
    }
  }

  /// Puts another operation in the place of one, if the sequence still fails at its end.
  package mutating func replace(_ i: Int, by operation: ScenarioOperation) {
    var candidate = operations
    candidate[i] = operation
    guard let failure = run(candidate), failure.steps == operations.count else { return }
    (operations, reason) = (candidate, failure.reason)
  }

  /// What was wrong at first, how to see it again, and a scenario that shows it: a file for `l4check run`.
  ///
  /// - Parameters:
  ///   - found: Where it was found, such as `seed 1, program 2`, and what was wrong there.
  ///   - replay: A command that finds it again.
  package func report(found: String, replay: String, _ sizes: Platform.Sizes) -> (text: String, scenario: Scenario) {
    let scenario = Scenario(sizes: sizes, operations: operations)
    let text = """
      \(found)
      replay: \(replay)
      \(operations.count) operations are enough for: \(reason)
      \(scenario.text)
      """
    return (text, scenario)
  }
}
