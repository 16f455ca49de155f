import ARMSemantics
import Checker
import Logic

/// How an access is translated, step by step, as one would do it by hand with the manual.
///
/// Every step is taken by the semantics; this only says what it found. What the steps lead to is compared with what
/// ``MMU`` says of the whole access.
public struct Explanation {
  /// A step: what it is about, and what it finds.
  public struct Step {
    public let title: String
    public let lines: [String]

    init(_ title: String, _ lines: [String]) {
      self.title = title
      self.lines = lines
    }
  }

  /// One way in which the access may go: served by a TLB entry, or by the tables in memory.
  public struct Way {
    /// Which way; nil where there is only one.
    public let title: String?
    public let steps: [Step]
    /// The TLB entry that serves the access; nil for a walk of the tables.
    public let entry: UInt32?
    /// How the access ends.
    public let outcome: AccessOutcome<Native>
  }

  /// The access in a few words.
  public let heading: String
  /// What comes before the TLB and the tables.
  public let steps: [Step]
  /// What may happen then: at least one way, that of the tables last.
  public let ways: [Way]

  /// - Parameter machine: A state of ``Schema/memorySystem``.
  /// - Throws: ``ExplanationError`` when the steps lead elsewhere than the semantics.
  public init(_ access: Access<Native>, on machine: Image, _ profile: Profile) throws {
    let explainer = Explainer(k: machine, access: access, profile: profile)
    heading = explainer.heading
    if let (steps, status) = explainer.untranslated() {
      self.steps = steps
      ways = [try explainer.endUntranslated(status)]
      return
    }
    steps = [explainer.alignment, explainer.relocation]
    ways = access.isFetch ? try explainer.ways(InstructionTLB.self) : try explainer.ways(DataTLB.self)
  }

  /// The text, as lines of a terminal.
  public var text: String {
    let width = (steps + ways.flatMap(\.steps)).map(\.title.count).max() ?? 0
    var lines = [heading, ""] + Self.lines(steps, width)
    for way in ways {
      if let title = way.title { lines += ["", "  \(title)", ""] }
      lines += Self.lines(way.steps, width)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ steps: [Step], _ width: Int) -> [String] {
    steps.flatMap { step in
      step.lines.enumerated().map { number, line in
        "  " + (number == 0 ? step.title : "").padded(to: width) + "  " + line
      }
    }
  }
}

/// The steps of an explanation lead elsewhere than the semantics: a mistake in the explanation.
public struct ExplanationError: Error, CustomStringConvertible {
  public let description: String

  init(explained: AccessOutcome<Native>, actual: AccessOutcome<Native>) {
    func show(_ outcome: AccessOutcome<Native>) -> String {
      outcome.leaves.map { "\($0.name) \(hexadecimal($0.word))" }.joined(separator: ", ")
    }
    description = "the walk as explained ends with \(show(explained)), the semantics with \(show(actual))"
  }
}
