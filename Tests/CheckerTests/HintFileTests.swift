import Foundation
import Testing

@testable import Checker

/// Hints as files: what they say, and how little of them a change changes.
@Suite struct HintFileTests {
  private static let state = """
    {"counts":{"cell":2},"property":"a/b","state":{"cell[1].word":3},"version":1,"words":{"x":4}}
    """

  private static func hints() throws -> ProofHints {
    var hints = ProofHints()
    hints.proofs = [
      "1c": ProofHints.Way(told: ["5", "6"], solver: .core), "2d+": ProofHints.Way(told: ["7"], solver: .bits),
      "3e": ProofHints.Way(told: [], solver: .general),
    ]
    (hints.open, hints.taken) = (["8", "9"], ["a"])
    hints.witnesses = [try CounterexampleFile(json: Data(state.utf8))]
    return hints
  }

  private static func lines(_ hints: ProofHints) throws -> [String] {
    String(decoding: try hints.json(), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
  }

  private static func read(_ text: String) throws -> ProofHints {
    try JSONDecoder().decode(ProofHints.self, from: Data(text.utf8))
  }

  @Test func whatIsWrittenIsRead() throws {
    for change in [{ _ in }, { $0.refutations = $0.witnesses }, { $0 = ProofHints() }] as [(inout ProofHints) -> Void] {
      var hints = try Self.hints()
      change(&hints)
      #expect(try Self.read(Self.lines(hints).joined(separator: "\n")) == hints)
    }
  }

  @Test func anObligationIsALine() throws {
    let lines = try Self.lines(Self.hints())
    for (label, told) in [("1c", "5 6"), ("2d+", "7"), ("3e", "")] {
      let found = lines.filter { $0.hasPrefix("\"\(label)\":") }
      #expect(found.count == 1 && found[0].contains("\"told\":\"\(told)\""), "\(lines)")
    }
    #expect(lines.contains(Self.state) && lines.last == "")
  }

  @Test func aChangeOfOneObligationChangesItsLineAlone() throws {
    var changed = try Self.hints()
    changed.proofs["2d+"]?.solver = .thorough
    let (old, new) = (try Self.lines(Self.hints()), try Self.lines(changed))
    #expect(old.count == new.count && zip(old, new).filter { $0 != $1 }.count == 1)
  }

  /// Files were one line, and counted what can't be otherwise.
  @Test func filesOfTheOldFormAreRead() throws {
    let text = """
      {"open":"8 9","proofs":{"1c":{"solver":"core","told":"5 6"},"2d+":{"solver":"bits","told":"7"},\
      "3e":{"solver":"general","told":""}},"taken":"a","witnesses":[\(Self.state)]}
      """
    #expect(try Self.read(text) == Self.hints())
  }
}
