import ARMSemantics
import Checker
import FastPath
import Logic
import Model
import Scenarios

/// Two systems that do the same operations, one by the model and one by the optimised kernel, watched by a reference.
final class Lockstep {
  /// How the optimised kernel does an operation.
  typealias Kernel = (
    _ operation: ScenarioOperation, _ k: inout SystemMemory, _ registers: inout UserRegisters<Native>
  ) -> ScenarioOutcome

  private let model, optimised: OwnedSystem
  private let reference, kernel: Kernel
  /// What the running thread has in the user registers of either processor.
  private var registers = (model: UserRegisters<Native>(), optimised: UserRegisters<Native>())
  private var data: DataReference
  private let playground: Playground
  /// Accesses that went ahead, aborts that were repaired, and operations that were refused.
  private(set) var completed = 0, repaired = 0, refused = 0

  /// - Parameter reference: What stands for the model: a kernel with the same mistake, if only user code is to notice.
  init(
    _ playground: Playground, reference: @escaping Kernel = { $0.applyModel(to: &$1, &$2) },
    _ kernel: @escaping Kernel = { $0.applyFastPath(to: &$1, &$2) }
  ) {
    let boot = Platform.boot(playground.sizes)
    (model, optimised) = (OwnedSystem(playground.plan), OwnedSystem(playground.plan))
    model.memory.load(boot)
    optimised.memory.load(boot)
    FastPathImplementation().catchUp(&optimised.memory)
    (self.reference, self.kernel) = (reference, kernel)
    data = DataReference(playground)
    self.playground = playground
  }

  /// The model's state.
  var state: SystemMemory { model.memory }
  /// How many values of loads have been compared.
  var dataChecks: Int { data.checks }

  /// Does an operation, and says what is wrong with what came of it. Nothing is done that would break a promise.
  func step(_ operation: ScenarioOperation) -> String? {
    if playground.keepsPromises && playground.breaksPromise(operation, state) { return nil }
    let ideal = ideal(operation)
    let expected = reference(operation, &model.memory, &registers.model)
    let found = kernel(operation, &optimised.memory, &registers.optimised)
    if let violation = unexpected(expected) { return "the model: \(violation)" }
    if let violation = unexpected(found) { return "the fast path: \(violation)" }
    if found != expected { return "the model: \(expected.result), the fast path: \(found.result)" }
    if registers.optimised != registers.model { return "the fast path leaves other registers" }
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
      let line = UserAccess(kind: AccessKind.read, address: address & ~3).outcome(on: state)
      if line.completes { data.touch(state, at: line.physicalAddress) }
    default: break
    }
  }

  /// What the two systems hold differently, but for what only the optimised kernel keeps.
  func difference() -> String? {
    let (a, b) = (model.memory, optimised.memory)
    // The last dense table is the fast path's own.
    let shared = Int(model.plan.layout.offsets[SectionBitmap.number] / 4)
    var isSame = a.denseWords.prefix(shared).elementsEqual(b.denseWords.prefix(shared))
    for (number, table) in kernelSchema.tables.enumerated() where isSame && kernelSchema.kinds[table.key].isSparse {
      let objects = a.listedObjects(ofKind: table.key) + b.listedObjects(ofKind: table.key)
      isSame = objects.allSatisfy { i in
        table.columns.allSatisfy { a[number, table.shift, $0, i, 0] == b[number, table.shift, $0, i, 0] }
      }
    }
    if isSame { return nil }
    let (before, after) = (model.image, optimised.image)
    return Comparison.differences(before: before, before, after).first.map {
      "\($0.place): the model \($0.first), the fast path \($0.second)"
    }
  }

  /// A claim of the invariants that doesn't hold.
  func brokenClaim() -> String? {
    let k = optimised.image
    return (Invariants.firstBroken(k) ?? Invariants.firstBroken(k, Coupling.sections(k)))?.description
  }

  private func hex(_ word: UInt32) -> String { "0x" + String(word, radix: 16) }
}
