import Evidence
import Foundation
import Logic
import Properties
import Published
import Testing

@testable import Checker

/// Hints make proofs quick, and change no verdict.
@Suite struct HintTests {
  /// Properties with conditionals that the solver decides, with cases, and with what takes a while.
  private static let names = [
    "ipc/reply-works-once", "call/delete-thread-preserves-invariant", "fass/open-window-keeps-invariant",
  ]

  private static func property(_ name: String) throws -> any Property {
    try #require(properties.first { $0.name == name })
  }

  private static func prove(_ property: any Property, _ hints: ProofHints, finding: Bool = false) throws
    -> PropertyResult
  {
    var options = Runner.Options()
    options.hints = { _ in hints }
    options.findsHints = finding
    return try #require(Runner([property], options: options).run().first?.result)
  }

  @Test(arguments: names) func aProofThatFollowsItsOwnHintsSearchesForNothing(_ name: String) throws {
    let property = try Self.property(name)
    let first = try Self.prove(property, ProofHints(), finding: true)
    let hints = try #require(first.hints)
    #expect(first.verdict == .proved && first.hinted == 0 && !hints.proofs.isEmpty)
    let second = try Self.prove(property, hints)
    #expect(second.verdict == .proved && second.hinted == hints.proofs.count)
    #expect(second.obligations == first.obligations && second.paths == first.paths)
    #expect(Set(second.cases) == Set(first.cases))
    // To look for hints where they are known leaves them as they are. What was quick without one may get one: what is quick
    // depends on the machine.
    let again = try #require(try Self.prove(property, hints, finding: true).hints)
    #expect(hints.proofs.allSatisfy { again.proofs[$0.key] == $0.value })
    #expect(again.open == hints.open && again.taken == hints.taken && again.witnesses == hints.witnesses)
  }

  @Test func hintsAboutOtherStatementsDoNoHarm() throws {
    let (a, b) = (try Self.property(Self.names[0]), try Self.property(Self.names[1]))
    var hints = try #require(try Self.prove(a, ProofHints(), finding: true).hints)
    let own = try #require(try Self.prove(b, ProofHints(), finding: true).hints)
    // For each of its statements, what something else rests on.
    for (label, way) in zip(own.proofs.keys.sorted(), own.proofs.values.reversed()) {
      hints.proofs[label] = ProofHints.Way(told: Array(way.told.dropFirst()), solver: way.solver)
    }
    #expect(try Self.prove(b, hints).verdict == .proved)
  }

  @Test func hintsDoNotHideAMistake() throws {
    for name in Self.names {
      let property = try Self.property(name)
      let mutation = try #require(property.mutations.first)
      var options = Runner.Options()
      let hints = try #require(try Self.prove(property, ProofHints(), finding: true).hints)
      options.hints = { _ in hints }
      options.mutation = { _ in mutation }
      #expect(Runner([property], options: options).run().first?.result?.verdict == .refuted, "\(name)")
    }
  }

  /// What is kept of the published kernel still refutes, but for nothing of ours.
  @Test func knownRefutationsOfThePublishedKernelShowThatItIsWrong() throws {
    var known = 0
    for property in Properties.properties(of: .published) {
      let refutations = storedHints(of: .published)(property).refutations
      for file in refutations {
        let replay = Self.replay(property, on: try file.instance(of: property.schema))
        #expect(replay.violations.isEmpty && !replay.failures.isEmpty, "\(property.name): \(replay.violations)")
        known += 1
      }
      #expect(storedHints.hints(for: property).refutations.isEmpty)
    }
    #expect(known >= 14)
  }

  private static func replay(_ property: some Property, on instance: Instance) -> Replay {
    Replay.run(property, on: instance)
  }

  /// The files in the repository are found beside the program that is built from it.
  @Test func storedHintsAreFound() throws {
    #expect(!storedHints.hints(for: try Self.property(Self.names[0])).isEmpty)
  }
}
