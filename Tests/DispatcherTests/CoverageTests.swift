import ARMSemantics
import FastPath
import LockstepSupport
import Logic
import Model
import Scenarios
import TestSupport
import Testing

@Suite("What random programs make the dispatcher do")
struct CoverageTests {
  @Test("Every optimised path is taken, and is declined")
  func pathsAreTaken() {
    let counter = Counter()
    let systems = Lockstep { $0.apply(to: &$1, &$2, by: Counting(counter: counter)) }
    var tally = RandomProgram.Tally()
    for number in 0..<RandomSettings.sample(200, debugDivisor: 100) {
      #expect(RandomProgram(seed: RandomSettings.seed, number: number).run(on: systems, &tally) == nil)
    }
    print("taken and declined: \(counter.counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })")
    guard tally.operations > 1000 else { return }
    for path in ["call or reply", "notification", "answer", "SWI"] {
      let (taken, declined) = counter.counts[path] ?? (0, 0)
      #expect(taken > 10 && declined > 10, "\(path): \(taken) taken, \(declined) declined")
    }
  }

  /// The abort handler's three answers, on an image with queues.
  @Test("An abort is repaired, told to the pager, or told to the exception handler, as by the model", arguments: 0..<3)
  func abortsAreHandled(_ number: Int) {
    var (k, none) = (Platform.boot(Platform.Sizes()), UserRegisters<Native>())
    FastPathImplementation().catchUp(&k)
    let page = Page(address: 0x10_0000, size: .section, frame: 0x2000_0000, permissions: 0b11, attributes: .none)
    _ = ScenarioOperation.map(0, page).apply(to: &k, &none)
    let server = Thread<Native>(2)
    _ = ScenarioOperation.createThread(server.word, space: 0, priority: 200).apply(to: &k, &none)
    k[TCB.pager, Ref(0)] = server
    k[TCB.exceptionHandler, Ref(0)] = server
    k[CP15.faultAddress] = number == 0 ? 0x10_0004 : 0x50_0004
    k[CP15.faultStatus] = number == 2 ? FaultStatus[.alignment] : FaultStatus[.sectionTranslation]
    let abort = Abort<Native>(isPrefetch: false, isWrite: true, isPrivileged: false, instruction: 0x8000)
    let registers = UserRegisters<Native>(r0: 1, mr5: 2)
    var model = k
    let expected = Kernel.enter(&model, .abort(abort), registers)
    var optimised = k
    let exit = FastPath.enter(&optimised, .abort(abort), registers)
    #expect(exit.registers == expected.registers && exit.continues == expected.continues)
    #expect(Comparison.differences(before: k, model, optimised) == [])
    #expect((optimised[Machine.current] == server) == (number != 0))
    #expect(
      exit.registers.mr0 & PageFaultMessage.labelBits == [0, PageFaultMessage.label, ExceptionMessage.label][number])
  }
}

/// How often each path was taken, and declined.
private final class Counter {
  var counts: [String: (taken: Int, declined: Int)] = [:]

  func count(_ path: String, _ isTaken: Bool) -> Bool {
    let (taken, declined) = counts[path] ?? (0, 0)
    counts[path] = isTaken ? (taken + 1, declined) : (taken, declined + 1)
    return isTaken
  }
}

/// The dispatcher, with a look at what it does.
private struct Counting: Implementation, @unchecked Sendable {
  let counter: Counter
  var name: String { "counted" }

  func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native { FastPath.activate(&k, space) }

  func switchThread<S: Store>(_ k: inout S, to thread: Thread<Native>) where S.R == Native {
    FastPathImplementation().switchThread(&k, to: thread)
  }

  func enter<S: Store>(
    _ k: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    Dispatcher.dispatch(&k, entry, registers, CountedPaths(counter: counter))
  }
}

private struct CountedPaths<S: Store>: Paths where S.R == Native {
  let counter: Counter
  private let paths = KernelPaths<S>()

  init(counter: Counter) { self.counter = counter }

  func ipc(_ m: inout S, _ registers: inout UserRegisters<Native>) -> Bool {
    counter.count("call or reply", paths.ipc(&m, &registers))
  }

  func notify(_ m: inout S, _ registers: inout UserRegisters<Native>) -> Bool {
    counter.count("notification", paths.notify(&m, &registers))
  }

  func answerSystemCall(_ m: inout S, _ registers: inout UserRegisters<Native>) -> Bool {
    counter.count("answer", paths.answerSystemCall(&m, &registers))
  }

  func systemCall(_ m: inout S, _ instruction: UInt32, _ registers: inout UserRegisters<Native>) -> Bool {
    counter.count("SWI", paths.systemCall(&m, instruction, &registers))
  }

  func handleAbort(_ m: inout S, _ abort: Abort<Native>) -> AbortResult<Native> { paths.handleAbort(&m, abort) }

  func slowPath(
    _ m: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> { paths.slowPath(&m, entry, registers) }
}
