import Checker
import Foundation
import Logic
import Properties
import TestSupport
import Testing

/// A property of code that makes one of the mistakes that it must refute, so that a runner takes each for its own.
struct Seeded: Property {
  let property: any Property
  let mutation: Mutation

  var name: String { property.name }
  var statement: String { property.statement }
  var schema: Schema { property.schema }
  var rounds: Int { property.rounds }
  var decidesConditionals: Bool { property.decidesConditionals }
  var strategy: SolverStrategy { property.strategy }
  var checksMemory: Bool { property.checksMemory }
  var mutations: [Mutation] { [mutation] }
  func run<T: Trial>(_ t: inout T) { property.run(&t) }
}

/// Evidence that the properties say something: each refutes the code with each of its mistakes.
@Suite struct SeededFaultTests {
  /// Every mistake with every property that must refute it.
  static let all = properties.flatMap { property in
    property.mutations.map { Seeded(property: property, mutation: $0) }
  }

  @Test func everyMistakeShowsInAState() {
    for (seeded, _, reason) in Seeded.unshown(Self.tested) { Issue.record("\(seeded.what): \(reason)") }
  }

  /// The checker's own search finds such states, too: it may rule out none that is there.
  @Test func theCheckerFindsSuchStates() throws {
    let seeded = Self.isThorough ? Self.all : Self.some
    let outcomes = Seeded.refute(seeded)
    Self.printTable(seeded, outcomes)
    for (seeded, outcome) in zip(seeded, outcomes) {
      let reason = outcome.result?.reason ?? outcome.failure.map { "\($0)" } ?? ""
      #expect(outcome.result?.verdict == .refuted, "\(seeded.what): \(reason)")
      guard let counterexample = outcome.result?.counterexample else { continue }
      let written = CounterexampleFile(seeded, counterexample.instance, mutation: seeded.mutation.name)
      let file = try CounterexampleFile(json: written.json())
      #expect(file == written, "\(seeded.what)")
      let instance = try file.instance(of: seeded.schema)
      #expect(instance.state.words == counterexample.instance.state.words, "\(seeded.what)")
      #expect(seeded.objection(to: instance) == nil, "\(seeded.what)")
    }
  }

  /// The defects of the published kernel (docs/fass-design.md) that are to be shown to break a theorem each.
  @Test func everyPublishedDefectIsAFault() {
    let names = Self.all.compactMap { $0.mutation.name.split(separator: ":").first.map(String.init) }
    for number in Array(1...13) + [15] { #expect(names.contains("B\(number)"), "B\(number)") }
  }

  /// What takes the checker long is left to it only if all is, unless a state was kept.
  private static let tested = all.filter {
    isThorough || !slow.contains($0.name) || KeptStates.shared.state(for: $0) != nil
  }

  @Test func everyMistakeIsTestedSomewhere() {
    #expect(Set(Self.tested.map(\.mutation.name)) == Set(Self.all.map(\.mutation.name)))
    let withFaults = properties.filter { !$0.mutations.isEmpty }.map(\.name)
    #expect(Set(Self.tested.map(\.name)) == Set(withFaults))
  }

  /// Whether everything is left to the checker.
  static let isThorough = TestVariable.faults.text == "all"

  /// Properties whose mutations take the checker long.
  private static let slow: Set = [
    "fastpath/call-refines-model", "fastpath/reply-and-wait-refines-model", "ipc/call-preserves-invariant",
    "fass/isolation-with-instruction-tlb", "fass/ipc-switches-as-activation-does",
    "fass/page-fault-switches-as-activation-does", "fass/resume-switches-as-activation-does",
    "fass/transparency-with-data-tlb", "fass/transparency-with-instruction-tlb", "fass/map-large-keeps-invariant",
    "fastpath/abort-handler-refines-model",
  ]

  /// Those, and others, whose mutations take longest, together.
  private static let slowest: Set = [
    "fass/transparency-with-data-tlb", "fass/transparency-with-instruction-tlb", "fass/map-large-keeps-invariant",
    "fastpath/abort-handler-refines-model", "fastpath/notification-refines-model", "ipc/abort-reaches-pager",
  ]

  /// Every other mistake of every property that isn't slow. A slow one has its first, and those that only
  /// slow ones are to refute.
  private static var some: [Seeded] {
    var others = Set(all.filter { !slow.contains($0.name) }.map(\.mutation.name))
    var seen: Set<String> = []
    var number = 0
    return all.filter { !slowest.contains($0.name) }.filter { seeded in
      let isFirst = seen.insert(seeded.name).inserted
      number = isFirst ? 0 : number + 1
      if slow.contains(seeded.name) { return others.insert(seeded.mutation.name).inserted || isFirst }
      return number % 2 == 0
    }
  }

  /// Which theorem refutes which mutation, and how fast.
  private static func printTable(_ seeded: [Seeded], _ outcomes: [RunOutcome]) {
    let width = seeded.map(\.mutation.name.count).max() ?? 0
    for (seeded, outcome) in zip(seeded, outcomes) {
      let mutation = seeded.mutation.name + String(repeating: " ", count: width - seeded.mutation.name.count)
      let seconds = outcome.result.map { String(format: "%6.1f s", $0.seconds) } ?? ""
      print("\(mutation)  \(seconds)  \(seeded.name)")
    }
  }
}
