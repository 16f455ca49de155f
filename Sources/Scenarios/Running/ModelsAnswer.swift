import Checker
import Logic
import Model

/// What threads are told by a system call, beside what the model tells them: who goes on, what it finds in its registers,
/// and every thread's UTCB.
struct ModelsAnswer {
  private let outcome: Outcome
  private let before, after: Image

  /// What the model makes of a system call; nil for an operation that is none.
  init?(to operation: Operation, in before: Image) {
    switch operation {
    case .call, .replyAndWait, .wait, .enter: break
    default: return nil
    }
    self.before = before
    var observed = ObservedImage(before)
    outcome = operation.apply(to: &observed, by: ModelImplementation())
    after = observed.image
  }

  /// The first thing that another kernel tells otherwise, in one sentence; nil if there is nothing.
  func difference(from other: Outcome, after otherAfter: Image, in scenario: Scenario) -> String? {
    if let found = other.running, let expected = outcome.running, found.thread == expected.thread {
      for (a, b) in zip(found.registers.leaves, expected.registers.leaves) where a.word != b.word {
        return
          "user code finds \(hexadecimal(a.word)) in \(a.name), where the model has \(hexadecimal(b.word))"
      }
    }
    if other != outcome { return "\(scenario.describe(other)); on the model, \(scenario.describe(outcome))" }
    let words = Comparison.differences(before: before, otherAfter, after).filter { $0.place.hasPrefix("UTCB") }
    return words.first.map { "user code finds \($0.first) in \($0.place), where the model has \($0.second)" }
  }
}
