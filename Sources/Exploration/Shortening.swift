import Logic
import Model
import Published
import Randomness
import Scenarios

/// Leaves out of a sequence what the violation at its end doesn't need.
struct Shortening {
  let kernel: Variant
  let kept: Kept

  /// Whether the operations, from boot, lead to such a violation; and after how many of them.
  func length(_ operations: [Operation]) -> Int? {
    var k = Platform.boot(Moves.sizes, kernel)
    for (i, operation) in operations.enumerated() {
      if Moves.breaksPromise(operation, k) { return nil }
      if let violation = operation.apply(to: &k, by: kernel).violation {
        return Kept(violation) == kept ? i + 1 : nil
      }
    }
    return nil
  }

  /// The shortest sequence that leaving out ever smaller stretches leads to.
  func shorten(_ operations: [Operation]) -> [Operation] { shortened(operations, failingAfter: length) }
}
