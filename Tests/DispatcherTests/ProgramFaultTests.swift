import Checker
import FastPath
import Foundation
import LockstepSupport
import Logic
import Model
import Scenarios
import TestSupport
import Testing

@Suite("Random programs find seeded mutations of fast paths, slow path and dispatcher")
struct ProgramFaultTests {
  /// In how many programs a mutation must show.
  static let programs: UInt64 = 5000

  /// Mistakes made by every write, read or guard of the kernel on raw memory; not by the model that it is compared with.
  static let mutations: [Mutation] = [
    // Of the fast paths.
    Mutation("a receiver that waits for somebody else gets the message", .skipGuard("the destination is waiting")),
    Mutation("resource bits are overlooked", .skipGuard("neither thread has resource bits")),
    Mutation("ready threads of a higher priority are overlooked", .skipGuard("no ready thread has a higher priority")),
    Mutation("senders that poll for the caller are overlooked", .skipGuard("nobody polls for the caller")),
    Mutation("notifications are overlooked", .skipGuard("no notification is there for the caller")),
    Mutation("a rejected notification is sent", .skipGuard("the receiver accepts notifications")),
    Mutation("every exception is taken for a SWI", .skipGuard("the exception was a SWI")),
    // Of the slow path, and of its queues.
    Mutation("a thread joins at the back, whenever it has arrived", .skipGuard("no thread of the queue arrived later")),
    Mutation("the order of arrival is not kept", .loseWrite(.init(TCB.arrival))),
    Mutation("rings are open", .loseWrite(.init(TCB.previous))),
    Mutation("senders are forgotten", .loseWrite(.init(TCB.sendHead))),
    Mutation("the priority bitmap is not kept", .loseWrite(.init(PriorityBitmap.ready))),
    Mutation("an interrupt is not masked", .loseWrite(.init(InterruptTable.isMasked))),
    Mutation("a deleted thread keeps its state", .alterWrite(.init(TCB.state), .clear(4))),
    Mutation("slices never get shorter", .loseWrite(.init(TCB.remainingTicks))),
    Mutation("a restart is forgotten", .alterWrite(.init(TCB.continuation), .become(Continuation[.userReturn]))),
    Mutation("errors are not told", .loseWrite(.init(UTCB.errorCode))),
    // Of the dispatcher.
    Mutation("every message is a notification", .skipGuard("a notification is sent")),
  ]

  /// Faults that no program shows, with the reason.
  static let invisible = [
    "every message is a notification": "what the path of notifications declines is left to the model, which is right"
  ]

  private static func kernel(with mutation: Mutation) -> Lockstep.Kernel {
    { operation, k, registers in
      var subject = MutatedStore(k, mutation: mutation)
      return operation.applyFastPath(to: &subject, &registers)
    }
  }

  /// The first program that shows a mistake, and how.
  private static func search(_ systems: Lockstep) -> (RandomProgram, Lockstep.Failure)? {
    var tally = RandomProgram.Tally()
    for number in 0..<programs {
      let program = RandomProgram(seed: RandomSettings.seed, number: number)
      if let failure = program.run(on: systems, &tally) { return (program, failure) }
    }
    return nil
  }

  @Test("Every mutation shows, or is said to be invisible", arguments: mutations.map(\.name))
  func faultShows(_ name: String) throws {
    let mutation = try #require(Self.mutations.first { $0.name == name })
    let found = Self.search(Lockstep(Self.kernel(with: mutation)))
    print(
      found.map { "program \($0.0.number), step \($0.1.steps): \(name): \($0.1.reason.prefix(100))" }
        ?? "never: \(name)")
    #expect((found == nil) == (Self.invisible[name] != nil))
  }

  @Test(
    "A dispatcher whose slow path keeps no queues is found out, and so is one that forgets the registers of an event")
  func brokenDispatchersShow() throws {
    let kernels: [Lockstep.Kernel] = [
      { $0.apply(to: &$1, &$2, by: KeepsNoQueues()) },
      { $0.apply(to: &$1, &$2, by: ForgetsRegisters(event: "tick")) },
      { $0.apply(to: &$1, &$2, by: ForgetsRegisters(event: "abort")) },
    ]
    for kernel in kernels { #expect(Self.search(Lockstep(kernel)) != nil) }
  }

  @Test(
    "A failing program is shrunk to a scenario of a few lines, which is read back and runs to its end on the kernel")
  func failuresAreShrunk() throws {
    let mutation = Mutation("a rejected notification is sent", .skipGuard("the receiver accepts notifications"))
    let systems = Lockstep(Self.kernel(with: mutation))
    let (program, failure) = try #require(Self.search(systems))
    let (text, scenario) = program.report(failure, on: systems)
    print(text)
    #expect(scenario.steps.count < 12, "\(text)")
    let read = try Scenario(parsing: Array(scenario.text.utf8))
    #expect(read.steps.map(\.operation) == scenario.steps.map(\.operation))
    var run = ScenarioRun(read, ModelImplementation(), FastPathImplementation())
    var last: StepReport?
    while let step = run.step() { last = step }
    #expect(last?.stop == nil)
  }
}

/// Optimised paths with a mistake in how the kernel is entered.
private protocol WrongEntry: Implementation {}

extension WrongEntry {
  func activate<S: Store>(_ k: inout S, _ space: Space<Native>) where S.R == Native { FastPath.activate(&k, space) }
}

/// A dispatcher whose slow path is the model on memory that keeps no queues.
private struct KeepsNoQueues: WrongEntry {
  let name = "keeps no queues"

  func enter<S: Store>(
    _ k: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    guard case .call(.ipc) = entry else { return Kernel.enter(&k, entry, registers) }
    return FastPath.enter(&k, entry, registers)
  }
}

/// A dispatcher that hands a tick, or an abort, on without the registers of the thread that it interrupts.
private struct ForgetsRegisters: WrongEntry {
  let name = "forgets registers"
  let event: String

  func enter<S: Store>(
    _ k: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    switch entry {
    case .tick where event == "tick", .abort where event == "abort": FastPath.enter(&k, entry, UserRegisters())
    default: FastPath.enter(&k, entry, registers)
    }
  }
}
