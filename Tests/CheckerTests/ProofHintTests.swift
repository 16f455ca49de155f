import Foundation
import Testing

@testable import Checker

/// Hints of what is as small as can be: what they hold is run, and not believed; and a directory keeps them.
@Suite struct ProofHintTests {
  private static func prove(_ property: Counting, _ hints: ProofHints, finding: Bool = false) throws -> PropertyResult {
    var options = Runner.Options()
    options.hints = { _ in hints }
    options.findsHints = finding
    return try #require(Runner([property], options: options).run().first?.result)
  }

  @Test func aStateThatTheAssumptionsRuleOutIsNoWitness() throws {
    let right = try Self.prove(Counting(.right), ProofHints(), finding: true)
    let hints = try #require(right.hints)
    #expect(hints.witnesses.count == 1)
    #expect(try Self.prove(Counting(.impossible), hints).verdict == .vacuous)
    #expect(try Self.prove(Counting(.unreachable), hints).verdict == .vacuous)
  }

  @Test func aKnownRefutationIsRunAndNotBelieved() throws {
    let wrong = try Self.prove(Counting(.wrong), ProofHints(), finding: true)
    let hints = try #require(wrong.hints)
    #expect(wrong.verdict == .refuted && hints.refutations.count == 1)
    // At once: nothing is explored.
    let again = try Self.prove(Counting(.wrong), hints)
    #expect(again.verdict == .refuted && again.paths == 0 && again.reason == wrong.reason)
    // The same state shows nothing where the property holds, and nothing where it is ruled out.
    #expect(try Self.prove(Counting(.right), hints).verdict == .proved)
    #expect(try Self.prove(Counting(.impossible), hints).verdict == .vacuous)
  }

  @Test func aDirectoryKeepsHints() throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("hints-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    let property = Counting(.right)
    let hints = try #require(try Self.prove(property, ProofHints(), finding: true).hints)
    let store = HintDirectory(directory)
    #expect(store.hints(for: property).isEmpty)
    try store.write(hints, for: property)
    #expect(store.hints(for: property) == hints)
    #expect(store.hints(for: Counting(.wrong)).isEmpty)

    // A file that was cut short is as good as none.
    let file = directory.appendingPathComponent("counting/right.json")
    try (try Data(contentsOf: file)).dropLast(20).write(to: file)
    #expect(store.hints(for: property).isEmpty)

    try store.write(ProofHints(), for: property)
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }
}
