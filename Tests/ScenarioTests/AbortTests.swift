import Logic
import Model
import Scenarios
import Testing

/// What comes of an access that nothing repairs: the kernel is entered by the abort, with what the thread has in its
/// registers.
@Suite struct AbortTests {
  typealias Registers = UserRegisters<Native>

  /// A thread that works, and one that works for it.
  private let threads = """
    space A
    thread worker in A
    space B
    thread keeper in B

    """

  private func run(_ text: String) throws -> [StepReport] {
    var run = ScenarioRun(try Scenario(parsing: Array(text.utf8)), ModelImplementation(), FastPathImplementation())
    var steps: [StepReport] = []
    while let step = run.step() { steps.append(step) }
    return steps
  }

  @Test func aThreadWithoutAPagerIsHaltedAndTheNextOneRuns() throws {
    let steps = try run(
      threads + """
        create-thread T4 in A utcb 0xE0100400 place 4 priority 50
        exchange-registers 4 control 256
        run worker
        fetch 0x00100000
        expect page-fault
        expect running T4
        """)
    #expect(steps.last?.stop == nil && steps.last?.result == "page fault: worker is halted, T4 runs")
  }

  @Test func aHaltedThreadHasNoMoreUserCodeUntilTheScenarioLetsItGoOn() throws {
    let steps = try run(
      threads + """
        run worker
        read 0x00100000
        expect running T1
        wait
        expect refused busy
        map A 0x00100000 4K -> 0x20000000 rw
        run worker
        read 0x00100000
        expect allowed
        expect running worker
        """)
    #expect(steps.last?.stop == nil && steps.count == 10)
  }

  @Test func thread0GoesOnWithTheNextLineThatNeedsUserCode() throws {
    let steps = try run(
      threads + """
        read 0x00100000
        expect running T1
        tick
        expect running T1
        read 0x00100000
        expect page-fault
        schedule myself priority 100
        expect running T0
        """)
    #expect(steps.last?.stop == nil && steps[4].result == "page fault: T0 is halted, T1 runs")
  }

  @Test func theIdleThreadMakesNoAccess() throws {
    let steps = try run(
      threads + """
        pager T0 keeper
        read 0x00100000
        expect running keeper
        wait
        expect running T1
        read 0x00100000
        expect refused busy
        """)
    #expect(steps.last?.stop == nil && steps.count == 8)
  }

  /// Runs a scenario, and says what the running thread has in its registers after each step.
  private func registers(_ text: String, by kernel: some Implementation) throws -> [Registers] {
    let scenario = try Scenario(parsing: Array(text.utf8))
    var (k, registers) = (Platform.boot(scenario.sizes), Registers())
    kernel.catchUp(&k)
    return scenario.steps.map { step in
      _ = step.operation.apply(to: &k, &registers, by: kernel)
      return registers
    }
  }

  /// The worker waits, gets a message, and touches memory that is not there.
  private var fault: String {
    threads + """
      pager worker keeper
      call worker 1 2 3
      read 0x00100000

      """
  }

  @Test func theRegistersOfAPageFaultAreThereAgainWhenThePagerHasAnswered() throws {
    func check(_ kernel: some Implementation) throws {
      let registers = try registers(fault + "reply worker 7 8", by: kernel)
      let (before, told, after) = (registers[5], registers[6], registers[7])
      #expect((before.mr1, before.mr2, before.mr3) == (1, 2, 3) && before.r0 & Handle.typeBits == Handle.reply)
      #expect(told.mr0 == 0xFFE4_0002 && told.mr1 == 0x0010_0000)
      #expect(after == before)
    }
    try check(ModelImplementation())
    try check(FastPathImplementation())
  }

  @Test func aRepairedAbortLeavesTheRegistersAlone() throws {
    let registers = try registers(
      threads + """
        map A 0x00100000 4K -> 0x20000000 rw
        call worker 1 2 3
        read 0x00100000
        """, by: FastPathImplementation())
    #expect(registers[5].mr3 == 3 && registers[6] == registers[5])
  }

  /// The model, but that an abort enters it, or leaves it, with other registers.
  private struct LosesRegisters: Implementation {
    let name = "the forgetful one"
    let atEntry: Bool

    func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native { Kernel.activate(&k, space) }

    func enter<S: Store>(
      _ k: inout S, _ entry: KernelEntry<Native>, _ registers: Registers
    ) -> Exit<Native> where S.R == Native {
      guard case .abort = entry else { return Kernel.enter(&k, entry, registers) }
      if atEntry { return Kernel.enter(&k, entry, Registers()) }
      _ = Kernel.enter(&k, entry, registers)
      return .user(Registers())
    }
  }

  private func stop(_ text: String, _ kernel: LosesRegisters) throws -> Stop? {
    var run = ScenarioRun(try Scenario(parsing: Array(text.utf8)), ModelImplementation(), kernel)
    var last: StepReport?
    while let step = run.step() { last = step }
    return last?.stop
  }

  @Test func aKernelThatLosesTheRegistersOfAnAbortDisagrees() throws {
    let entry = try stop(fault, LosesRegisters(atEntry: true))
    #expect(entry?.reason == .disagreement)
    #expect(entry?.differences.contains { $0.place.hasPrefix("TCB[2].user") && $0.first == "0x00000003" } == true)
    let exit = try stop(
      threads + """
        map A 0x00100000 4K -> 0x20000000 rw
        call worker 1 2 3
        read 0x00100000
        """, LosesRegisters(atEntry: false))
    #expect(exit?.reason == .disagreement)
    #expect(exit?.differences.map(\.place) == ["r0", "mr0", "mr1", "mr2", "mr3"])
  }
}
