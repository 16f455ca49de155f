import FastPath
import Logic
import Model
import Randomness
import TestSupport
import Testing

@testable import Checker

@Suite("Whole operations: the symbolic result at a concrete state is the native result")
struct SymbolicOperationTests {
  /// Random states with their arguments.
  static func cases(_ count: UInt64) -> [(k: Image, arguments: UserRegisters<Native>)] {
    (0..<RandomSettings.sample(count)).map { number in
      let random = SeededGenerator(seed: RandomSettings.seed, number: number)
      let rig = Rig(Sizes(threads: 3 + UInt32(number % 3), spaces: 2, lists: 1))
      let arguments = rig.make(random)
      return (rig.image(), arguments)
    }
  }

  @Test("The model's IPC")
  func modelIPC() {
    let arena = TermArena()
    let run = SymbolicRun.all(arena) { k, registers in
      let exit = Kernel.ipc(&k, registers)
      registers = exit.registers
      return exit.continues
    }
    #expect(run.count == 1)
    for (number, (k, arguments)) in Self.cases(200).enumerated() {
      var after = k
      let exit = Kernel.ipc(&after, arguments)
      let values = run[0].choosing(Assignment(k, arguments), k)
      #expect(run[0].differences(values, after, exit.continues, exit.registers) == [], "case \(number)")
    }
  }

  @Test("Every path of the IPC fast path: exactly one is taken, and it leaves what the code leaves")
  func fastPath() {
    check(300) {
      SymbolicTruth(FastPath.ipc(&$0, &$1))
    } native: {
      FastPath.ipc(&$0, &$1)
    }
  }

  @Test("A thread joins the ready queue")
  func insertReady() {
    check(100) { k, r in
      FastPath.insertReady(&k, k[Machine.current])
      return true
    } native: { k, r in
      FastPath.insertReady(&k, k[Machine.current])
      return true
    }
  }

  @Test("The first ready thread leaves the ready queue")
  func removeReady() {
    check(100) { k, r in
      let first = FastPath.highestReady(&k)
      if k.branch("somebody is ready", first != .none) { FastPath.removeReady(&k, first) }
      return true
    } native: { k, r in
      let first = FastPath.highestReady(&k)
      if first != .none { FastPath.removeReady(&k, first) }
      return true
    }
  }

  /// Runs code symbolically once, and compares it with the native code on random states.
  private func check(
    _ count: UInt64, _ symbolic: (inout SymbolicStore, inout UserRegisters<Symbolic>) -> SymbolicTruth,
    native: (inout Image, inout UserRegisters<Native>) -> Bool
  ) {
    let runs = SymbolicRun.all(TermArena(), symbolic)
    for (number, (k, arguments)) in Self.cases(count).enumerated() {
      let values = Assignment(k, arguments)
      let holds = values.evaluate(runs.map(\.condition))
      let taken = runs.indices.filter { holds[$0] == .truth(true) }
      #expect(taken.count == 1, "case \(number)")
      guard let path = taken.first else { continue }
      var after = k
      var registers = arguments
      let result = native(&after, &registers)
      #expect(runs[path].differences(values, after, result, registers) == [], "case \(number)")
    }
  }
}
