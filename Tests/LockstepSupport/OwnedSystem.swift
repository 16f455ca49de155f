import FastPath
import Foundation
import Logic
import Model

/// The schema of the systems; one value, because making it takes much longer than an operation.
package let kernelSchema = Schema.fastPath

/// A system in memory of its own.
package final class OwnedSystem {
  package let plan: SystemPlan
  package var memory: SystemMemory
  private let region: UnsafeMutableRawPointer
  /// The region as it was when it was kept.
  private var kept: UnsafeMutableRawPointer?

  /// - Parameter boot: The state that it is to have; without one, every word is 0.
  package init(_ plan: SystemPlan, boot: Image? = nil) {
    self.plan = plan
    // As `plan.allocate()`, but no page of zeros is touched before it is needed.
    guard let region = calloc(1, plan.size) else { preconditionFailure("no memory for \(plan.size) bytes") }
    self.region = region
    memory = SystemMemory(region: region, plan: plan)
    if let boot { memory.load(boot) }
  }

  deinit {
    free(region)
    kept?.deallocate()
  }

  /// Keeps the state for ``restart()``.
  func keep() {
    let copy = kept ?? .allocate(byteCount: plan.size, alignment: 64)
    copy.copyMemory(from: region, byteCount: plan.size)
    kept = copy
  }

  /// Goes back to the state that was kept.
  ///
  /// Requires: one was.
  func restart() {
    guard let kept else { preconditionFailure("no state was kept") }
    region.copyMemory(from: kept, byteCount: plan.size)
  }

  package var image: Image { memory.image(kernelSchema, plan) }

  /// Where the dense tables are, as long as the system is there.
  var tables: UnsafeRawPointer {
    guard let start = memory.denseWords.baseAddress else { preconditionFailure("a kernel without tables") }
    return UnsafeRawPointer(start)
  }
}
