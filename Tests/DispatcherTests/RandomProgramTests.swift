import FastPath
import LockstepSupport
import Logic
import Model
import Scenarios
import TestSupport
import Testing

@Suite("Random programs of system calls, made by the dispatcher and by the model")
struct RandomProgramTests {
  /// How many operations are made.
  static let operations = RandomSettings.amount(.operations)

  @Test("Model and dispatcher agree on registers, on who runs, and on the state; invariants and queues are right")
  func agree() {
    let clock = ContinuousClock()
    let start = clock.now
    let systems = Lockstep()
    var tally = RandomProgram.Tally()
    let only = TestVariable.onlyProgram.number
    var number = only ?? 0
    repeat {
      let program = RandomProgram(seed: RandomSettings.seed, number: number)
      if let failure = program.run(on: systems, &tally) {
        Issue.record("\(program.report(failure, on: systems).text)")
        return
      }
      number += 1
    } while only == nil && tally.operations < Self.operations
    let time = start.duration(to: clock.now)
    print(
      """
      seed \(RandomSettings.seed): \(tally.operations) operations of \(number) programs in \(time): \(tally.calls) \
      calls and events, \(tally.refusals) refused, \(tally.failures) IPCs failed
      """)
    guard tally.operations >= 1_000_000 else { return }
    #expect(tally.refused.isSuperset(of: Self.refusals), "\(tally.refused)")
    #expect(tally.done == Set(KernelCall.Kind.allCases.filter(\.tellsResult)), "\(tally.done)")
    #expect(tally.failed.isSuperset(of: Self.failures), "\(tally.failed)")
  }

  /// Every error of the system calls.
  private static let refusals = Set(SystemCallError.names.keys).subtracting([.none])

  /// Every error of an IPC, in the phases in which there is one.
  private static let failures: Set<UInt32> = Set(
    ([.noPartner, .nonExisting, .cancelled, .aborted] as [Code<IPCError, Native>]).flatMap {
      [$0.code(in: .send), $0.code(in: .receive)]
    } + ([.messageOverflow, .notAccepted] as [Code<IPCError, Native>]).map { $0.code(in: .send) })
}
