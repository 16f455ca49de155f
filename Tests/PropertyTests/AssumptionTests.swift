import Checker
import Foundation
import Properties
import Testing

/// Evidence that no property assumes what it doesn't need: without any one of its assumptions, a state refutes it. A few are
/// too large to be found.
@Suite struct AssumptionTests {
  /// Every property without each of its assumptions.
  private static let all = properties.flatMap { property in
    Outline(property).assumptions.map { assumption in
      Seeded(property: property, mutation: Mutation("without “\(assumption)”", .skipAssumption(assumption)))
    }
  }
  /// Those of the fast path and of address spaces take the checker long: without a kept state, they are left to it only if
  /// everything is. (Isolation has a mutation for each claim that it assumes.)
  private static let tested = all.filter {
    SeededFaultTests.isThorough || !($0.name.hasPrefix("fastpath/") || $0.name.hasPrefix("fass/"))
      || KeptStates.shared.state(for: $0) != nil
  }

  @Test func everyAssumptionIsNeeded() {
    // Without some of them the code leaves its tables, which the checker refuses, and which shows nothing natively.
    let unshown = Seeded.unshown(Self.tested).filter { $0.verdict != .refuted }
    for (seeded, status, reason) in unshown where status != .unknown { Issue.record("\(seeded.what): \(reason)") }
    #expect(unshown.count * 20 <= Self.tested.count)
  }
}
