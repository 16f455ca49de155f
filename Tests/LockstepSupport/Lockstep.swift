import FastPath
import Logic
import Model
import Scenarios

/// Two kernels that do the same operations, each on a system of its own: the model, and the kernel under test, whose system
/// has the queues and bitmaps of the optimised one.
package final class Lockstep {
  /// How a kernel does an operation.
  package typealias Kernel = (
    _ operation: ScenarioOperation, _ k: inout SystemMemory, _ registers: inout UserRegisters<Native>
  ) -> ScenarioOutcome

  /// What is wrong, and after how many operations.
  package struct Failure: Equatable {
    package let steps: Int
    package let reason: String

    package init(steps: Int, reason: String) {
      self.steps = steps
      self.reason = reason
    }
  }

  let model, tested: OwnedSystem
  private let reference, kernel: Kernel
  /// What the running thread has in the user registers of either processor.
  private(set) var registers = (model: UserRegisters<Native>(), tested: UserRegisters<Native>())
  /// The bytes of the dense tables that both kernels keep.
  let shared: [Range<Int>]
  /// What the model made of the last operation, and what the kernel under test made of it.
  package private(set) var expected = ScenarioOutcome(.done), found = ScenarioOutcome(.done)

  /// Two systems after boot.
  ///
  /// - Parameters:
  ///   - plan: The memory of each.
  ///   - boot: The state after boot.
  ///   - restarts: Whether ``restart()`` is going to be called, which takes as much memory again.
  ///   - reference: What stands for the model.
  ///   - kernel: The kernel under test.
  package init(
    _ plan: SystemPlan, boot: Image, restarts: Bool = false,
    reference: @escaping Kernel = { $0.applyModel(to: &$1, &$2) },
    _ kernel: @escaping Kernel = { $0.applyFastPath(to: &$1, &$2) }
  ) {
    model = OwnedSystem(plan, boot: boot)
    tested = OwnedSystem(plan, boot: boot)
    FastPathImplementation().catchUp(&tested.memory)
    (self.reference, self.kernel) = (reference, kernel)
    shared = Self.sharedBytes(plan.layout)
    guard restarts else { return }
    model.keep()
    tested.keep()
  }

  /// Takes both systems back to the state after boot.
  package func restart() {
    model.restart()
    tested.restart()
    registers = (UserRegisters(), UserRegisters())
  }

  /// The model's state.
  package var state: SystemMemory { model.memory }

  /// Lets both kernels do an operation.
  package func perform(_ operation: ScenarioOperation) {
    expected = reference(operation, &model.memory, &registers.model)
    found = kernel(operation, &tested.memory, &registers.tested)
  }
}
