import ARMSemantics
import Checker
import FastPath
import Logic
import Model

// `apply(to:by:)` for the stores that long random runs use, each compiled for its store: generic code that nobody
// specializes is a hundred times slower.

extension ScenarioOperation {
  /// Does what the operation says, by the model.
  public func applyModel(to k: inout SystemMemory, _ registers: inout UserRegisters<Native>) -> ScenarioOutcome {
    apply(to: &k, &registers, by: ModelImplementation())
  }

  /// Does what the operation says, by the optimised kernel.
  public func applyFastPath(to k: inout SystemMemory, _ registers: inout UserRegisters<Native>) -> ScenarioOutcome {
    apply(to: &k, &registers, by: FastPathImplementation())
  }

  /// Does what the operation says, by the optimised kernel, with a mistake.
  public func applyFastPath(
    to k: inout MutatedStore<SystemMemory>, _ registers: inout UserRegisters<Native>
  ) -> ScenarioOutcome {
    apply(to: &k, &registers, by: FastPathImplementation())
  }
}

extension UserAccess {
  /// What the MMU says of the access, through a TLB entry that holds the address or by a walk.
  public func outcome(on k: SystemMemory) -> AccessOutcome<Native> { outcome(k) }
}
