import Checker
import Foundation
import Logic
import Properties
import Testing

/// A property of code that makes one of the mistakes that it must refute, so that a runner takes each for its own.
struct Seeded: Property {
  let property: any Property
  let fault: Fault

  var name: String { property.name }
  var statement: String { property.statement }
  var schema: Schema { property.schema }
  var rounds: Int { property.rounds }
  var decidesConditionals: Bool { property.decidesConditionals }
  var strategy: SolverStrategy { property.strategy }
  var checksMemory: Bool { property.checksMemory }
  var faults: [Fault] { [fault] }
  func run<T: Trial>(_ t: inout T) { property.run(&t) }
}

/// Evidence that the properties say something: each refutes the code with each of its mistakes.
@Suite struct SeededFaultTests {
  /// Properties whose proofs take long: they leave a fault to another property that refutes it too, unless
  /// `L4CHECK_FAULTS` is `all`.
  static let slow: Set = [
    "fastpath/call-refines-model", "fastpath/reply-and-wait-refines-model", "ipc/call-preserves-invariant",
    "fass/isolation-with-instruction-tlb", "fass/ipc-switches-as-activation-does",
    "fass/page-fault-switches-as-activation-does", "fass/resume-switches-as-activation-does",
  ]
  /// Properties whose faults take a quarter of a minute and more each: only if `L4CHECK_FAULTS` is `all`.
  static let slowest: Set = [
    "fass/transparency-with-data-tlb", "fass/transparency-with-instruction-tlb", "fass/map-large-keeps-invariant",
    "fastpath/abort-handler-refines-model",
  ]

  /// Every fault with every property that must refute it here.
  static var all: [Seeded] {
    let isThorough = ProcessInfo.processInfo.environment["L4CHECK_FAULTS"] == "all"
    var others = Set(tested.filter { !slow.contains($0.name) }.flatMap(\.faults).map(\.name))
    return tested.flatMap { property in
      let leaves = slow.contains(property.name) && !isThorough
      // Of two slow properties, the first one takes the fault; each keeps one of its own.
      return property.faults.enumerated()
        .filter { number, fault in !leaves || others.insert(fault.name).inserted || number == 0 }.map(\.element)
        .map { Seeded(property: property, fault: $0) }
    }
  }

  private static var tested: [any Property] {
    let isThorough = ProcessInfo.processInfo.environment["L4CHECK_FAULTS"] == "all"
    return properties.filter { isThorough || !slowest.contains($0.name) }
  }

  @Test func everyPropertyAndEveryFaultIsTested() {
    let tested = Set(Self.tested.filter { !$0.faults.isEmpty && !Self.slow.contains($0.name) }.map(\.name))
    #expect(Set(Self.all.map(\.name)).isSuperset(of: tested))
    #expect(Set(Self.all.map(\.fault.name)) == Set(Self.tested.flatMap(\.faults).map(\.name)))
  }

  /// The defects of the published kernel (docs/fass-design.md) that are to be shown to break a theorem each.
  @Test func everyPublishedDefectIsAFault() {
    let names = Self.tested.flatMap(\.faults).compactMap { fault in
      fault.name.split(separator: ":").first.map(String.init)
    }
    for number in Array(1...13) + [15] { #expect(names.contains("B\(number)"), "B\(number)") }
  }

  @Test func everyFaultIsRefutedByAStateThatShowsItAgain() throws {
    let seeded = Self.all
    var options = Runner.Options()
    options.jobs = 2
    options.limits = SolverLimits(resources: 50_000_000)
    options.fault = { $0.faults.first }
    options.hints = storedHints.hints
    let outcomes = Runner(seeded, options: options).run()
    #expect(outcomes.count == seeded.count)
    Self.printTable(seeded, outcomes)
    for (seeded, outcome) in zip(seeded, outcomes) {
      let what = "\(seeded.name), when \(seeded.fault.name)"
      let reason = outcome.result?.reason ?? outcome.failure.map { "\($0)" } ?? ""
      #expect(outcome.result?.status == .refuted, "\(what): \(reason)")
      guard let counterexample = outcome.result?.counterexample else { continue }
      try expectReplay(counterexample, of: seeded, what)
    }
  }

  /// Which theorem refutes which fault, and how fast.
  private static func printTable(_ seeded: [Seeded], _ outcomes: [Outcome]) {
    let width = seeded.map(\.fault.name.count).max() ?? 0
    for (seeded, outcome) in zip(seeded, outcomes) {
      let fault = seeded.fault.name + String(repeating: " ", count: width - seeded.fault.name.count)
      let seconds = outcome.result.map { String(format: "%6.1f s", $0.seconds) } ?? ""
      print("\(fault)  \(seconds)  \(seeded.name)")
    }
  }

  /// The state, read back from a file, shows the mistake; and nothing but the mistake.
  private func expectReplay(_ counterexample: Counterexample, of seeded: Seeded, _ what: String) throws {
    let written = CounterexampleFile(seeded, counterexample.instance, fault: seeded.fault.name)
    let file = try CounterexampleFile(json: written.json())
    #expect(file == written, "\(what)")
    let instance = try file.instance(of: seeded.schema)
    #expect(instance.state.words == counterexample.instance.state.words, "\(what)")
    let replay = Replay.run(seeded, on: instance, fault: seeded.fault)
    #expect(replay.violations.isEmpty && !replay.failures.isEmpty, "\(what)")
    let sound = Replay.run(seeded, on: instance)
    if case .skipAssumption(let assumption) = seeded.fault.mistake {
      // It is this assumption, and no other, that rules the state out.
      #expect(!sound.violations.isEmpty, "\(what): the state satisfies what was left out")
      #expect(sound.violations.allSatisfy { $0.hasPrefix(assumption) }, "\(what): \(sound.violations)")
    } else {
      #expect(sound.violations.isEmpty && sound.failures.isEmpty, "\(what), does not hold without it either")
    }
  }
}
