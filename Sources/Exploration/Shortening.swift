import Logic
import Model
import Published
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
  func shorten(_ operations: [Operation]) -> [Operation] {
    var best = operations
    var stretch = max(1, best.count / 2)
    while true {
      var isShorter = false
      var start = best.count - stretch
      while start >= 0 {
        var candidate = best
        candidate.removeSubrange(start..<min(start + stretch, candidate.count))
        if let length = length(candidate) {
          best = Array(candidate.prefix(length))
          isShorter = true
        }
        start = min(start, best.count) - stretch
      }
      if stretch == 1, !isShorter { return best }
      if !isShorter || stretch > best.count { stretch = max(1, stretch / 2) }
    }
  }
}
