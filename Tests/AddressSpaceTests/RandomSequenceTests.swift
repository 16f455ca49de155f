import FastPath
import Logic
import Model
import Scenarios
import Testing

@Suite("Random sequences of operations on address spaces")
struct RandomSequenceTests {
  /// How many operations a sequence has, and how many sequences there are: by default ten million operations.
  static let steps = 20_000
  static let sequences = RandomSettings.number("L4CHECK_SEQUENCES") ?? UInt64(RandomSettings.sample(500))

  @Test("Model, fast path and ideal agree on every access, on what is read, and on the state; the invariants hold")
  func agree() {
    let clock = ContinuousClock()
    let start = clock.now
    var tally = RandomSequence.Tally()
    for number in RandomSettings.number("L4CHECK_SEQUENCE").map({ $0..<$0 + 1 }) ?? 0..<Self.sequences {
      let sequence = RandomSequence(seed: RandomSettings.seed, number: number)
      let (done, failure) = sequence.run(steps: Self.steps)
      tally += done
      if let failure {
        let report = Shrinking.report(sequence, failure) { $0.applyFastPath(to: &$1, &$2) }
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
