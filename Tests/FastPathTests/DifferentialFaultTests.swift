import ARMSemantics
import Checker
import FastPath
import Logic
import Model
import Properties
import TestSupport
import Testing

@Suite("The random test finds seeded faults of the fast path")
struct DifferentialFaultTests {
  /// In how many cases a mutation must show.
  static let limit: UInt64 = 50_000

  /// Faults that no random state shows, with the reason.
  static let invisible: [String: String] = [
    "the lowest priority of each group is overlooked":
      "an empty group counts as a priority above all, so the fast path only declines more often"
  ]

  /// The number of the first case in which a mutation shows, and what is wrong there.
  static func firstCase(_ mutation: Mutation, seed: UInt64) -> RandomTest.Failure? {
    RandomTest(seed: seed).run(0..<limit, codeWith(mutation)).failure
  }

  /// The fast path with a mistake. An access outside the tables is as bad as a wrong word: the memory is made to
  /// differ, so that it counts.
  static func codeWith(_ mutation: Mutation) -> FastPathCode {
    { memory, registers in
      let log = WatchedMemory.Log()
      var subject = MutatedStore(WatchedMemory(base: memory, log: log), mutation: mutation)
      let taken = FastPath.ipc(&subject, &registers)
      if log.violation != nil { memory[Machine.current] = .none }
      return taken
    }
  }

  @Test("Every mutation of the catalogue shows within 50,000 cases, or is said to be invisible")
  func faultsShow() {
    for mutation in fastPathFaults {
      let failure = Self.firstCase(mutation, seed: RandomSettings.seed)
      let reason = Self.invisible[mutation.name]
      print(
        failure.map { "case \($0.number): \(mutation.name): \($0.reason)" }
          ?? "never: \(mutation.name): \(reason ?? "")")
      #expect((failure == nil) == (reason != nil), "\(mutation.name)")
    }
    #expect(Set(Self.invisible.keys).isSubset(of: fastPathFaults.map(\.name)))
  }

  @Test("A failing case is shrunk to few objects, and its report says what differs")
  func failuresAreShrunk() throws {
    let mutation = Mutation("the PID is shifted too far", .alterWrite(.init(CP15.processID), .shiftLeft(1)))
    let failure = try #require(Self.firstCase(mutation, seed: RandomSettings.seed))
    let report = SmallExample.report(failure, seed: RandomSettings.seed, Self.codeWith(mutation))
    #expect(report.contains("2 threads, 1 spaces"))
    #expect(report.contains("L4CHECK_SEED=\(RandomSettings.seed) L4CHECK_CASE=\(failure.number)"))
    #expect(report.contains("CP15.process ID: "))
    #expect(report.split(separator: "\n").count < 80, "\(report)")
  }
}
