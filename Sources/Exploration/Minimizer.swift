import Logic
import Model
import Published
import Randomness
import Scenarios

/// Leaves out of a sequence what the violation at its end doesn't need.
struct Minimizer {
  let kernel: Variant
  /// The state after boot.
  let boot: Image
  let property: SafetyProperty

  /// Whether the operations, from boot, lead to such a violation; and after how many of them.
  func length(_ operations: [ScenarioOperation]) -> Int? {
    var (k, registers) = (boot, UserRegisters<Native>())
    for (i, operation) in operations.enumerated() {
      if Generator.breaksPromise(operation, k) { return nil }
      let before = k
      let outcome = operation.apply(to: &k, &registers, by: kernel)
      if let violated = SafetyProperty(operation, outcome, from: before, to: k) {
        return violated == property ? i + 1 : nil
      }
    }
    return nil
  }

  /// The shortest sequence that leaving out ever smaller stretches leads to.
  func minimize(_ operations: [ScenarioOperation]) -> [ScenarioOperation] {
    shortened(operations, failingAfter: length)
  }
}
