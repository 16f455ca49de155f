import FastPath
import Logic
import Model
import Scenarios
import TestSupport
import Testing

@Suite("Random sequences of operations on address spaces")
struct RandomSequenceTests {
  /// How many operations a sequence has.
  static let steps = 20_000

  @Test("Model, fast path and ideal agree on every access, on what is read, and on the state; the invariants hold")
  func agree() {
    let clock = ContinuousClock()
    let start = clock.now
    var tally = RandomSequence.Tally()
    for number in RandomSettings.numbers(RandomSettings.amount(.sequences), only: .onlySequence) {
      let sequence = RandomSequence(seed: RandomSettings.seed, number: number)
      let (done, failure) = sequence.run(steps: Self.steps)
      tally += done
      if let failure {
        let report = sequence.report(failure) { $0.applyFastPath(to: &$1, &$2) }
        Issue.record("\(report)")
        break
      }
    }
    let time = start.duration(to: clock.now)
    print(
      """
      seed \(RandomSettings.seed): \(tally.steps) operations in \(time): \(tally.completed) accesses go ahead, \
      \(tally.repaired) aborts, \(tally.refused) operations refused, \(tally.dataChecks) values compared
      """)
  }
}
