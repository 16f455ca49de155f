import ARMSemantics
import FastPath
import LockstepSupport
import Logic
import Model
import Scenarios

/// The model and the optimised kernel on a playground, and a reference that watches what user code finds.
final class WatchedLockstep {
  let both: Lockstep
  private var data: DataReference
  private let playground: Playground
  /// Accesses that went ahead, aborts that were repaired, and operations that were refused.
  private(set) var completed = 0, repaired = 0, refused = 0

  /// - Parameter reference: What stands for the model: a kernel with the same mistake, if only user code is to notice.
  init(
    _ playground: Playground, reference: @escaping Lockstep.Kernel = { $0.applyModel(to: &$1, &$2) },
    _ kernel: @escaping Lockstep.Kernel = { $0.applyFastPath(to: &$1, &$2) }
  ) {
    both = Lockstep(playground.plan, boot: Platform.boot(playground.sizes), reference: reference, kernel)
    data = DataReference(playground)
    self.playground = playground
  }

  /// The model's state.
  var state: SystemMemory { both.state }
  /// How many values of loads have been compared.
  var dataChecks: Int { data.checks }

  /// Does an operation, and says what is wrong with what came of it. Nothing is done that would break a promise.
  func step(_ operation: ScenarioOperation) -> String? {
    if playground.keepsPromises && playground.breaksPromise(operation, state) { return nil }
    let ideal = ideal(operation)
    both.perform(operation)
    let expected = both.expected
    if let violation = unexpected(expected) { return "the model: \(violation)" }
    if let violation = unexpected(both.found) { return "the kernel: \(violation)" }
    if let disagreement = both.disagreement { return disagreement }
    repaired += expected.aborts.count
    switch expected.result {
    case .completed(let value):
      completed += 1
      guard case .access(let access) = operation, let ideal else { return nil }
      if !ideal.completes { return "an access goes ahead that the ideal forbids" }
      return checkData(access.access, ideal, value)
    case .faulted(let action):
      let isAllowed = ideal?.completes == true
      return isAllowed ? "an access ends with action \(action) that the ideal allows" : nil
    case .refused: refused += 1
    case .done: note(operation)
    default: break
    }
    return nil
  }

  /// What should not have happened. Spaces that break their promises find each other's lines.
  private func unexpected(_ outcome: ScenarioOutcome) -> Violation? {
    if case .findsLineOfAnotherFrame? = outcome.violation, !playground.keepsPromises { return nil }
    return outcome.violation
  }

  private func ideal(_ operation: ScenarioOperation) -> AccessOutcome<Native>? {
    guard case .access(let access) = operation else { return nil }
    return Ideal.outcome(state, state[Machine.space], access.access, Platform.profile)
  }

  private func checkData(_ access: Access<Native>, _ ideal: AccessOutcome<Native>, _ value: UInt32) -> String? {
    guard playground.keepsPromises, !access.isFetch else { return nil }
    guard let expected = data.check(state, access, at: ideal.physicalAddress, value) else { return nil }
    return "\(hex(value)) is read at \(hex(ideal.physicalAddress)), not \(hex(expected))"
  }

  private func note(_ operation: ScenarioOperation) {
    guard playground.keepsPromises else { return }
    switch operation {
    case .map, .unmap, .createSpace, .deleteSpace: data.mappingsChange()
    case .fillLine(.data, let address):
      let line = UserAccess(kind: .read, address: address & ~3).outcome(on: state)
      if line.completes { data.touch(state, at: line.physicalAddress) }
    default: break
    }
  }

  private func hex(_ word: UInt32) -> String { "0x" + String(word, radix: 16) }
}
