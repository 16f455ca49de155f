import FastPath
import LockstepSupport
import Logic
import Model
import Randomness
import Scenarios
import TestSupport

/// A program of system calls and events after boot, of which nothing but the seed has to be remembered.
struct RandomProgram {
  let seed: UInt64
  let number: UInt64

  /// How many operations a program has at most.
  static let steps = 1000
  /// How many operations between two comparisons of the kernels' tables.
  static let comparing = 16
  /// How many programs between two whose queues are checked, and two whose every word is compared at the end, and every
  /// claim checked.
  static let checkingQueues: UInt64 = 4, checkingAll: UInt64 = 256

  /// How much has been done.
  struct Tally {
    var operations = 0, calls = 0, refusals = 0, failures = 0
    /// Every error code that was told, of system calls and of IPC.
    var refused: Set<CallError<Native>> = [], failed: Set<UInt32> = []
    /// Every system call that was done.
    var done: Set<KernelCall.Kind> = []

    mutating func add(_ operation: ScenarioOperation, _ outcome: ScenarioOutcome) {
      operations += 1
      if case .enter(let call) = operation, call.kind.tellsResult, outcome.refusal == nil { done.insert(call.kind) }
      guard let running = outcome.running else { return }
      calls += 1
      if let error = outcome.refusal {
        refusals += 1
        refused.insert(error)
      }
      if let code = running.failure {
        failures += 1
        failed.insert(code)
      }
    }
  }

  /// Makes the program, or as much of it as it takes to fail.
  func run(on systems: Lockstep, _ tally: inout Tally) -> Lockstep.Failure? {
    systems.restart()
    // In the middle of it: where a program ends, everybody sleeps.
    let queueCheck = number % Self.checkingQueues == 0 ? 20 + Int(number / Self.checkingQueues % 80) : 0
    var source = ProgramSource(SeededGenerator(seed: seed, number: number))
    for step in 1...Self.steps {
      guard let operation = source.next(systems.state) else { break }
      let reason =
        systems.step(operation)
        ?? (step % Self.comparing == 0 ? systems.difference() : nil)
        ?? (step == queueCheck ? systems.brokenCoupling() : nil)
      if let reason { return Lockstep.Failure(steps: step, reason: reason) }
      tally.add(operation, systems.expected)
    }
    let reason =
      systems.difference()
      ?? (number % Self.checkingAll == 0 ? systems.wholeDifference() ?? systems.brokenClaim() : nil)
    return reason.map { Lockstep.Failure(steps: Self.steps, reason: $0) }
  }

  /// The first operations, as the model lets them follow each other.
  func operations(_ steps: Int) -> [ScenarioOperation] {
    let system = OwnedSystem(ProgramSystem.plan, boot: Platform.boot(ProgramSystem.sizes))
    var registers = UserRegisters<Native>()
    var source = ProgramSource(SeededGenerator(seed: seed, number: number))
    return (0..<steps).compactMap { _ in
      guard let operation = source.next(system.memory) else { return nil }
      _ = operation.applyModel(to: &system.memory, &registers)
      return operation
    }
  }

  /// What is wrong, and a short scenario that shows it: a file for `l4check run`.
  func report(_ failure: Lockstep.Failure, on systems: Lockstep) -> (text: String, scenario: Scenario) {
    var failing = FailingSequence(operations(failure.steps), reason: failure.reason) { operations in
      systems.restart()
      for (step, operation) in operations.enumerated() {
        if let reason = systems.step(operation) ?? systems.difference() ?? systems.brokenCoupling() {
          return Lockstep.Failure(steps: step + 1, reason: reason)
        }
      }
      return nil
    }
    failing.shorten()
    for i in failing.operations.indices {
      for word in [\KernelCall.registers.mr1, \.registers.mr2, \.registers.mr3, \.registers.mr5] {
        guard case .enter(var dull) = failing.operations[i], dull.kind.takesWords else { continue }
        dull[keyPath: word] = 0
        failing.replace(i, by: .enter(dull))
      }
    }
    return failing.report(
      found: "seed \(seed), program \(number), step \(failure.steps): \(failure.reason)",
      replay: RandomSettings.replay("RandomProgramTests", seed: seed, .onlyProgram, number), ProgramSystem.sizes)
  }
}
