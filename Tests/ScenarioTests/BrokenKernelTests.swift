import ARMSemantics
import Logic
import Model
import Scenarios
import Testing

/// A version of the kernel that makes a mistake is found out at the step where it makes it.
@Suite struct BrokenKernelTests {
  /// A switch that forgets to load the DACR.
  private struct ForgetsDACR: Implementation {
    let name = "the forgetful one"

    func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native {
      let dacr = k[CP15.domainAccessControl]
      Kernel.activate(&k, space)
      k[CP15.domainAccessControl] = dacr
    }
  }

  /// An abort handler that repairs nothing and says that it has.
  private struct RepairsNothing: Implementation {
    let name = "the idle one"

    func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native { Kernel.activate(&k, space) }

    func enter<S: Store>(
      _ k: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
    ) -> Exit<Native> where S.R == Native {
      if case .abort = entry { .user(registers) } else { Kernel.enter(&k, entry, registers) }
    }
  }

  private let text = """
    space A
    map A 0x00100000 4K -> 0x20000000 rw cb
    switch A
    write 0x00100000 = 1
    """

  private func last(_ first: some Implementation, _ second: some Implementation) throws -> StepReport {
    var run = ScenarioRun(try Scenario(parsing: Array(text.utf8)), first, second)
    var last: StepReport?
    while let step = run.step() { last = step }
    return try #require(last)
  }

  @Test func aSwitchThatForgetsTheDACRDisagreesAtTheSwitch() throws {
    let step = try last(ModelImplementation(), ForgetsDACR())
    #expect(step.line == 3)
    #expect(step.stop?.reason == .disagreement)
    #expect(step.stop?.differences.map(\.place) == ["CP15.DACR"])
  }

  @Test func withNothingToCompareItWithAClaimBreaks() throws {
    let step = try last(ForgetsDACR(), ForgetsDACR())
    #expect(step.line == 3)
    #expect(step.stop?.reason == .brokenInvariant)
    #expect(step.stop?.sentence.hasPrefix("machine-cache") == true)
  }

  @Test func aRepairThatIsNoneIsALivelock() throws {
    let step = try last(RepairsNothing(), RepairsNothing())
    #expect(step.line == 4)
    #expect(step.stop?.reason == .violation)
    #expect(step.stop?.sentence.contains("still aborts") == true)
  }

  @Test func anExpectationThatIsNotSoIsToldWithItsLine() throws {
    let scenario = try Scenario(parsing: Array("space A\nswitch A\nexpect domain A 3".utf8))
    var run = ScenarioRun(scenario, ModelImplementation(), ModelImplementation())
    _ = run.step()
    let stop = try #require(run.step()?.stop)
    #expect(stop.reason == .failedExpectation && stop.line == 3)
    #expect(stop.sentence == "expected A to have domain 3, but found domain 15")
    #expect(run.step() == nil)
  }
}
