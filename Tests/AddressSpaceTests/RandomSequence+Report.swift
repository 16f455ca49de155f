import LockstepSupport
import Logic
import Scenarios
import TestSupport

extension RandomSequence {
  /// What is wrong, and a short scenario that shows it: a file for `l4check run`.
  func report(_ failure: Lockstep.Failure, _ kernel: @escaping Lockstep.Kernel) -> String {
    let (playground, operations) = operations(failure.steps)
    var failing = FailingSequence(operations, reason: failure.reason) { _ in nil }
    for checksInvariants in [false, true] {
      let start = checksInvariants ? failure.steps - checking : 0
      guard
        let first = Self.failure(operations, playground, kernel, checksInvariants: checksInvariants, from: start)
      else { continue }
      failing = FailingSequence(Array(operations.prefix(first.steps)), reason: first.reason) {
        Self.failure($0, playground, kernel, checksInvariants: checksInvariants, from: 0)
      }
      failing.shorten()
      break
    }
    return failing.report(
      found: "seed \(seed), sequence \(number), step \(failure.steps): \(failure.reason)",
      replay: RandomSettings.replay("RandomSequenceTests", seed: seed, .onlySequence, number), playground.sizes
    ).text
  }

  /// How a sequence fails on the playground, if it does.
  ///
  /// - Parameters:
  ///   - checksInvariants: Whether the invariants must be looked at after each operation for the failure to show.
  ///   - start: The first operation after which they are.
  private static func failure(
    _ operations: [ScenarioOperation], _ playground: Playground, _ kernel: @escaping Lockstep.Kernel,
    checksInvariants: Bool, from start: Int
  ) -> Lockstep.Failure? {
    let systems = WatchedLockstep(playground, kernel)
    for (step, operation) in operations.enumerated() {
      if let reason = systems.step(operation) ?? (checksInvariants && step >= start ? systems.both.brokenClaim() : nil)
      {
        return Lockstep.Failure(steps: step + 1, reason: reason)
      }
      if !checksInvariants, operations.count < 200, let reason = systems.both.wholeDifference() {
        return Lockstep.Failure(steps: step + 1, reason: reason)
      }
    }
    return systems.both.wholeDifference().map { Lockstep.Failure(steps: operations.count, reason: $0) }
  }
}
