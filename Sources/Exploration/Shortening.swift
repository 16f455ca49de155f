import Logic
import Model
import Published
import Randomness
import Scenarios

/// Leaves out of a sequence what the violation at its end doesn't need.
struct Shortening {
  let kernel: Variant
  /// The state after boot.
  let boot: Image
  let kept: Kept

  /// Whether the operations, from boot, lead to such a violation; and after how many of them.
  func length(_ operations: [ScenarioOperation]) -> Int? {
    var (k, registers) = (boot, UserRegisters<Native>())
    for (i, operation) in operations.enumerated() {
      if Moves.breaksPromise(operation, k) { return nil }
      let before = k
      let outcome = operation.apply(to: &k, &registers, by: kernel)
      if let violated = Kept(operation, outcome, from: before, to: k) { return violated == kept ? i + 1 : nil }
    }
    return nil
  }

  /// A finding: where claims of the invariants are broken, in order, and what is told otherwise than by the model.
  ///
  /// Requires: the operations are as ``length(_:)`` wants them.
  func finding(_ operations: [ScenarioOperation], after sequences: Int) -> Finding {
    var (k, registers, broken, told) = (boot, UserRegisters<Native>(), Set<BrokenClaim>(), String?.none)
    let causes = operations.indices.compactMap { step in
      let before = k
      let outcome = operations[step].apply(to: &k, &registers, by: kernel)
      told = operations[step].toldOtherwise(outcome, from: before, to: k)?.place
      let now = Invariants.broken(k)
      defer { broken = Set(now) }
      return now.first { !broken.contains($0) }.map { Finding.Cause(step: step, claim: $0) }
    }
    return Finding(
      kernel: kernel, kept: kept, operations: operations, causes: causes, told: told, sequences: sequences)
  }

  /// The shortest sequence that leaving out ever smaller stretches leads to.
  func shorten(_ operations: [ScenarioOperation]) -> [ScenarioOperation] { shortened(operations, failingAfter: length) }
}
