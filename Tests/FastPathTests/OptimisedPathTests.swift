import CFastPath
import Checker
import FastPath
import Logic
import Model
import Properties
import Randomness
import TestSupport
import Testing

@Suite("On random states, the paths of notifications and exceptions do what the model does")
struct OptimisedPathTests {
  static let cases = RandomSettings.sample(100_000, debugDivisor: 400)

  @Test(
    "Swift leaves the words and registers that the model leaves, and queues that stand for them",
    arguments: OptimisedPath.allCases)
  func agreesWithModel(_ path: OptimisedPath) {
    var taken: UInt64 = 0
    forEachCase(path) { rig, arguments, instruction, number in
      var registers = arguments
      guard path.run(&rig.after, &registers, instruction) else {
        #expect(rig.isUnchanged && registers == arguments, "case \(number) declines, and something changes")
        return
      }
      taken += 1
      rig.restoreModel()
      let exit = path.specify(&rig.model, arguments, instruction)
      rig.takeQueues()
      #expect(rig.agree && registers == exit.registers && !exit.continues, "case \(number)")
      guard number < RandomSettings.sample(5000), rig.before[Machine.current] != rig.before[Machine.idle] else {
        return
      }
      #expect(violations(rig.image(after: true), withQueues: true) == [], "case \(number)")
    }
    #expect(4 * taken >= Self.cases, "only \(taken) of \(Self.cases) cases are taken")
  }

  @Test("C leaves what Swift leaves", arguments: OptimisedPath.allCases)
  func agreesWithC(_ path: OptimisedPath) {
    forEachCase(path) { rig, arguments, instruction, number in
      var (ours, theirs) = (arguments, arguments)
      let taken = path.run(&rig.after, &ours, instruction, queued: { _, _ in })
      let after = rig.image(after: true).words
      rig.restore()
      #expect(Self.runC(path, &rig.after, &theirs, instruction) == taken, "case \(number)")
      #expect(rig.image(after: true).words == after && ours == theirs, "case \(number)")
    }
  }

  @Test("Every mistake of the catalogue shows", arguments: OptimisedPath.allCases)
  func faultsShow(_ path: OptimisedPath) {
    var rigs = Rigs()
    for mutation in path.mutations {
      let shows = (0..<RandomSettings.sample(50_000)).contains { number in
        var random = SeededGenerator(seed: RandomSettings.seed, number: number)
        let rig = rigs[.random(&random)]
        let arguments = rig.make(random, for: path)
        var registers = arguments
        var subject = MutatedStore(WatchedMemory(base: rig.after, log: WatchedMemory.Log()), mutation: mutation)
        guard path.run(&subject, &registers, Self.instruction) else { return !rig.isUnchanged }
        rig.restoreModel()
        let exit = path.specify(&rig.model, arguments, Self.instruction)
        rig.takeQueues()
        return !rig.agree || registers != exit.registers || exit.continues
      }
      #expect(shows, "\(mutation.name)")
    }
  }

  private static let instruction: UInt32 = 0xEF00_0080

  private func forEachCase(
    _ path: OptimisedPath, _ body: (Rig, UserRegisters<Native>, _ instruction: UInt32, _ number: UInt64) -> Void
  ) {
    var rigs = Rigs()
    for number in 0..<Self.cases {
      var random = SeededGenerator(seed: RandomSettings.seed, number: number)
      let rig = rigs[.random(&random)]
      body(rig, rig.make(random, for: path), random.word(), number)
    }
  }

  private static func runC(
    _ path: OptimisedPath, _ memory: inout KernelMemory, _ registers: inout UserRegisters<Native>, _ instruction: UInt32
  ) -> Bool {
    withUnsafePointer(to: memory) { kernel in
      withUnsafeMutablePointer(to: &registers) { registers in
        let kernel = UnsafeRawPointer(kernel).assumingMemoryBound(to: CFastPath.kernel.self)
        let registers = UnsafeMutableRawPointer(registers).assumingMemoryBound(to: CFastPath.registers.self)
        return switch path {
        case .notification: l4_c_fast_notify(kernel, registers)
        case .systemCall: l4_c_fast_system_call(kernel, registers, instruction)
        case .answer: l4_c_fast_answer(kernel, registers)
        }
      }
    }
  }
}

extension Rig {
  /// Gives the model's state the queues of the fast path, which the model doesn't have.
  fileprivate func takeQueues() {
    for t in (0..<sizes.threads).map(Thread<Native>.init) {
      model[TCB.next, t] = after[TCB.next, t]
      model[TCB.previous, t] = after[TCB.previous, t]
    }
    for p in 0..<UInt32(256) { model[ReadyQueue.head, Ref(p)] = after[ReadyQueue.head, Ref(p)] }
    for g in 0..<UInt32(8) { model[PriorityBitmap.ready, Ref(g)] = after[PriorityBitmap.ready, Ref(g)] }
    model[Machine.prioritySummary] = after[Machine.prioritySummary]
  }
}
