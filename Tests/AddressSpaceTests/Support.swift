import ARMSemantics
import FastPath
import Foundation
import Logic
import Model

/// The kernel's schema; one value, because making it takes much longer than an operation.
let kernelSchema = Schema.fastPath

/// What the environment says about random tests.
enum RandomSettings {
  static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// `L4CHECK_SEED`; by default always the same, so that a failure means a change.
  static let seed = number("L4CHECK_SEED") ?? 2007

  /// The size of a sample: a hundredth where code isn't optimised, which makes it a hundred times slower.
  static func sample(_ size: Int) -> Int {
    #if DEBUG
      size / 100
    #else
      size
    #endif
  }
}

/// A system in memory of its own.
final class OwnedSystem {
  let plan: SystemPlan
  private let region: UnsafeMutableRawPointer
  var memory: SystemMemory

  init(_ plan: SystemPlan) {
    self.plan = plan
    // As `plan.allocate()`, but no page of zeros is touched before it is needed.
    guard let region = calloc(1, plan.size) else { preconditionFailure("no memory for \(plan.size) bytes") }
    self.region = region
    memory = SystemMemory(region: region, plan: plan)
  }

  deinit { free(region) }

  var image: Image { memory.image(kernelSchema, plan) }
}

/// The first word in which two images differ, among those that one of them lists.
func firstDifference(_ a: Image, _ b: Image) -> String? {
  for (number, table) in kernelSchema.tables.enumerated() {
    let objects = Set(a.listedObjects(ofKind: table.key)).union(b.listedObjects(ofKind: table.key)).sorted()
    for i in objects {
      for column in table.columns {
        for j in 0..<(column.index.map { a.layout.counts[$0] } ?? 1) {
          let (x, y) = (a[number, column, i, j], b[number, column, i, j])
          guard x == y else {
            return "\(table.name)[\(i)].\(column.name)[\(j)]: \(String(x, radix: 16)), \(String(y, radix: 16))"
          }
        }
      }
    }
  }
  return nil
}
