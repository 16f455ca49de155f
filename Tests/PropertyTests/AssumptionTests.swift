import Checker
import Foundation
import Properties
import Testing

/// Evidence that no property assumes what it doesn't need: without any one of its assumptions, there is no proof. Nearly
/// always a state refutes it; a few are too large to be found.
@Suite struct AssumptionTests {
  /// Every property without each of its assumptions; those of the fast path and of address spaces, which take long, only
  /// if `L4CHECK_FAULTS` is `all`. (Isolation has a fault for each claim that it assumes.)
  static let all = properties.filter {
    isThorough || !($0.name.hasPrefix("fastpath/") || $0.name.hasPrefix("fass/"))
  }.flatMap { property in
    Outline(property).assumptions.map { assumption in
      Seeded(property: property, fault: Fault("without “\(assumption)”", .skipAssumption(assumption)))
    }
  }
  private static let isThorough = ProcessInfo.processInfo.environment["L4CHECK_FAULTS"] == "all"

  @Test func everyAssumptionIsNeeded() {
    var options = Runner.Options()
    options.jobs = 2
    options.limits = SolverLimits(resources: 50_000_000)
    options.fault = { $0.faults.first }
    options.hints = storedHints.hints
    var refuted = 0
    for (seeded, outcome) in zip(Self.all, Runner(Self.all, options: options).run()) {
      let reason = outcome.result?.reason ?? outcome.failure.map { "\($0)" } ?? ""
      let status = outcome.result?.status
      #expect(status == .refuted || status == .unknown, "\(seeded.name), \(seeded.fault.name): \(reason)")
      refuted += status == .refuted ? 1 : 0
    }
    #expect(refuted * 20 >= Self.all.count * 19)
  }
}
