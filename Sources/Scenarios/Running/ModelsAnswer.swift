import Checker
import Logic
import Model

/// Something that a system call tells otherwise than the model does.
public struct StrangeAnswer: Sendable, Equatable {
  /// Where it is told: a register, a word of a UTCB, or else who runs.
  public let place: String
  /// It, and what the model tells, in one sentence.
  public let sentence: String
}

/// What threads are told by a system call, beside what the model tells them: who goes on, what it finds in its registers,
/// and every thread's UTCB.
struct ModelsAnswer {
  private let outcome: ScenarioOutcome
  private let before, after: Image

  /// What the model makes of a system call; nil for an operation that is none.
  init?(to operation: ScenarioOperation, in before: Image) {
    switch operation {
    case .call, .replyAndWait, .wait, .enter: break
    default: return nil
    }
    self.before = before
    // A system call says what is in the registers.
    var (observed, registers) = (ObservedImage(before), UserRegisters<Native>())
    outcome = operation.apply(to: &observed, &registers, by: ModelImplementation())
    after = observed.image
  }

  /// The first thing that another kernel tells otherwise; nil if there is nothing.
  func difference(from other: ScenarioOutcome, after otherAfter: Image, in scenario: Scenario) -> StrangeAnswer? {
    func finds(_ place: String, _ found: String, _ expected: String) -> StrangeAnswer {
      StrangeAnswer(
        place: place, sentence: "user code finds \(found) in \(place), where the model has \(expected)")
    }
    if let found = other.running, let expected = outcome.running, found.thread == expected.thread {
      for (a, b) in zip(found.registers.leaves, expected.registers.leaves) where a.word != b.word {
        return finds(a.name, hexadecimal(a.word), hexadecimal(b.word))
      }
      if found.errorCode != expected.errorCode { return differs("error code", from: other, in: scenario) }
    }
    if other != outcome { return differs("who runs", from: other, in: scenario) }
    let words = Comparison.differences(before: before, otherAfter, after).filter { $0.place.hasPrefix("UTCB") }
    return words.first.map { word in
      StrangeAnswer(
        place: "UTCB",
        sentence: "user code finds \(word.first) in \(word.place), where the model has \(word.second)")
    }
  }

  private func differs(_ place: String, from other: ScenarioOutcome, in scenario: Scenario) -> StrangeAnswer {
    StrangeAnswer(
      place: place, sentence: "\(scenario.describe(other)); on the model, \(scenario.describe(outcome))")
  }
}
