import Checker
import Foundation
import Logic
import Synchronization
import Testing

/// Every verdict, on a system that is as small as can be.
@Suite struct RunnerTests {
  private func outcome(_ version: Counting.Version, _ change: (inout Runner.Options) -> Void = { _ in }) throws
    -> RunOutcome
  {
    var options = Runner.Options()
    change(&options)
    return try #require(Runner([Counting(version)], options: options).run().first)
  }

  @Test func aRightClaimIsProvedAndItsCasesAreFound() throws {
    let result = try #require(outcome(.right).result)
    #expect(result.verdict == .proved && result.reason == nil && result.counterexample == nil)
    #expect(result.cases == ["the limit is reached"])
    #expect(result.paths == 1 && result.obligations == 1 && result.solved == 1)
  }

  @Test func aWrongClaimIsRefutedByASmallState() throws {
    let result = try #require(outcome(.wrong).result)
    #expect(result.verdict == .refuted && result.reason == "the counter stays below its limit")
    let counterexample = try #require(result.counterexample)
    #expect(counterexample.mutation == nil)
    #expect(counterexample.instance.state.layout.counts == [1, 4])
    #expect(counterexample.replay.violations.isEmpty)
    #expect(counterexample.replay.failures.map(\.statement) == ["the counter stays below its limit"])
  }

  @Test func aRightClaimRefutesAMistake() throws {
    let result = try #require(outcome(.right) { $0.mutation = { $0.mutations.first } }.result)
    #expect(result.verdict == .refuted && result.reason == "the counter grows")
    #expect(result.counterexample?.mutation == Counting.forgets.name)
  }

  @Test func aClaimThatAssumesTheImpossibleIsVacuous() throws {
    let result = try #require(outcome(.impossible).result)
    #expect(result.verdict == .vacuous && result.reason == "no state satisfies the assumptions")
  }

  @Test func aClaimWithACaseOutOfReachIsVacuous() throws {
    let result = try #require(outcome(.unreachable).result)
    #expect(result.verdict == .vacuous)
    #expect(result.reason == "no state reaches the case “the counter exceeds its limit”")
  }

  @Test func aClaimThatProvesNothingIsAFailure() throws {
    let outcome = try outcome(.empty)
    #expect(outcome.result == nil && outcome.failure as? CheckerError == .nothingToProve)
  }

  @Test func aLimitThatIsTooSmallLeavesAClaimUnknown() throws {
    for version in [Counting.Version.right, .wrong] {
      let result = try #require(outcome(version) { $0.limits.resources = 1 }.result)
      #expect(result.verdict == .unknown && result.reason == "the counter grows: resource limit")
    }
  }

  @Test func anInterruptedRunLeavesEveryClaimUnknown() {
    let runner = Runner([Counting(.right), Counting(.wrong)], options: Runner.Options())
    runner.interrupt()
    let outcomes = runner.run()
    #expect(outcomes.map { $0.result?.verdict } == [.unknown, .unknown])
    #expect(outcomes.allSatisfy { $0.result?.reason == "interrupted" })
  }

  @Test(arguments: [1, 2, 5, 50]) func outcomesComeInOrderForAnyNumberOfWorkers(_ jobs: Int) {
    let claims = Counting.Version.allCases.map { Counting($0) }
    var options = Runner.Options()
    options.jobs = jobs
    let events = Mutex<[String]>([])
    let outcomes = Runner(claims, options: options).run { event in
      switch event {
      case .started(let property): events.withLock { $0.append("started \(property.name)") }
      case .finished(let outcome): events.withLock { $0.append("finished \(outcome.property.name)") }
      }
    }
    #expect(outcomes.map(\.property.name) == claims.map(\.name))
    #expect(outcomes.map { $0.result?.verdict } == [.proved, .refuted, .vacuous, .vacuous, nil])
    #expect(
      events.withLock { $0.sorted() } == claims.flatMap { ["finished \($0.name)", "started \($0.name)"] }.sorted())

    let summary = Report(outcomes, seconds: 0).summary
    #expect(summary.proved == 1 && summary.refuted == 1 && summary.vacuous == 2 && summary.failed == 1)
    #expect(summary.unknown == 0)
  }

  @Test func noPropertiesHaveNoOutcomes() {
    #expect(Runner([], options: Runner.Options()).run().isEmpty)
  }

  @Test func whatWritingAQueryThrowsIsTheOutcome() throws {
    struct DiskFull: Error {}
    let outcome = try outcome(.right) { $0.onQuery = { _, _ in throw DiskFull() } }
    #expect(outcome.result == nil && outcome.failure is DiskFull)
  }
}
