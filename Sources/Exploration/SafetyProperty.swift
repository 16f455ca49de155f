import ARMSemantics
import Logic
import Model
import Scenarios

/// What every step must keep, whatever anyone does.
public enum SafetyProperty: String, Sendable, CaseIterable {
  /// An access that goes ahead is one that the ideal allows, at the ideal's place.
  case isolation
  /// The same, of an access through the domain of another space: what is seen there is what was granted, and what a
  /// window shows. Whoever looks for violations of isolation looks for these too.
  case sharing
  /// An access that the ideal allows goes ahead.
  case transparency
  /// The caches answer with the ideal's frame.
  case cache
  /// What a system call tells user code is what the model tells.
  case ipc

  /// What a step violates; nil if nothing.
  ///
  /// - Parameters:
  ///   - before: The state before the step.
  ///   - after: The state after it.
  init?(_ operation: ScenarioOperation, _ outcome: ScenarioOutcome, from before: Image, to after: Image) {
    switch outcome.violation {
    case .reachesWhatIsForbidden, .reachesAnotherFrame:
      self = Self.isOfAnother(operation, after) ? .sharing : .isolation
    case .isDeniedWhatIsAllowed, .livelock: self = .transparency
    case .findsLineOfAnotherFrame: self = .cache
    case nil:
      guard operation.toldOtherwise(outcome, from: before, to: after) != nil else { return nil }
      self = .ipc
    }
  }

  /// Whether it is among those that are looked for.
  func isAmong(_ wanted: Set<SafetyProperty>) -> Bool {
    wanted.contains(self) || (self == .sharing && wanted.contains(.isolation))
  }

  /// Whether an access goes through a domain that another space owns.
  private static func isOfAnother(_ operation: ScenarioOperation, _ k: Image) -> Bool {
    guard case .access(let access) = operation else { return false }
    let owner = k[DomainTable.owner, Ref(access.domain(k))]
    return owner != .none && owner != k[Machine.space]
  }
}
