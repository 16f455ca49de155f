import Checker
import FastPath
import Logic
import Model
import Randomness

/// How a case ended.
enum Outcome: Equatable {
  case declined
  case taken
  /// Fast path and model don't agree, or the fast path did what it must never do.
  case wrong(String)
}

extension Rig {
  /// Runs a fast path on the state and compares it with the model.
  func compare(
    _ arguments: UserRegisters<Native>, _ fastPath: (inout KernelMemory, inout UserRegisters<Native>) -> Bool
  ) -> Outcome {
    var registers = arguments
    guard fastPath(&after, &registers) else {
      if !isUnchanged { return .wrong("the fast path declines, but the state has changed") }
      return registers == arguments ? .declined : .wrong("the fast path declines, but registers have changed")
    }
    restoreModel()
    let exit = Kernel.ipc(&model, arguments)
    if exit.continues { return .wrong("the fast path is taken, but the model goes on in the kernel") }
    if registers != exit.registers { return .wrong("fast path and model leave different registers") }
    return agree ? .taken : .wrong("fast path and model leave different states")
  }
}

/// Code under test in place of the fast path.
typealias FastPathCode = (inout KernelMemory, inout UserRegisters<Native>) -> Bool

/// Many random cases, one after the other.
struct RandomTest {
  let seed: UInt64
  /// The first case that ended wrong.
  struct Failure {
    let number: UInt64
    let sizes: Sizes
    let reason: String
  }

  /// The generator of a case of a given size; without a size, the case's own size comes first.
  func generator(_ number: UInt64) -> SeededGenerator { SeededGenerator(seed: seed, number: number) }

  /// Runs cases until one is wrong, and returns how many were taken.
  @inline(__always)
  func run(_ cases: Range<UInt64>, sizes: Sizes? = nil, _ code: FastPathCode) -> (taken: Int, failure: Failure?) {
    var rigs = Rigs()
    var taken = 0
    for number in cases {
      var random = generator(number)
      let sizes = sizes ?? .random(&random)
      let rig = rigs[sizes]
      let arguments = rig.make(random)
      switch rig.compare(arguments, code) {
      case .declined: break
      case .taken: taken += 1
      case .wrong(let reason): return (taken, Failure(number: number, sizes: sizes, reason: reason))
      }
    }
    return (taken, nil)
  }
}
