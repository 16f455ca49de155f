import ARMSemantics
import FastPath
import LockstepSupport
import Logic
import Model
import Scenarios

/// The system that random programs run on.
enum ProgramSystem {
  /// The numbers of everything: few, so that everything collides.
  static let sizes = {
    var sizes = Platform.Sizes()
    sizes.spaces = 4
    sizes.threads = 12
    sizes.pageTables = 1
    sizes.dataTLB = 1
    sizes.instructionTLB = 1
    return sizes
  }()

  static let plan = {
    let boot = Platform.boot(sizes)
    let kernelMemory = Platform.kernelMemory..<(Platform.kernelMemory | ~Platform.kernelMask) &+ 1
    return SystemPlan(kernelSchema, counts: boot.layout.counts, ram: kernelMemory, pages: 16, lines: 16)
  }()
}

extension Lockstep {
  /// Two systems for random programs, one after the other.
  convenience init(_ kernel: @escaping Kernel = { $0.applyFastPath(to: &$1, &$2) }) {
    self.init(ProgramSystem.plan, boot: Platform.boot(ProgramSystem.sizes), restarts: true, kernel)
  }

  /// Does an operation, and says what is wrong with what came of it.
  func step(_ operation: ScenarioOperation) -> String? {
    perform(operation)
    if let disagreement { return disagreement }
    let isKnown = expected.refusal.map { $0 != .none && SystemCallError.names[$0] != nil } ?? true
    return isKnown ? nil : "a call is refused, and no error is told"
  }
}
