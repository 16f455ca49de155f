import LockstepSupport
import Logic
import Model
import Randomness
import Scenarios

/// A sequence of operations after boot, of which nothing but the seed has to be remembered.
struct RandomSequence {
  let seed: UInt64
  let number: UInt64
  /// How many operations between two comparisons of the whole state, and between two checks of the invariants; both divide the
  /// number of operations.
  var comparing = 500
  var checking = 5000

  /// How much has been done.
  struct Tally {
    var steps = 0, completed = 0, repaired = 0, refused = 0, dataChecks = 0

    static func += (a: inout Tally, b: Tally) {
      a.steps += b.steps
      a.completed += b.completed
      a.repaired += b.repaired
      a.refused += b.refused
      a.dataChecks += b.dataChecks
    }
  }

  private func start() -> (Playground, SeededGenerator) {
    var random = SeededGenerator(seed: seed, number: number)
    let playground = Playground(&random)
    return (playground, random)
  }

  /// Does so many operations, or as many as it takes to fail.
  func run(
    steps: Int, reference: @escaping Lockstep.Kernel = { $0.applyModel(to: &$1, &$2) },
    _ kernel: @escaping Lockstep.Kernel = { $0.applyFastPath(to: &$1, &$2) }
  ) -> (Tally, Lockstep.Failure?) {
    let (playground, random) = start()
    let systems = WatchedLockstep(playground, reference: reference, kernel)
    var source = OperationSource(playground, random)
    func tally(_ steps: Int) -> Tally {
      Tally(
        steps: steps, completed: systems.completed, repaired: systems.repaired, refused: systems.refused,
        dataChecks: systems.dataChecks)
    }
    for step in 1...steps {
      let reason =
        systems.step(source.next(systems.state))
        ?? (step % comparing == 0 ? systems.both.wholeDifference() : nil)
        ?? (step % checking == 0 ? systems.both.brokenClaim() : nil)
      if let reason { return (tally(step), Lockstep.Failure(steps: step, reason: reason)) }
    }
    return (tally(steps), nil)
  }

  /// The first operations, as the model lets them follow each other.
  func operations(_ steps: Int) -> (Playground, [ScenarioOperation]) {
    let (playground, random) = start()
    let system = OwnedSystem(playground.plan, boot: Platform.boot(playground.sizes))
    var registers = UserRegisters<Native>()
    var source = OperationSource(playground, random)
    var operations: [ScenarioOperation] = []
    for _ in 0..<steps {
      let operation = source.next(system.memory)
      operations.append(operation)
      if playground.keepsPromises && playground.breaksPromise(operation, system.memory) { continue }
      _ = operation.applyModel(to: &system.memory, &registers)
    }
    return (playground, operations)
  }
}
