import Checker
import Evidence
import Foundation
import Logic
import Properties
import Synchronization
import TestSupport
import Testing

/// The states of `Evidence/Witnesses`, which show mistakes.
///
/// To find such a state takes the checker a second or a minute; to run it takes no time. So a state that was found is kept,
/// and run natively: what it shows needs no trust in the checker. Where none is kept, or the one that is kept shows nothing
/// any more, the checker has to find another. `make witnesses` keeps that one in turn, in the directory that
/// ``TestVariable/keep`` names.
final class KeptStates: Sendable {
  static let shared = KeptStates()

  private static let kept = TestVariable.keep.text.map {
    WitnessDirectory(URL(fileURLWithPath: $0))
  }
  static let keepsNew = kept != nil
  private static let directory = kept ?? storedWitnesses
  /// By property, then by mistake.
  private let files: Mutex<[String: [String: CounterexampleFile]]> = Mutex([:])

  /// The state that is kept for a mistake, if there is one that means something.
  func state(for seeded: Seeded) -> Instance? {
    let file = files.withLock { Self.read(seeded, into: &$0)[seeded.mutation.name] }
    return file.flatMap { try? $0.instance(of: seeded.schema) }
  }

  func keep(_ instance: Instance, for seeded: Seeded) throws {
    try files.withLock { files in
      var file = Self.read(seeded, into: &files)
      file[seeded.mutation.name] = CounterexampleFile(seeded, instance, mutation: seeded.mutation.name)
      files[seeded.name] = file
      try Self.directory.write(file, for: seeded)
    }
  }

  private static func read(
    _ seeded: Seeded, into files: inout [String: [String: CounterexampleFile]]
  ) -> [String: CounterexampleFile] {
    if let known = files[seeded.name] { return known }
    let file = directory.witnesses(for: seeded)
    files[seeded.name] = file
    return file
  }
}

extension Seeded {
  var what: String { "\(name), when \(mutation.name)" }

  /// Why a state doesn't show the mistake, and nothing but the mistake; nil if it does.
  func objection(to instance: Instance) -> String? {
    let replay = Replay.run(self, on: instance, mutation: mutation)
    if let violation = replay.violations.first { return "its state violates “\(violation)”" }
    if replay.failures.isEmpty { return "its state fails nothing" }
    let sound = Replay.run(self, on: instance)
    if case .skipAssumption(let assumption) = mutation.mistake {
      // It is this assumption, and no other, that rules the state out.
      if sound.violations.isEmpty { return "the state satisfies what was left out" }
      return sound.violations.first { !$0.hasPrefix(assumption) }.map { "its state also violates “\($0)”" }
    }
    let other = sound.violations.first ?? sound.failures.first.map { "\($0)" }
    return other.map { "without the mistake, too: “\($0)”" }
  }

  /// Whether a state that is kept shows the mistake.
  var isShownByKeptState: Bool { KeptStates.shared.state(for: self).map { objection(to: $0) == nil } ?? false }

  /// Lets the checker, which follows hints, look for a state for each mistake. It is made small only where one that isn't
  /// fails without the mistake, too: because it has more in it than the property is about.
  static func refute(_ seeded: [Seeded], watch: @escaping @Sendable (RunOutcome) -> Void = { _ in }) -> [RunOutcome] {
    var outcomes = refute(seeded, makesSmall: false, watch)
    let again = seeded.indices.filter { number in
      if case .skipAssumption = seeded[number].mutation.mistake { return false }
      let found = outcomes[number].result?.counterexample?.instance
      return found.map { seeded[number].objection(to: $0) != nil } ?? false
    }
    for (number, outcome) in zip(again, refute(again.map { seeded[$0] }, makesSmall: true, watch)) {
      outcomes[number] = outcome
    }
    return outcomes
  }

  private static func refute(
    _ seeded: [Seeded], makesSmall: Bool, _ watch: @escaping @Sendable (RunOutcome) -> Void
  ) -> [RunOutcome] {
    var options = Runner.Options()
    options.jobs = 2
    options.limits = SolverLimits(resources: 50_000_000)
    options.mutation = { $0.mutations.first }
    options.hints = storedHints.hints
    options.makesSmall = makesSmall
    return Runner(seeded, options: options).run { if case .finished(let outcome) = $0 { watch(outcome) } }
  }

  /// The mistakes that a state doesn't show, neither one that is kept nor one that the checker finds; and why.
  static func unshown(_ seeded: [Seeded]) -> [(seeded: Seeded, verdict: Verdict?, reason: String)] {
    let missing = seeded.filter { !$0.isShownByKeptState }
    let outcomes = refute(missing) { outcome in
      guard KeptStates.keepsNew, let instance = outcome.result?.counterexample?.instance,
        let seeded = outcome.property as? Seeded, seeded.objection(to: instance) == nil
      else { return }
      do { try KeptStates.shared.keep(instance, for: seeded) } catch { Issue.record(error) }
    }
    return zip(missing, outcomes).compactMap { seeded, outcome in
      guard let result = outcome.result else { return (seeded, nil, outcome.failure.map { "\($0)" } ?? "") }
      guard result.verdict == .refuted, let found = result.counterexample else {
        return (seeded, result.verdict, result.reason ?? "")
      }
      return seeded.objection(to: found.instance).map { (seeded, result.verdict, $0) }
    }
  }
}
