import Checker
import FastPath
import Foundation
import Logic
import Model
import Scenarios

extension Lockstep {
  /// How the outcomes of the last operation differ.
  package var disagreement: String? {
    if found == expected { return registers.tested == registers.model ? nil : "the kernel leaves other registers" }
    if let a = expected.running, let b = found.running {
      var words = [("thread", a.thread, b.thread), ("error code", a.errorCode, b.errorCode)]
      words += zip(a.registers.leaves, b.registers.leaves).map { ($0.name, $0.word, $1.word) }
      let different = words.filter { $0.1 != $0.2 }.map { name, x, y in
        "\(name) 0x\(String(x, radix: 16)), 0x\(String(y, radix: 16))"
      }
      if !different.isEmpty { return "the model and the kernel leave \(different.joined(separator: "; "))" }
    }
    return expected.result == found.result
      ? "the model: \(expected), the kernel: \(found)" : "the model: \(expected.result), the kernel: \(found.result)"
  }

  /// What the systems hold differently in their dense tables, but for what only the optimised kernel keeps.
  package func difference() -> String? { holdSameTables ? nil : describeDifference() ?? "their tables" }

  /// The same for all that there is.
  package func wholeDifference() -> String? { holdSameTables && holdSameSparseTables ? nil : describeDifference() }

  private func describeDifference() -> String? {
    let (a, b) = (model.image, tested.image)
    return Comparison.differences(before: a, a, b).first.map {
      "\($0.place): the model \($0.first), the kernel \($0.second)"
    }
  }

  private var holdSameTables: Bool {
    let (a, b) = (model.tables, tested.tables)
    return shared.allSatisfy { memcmp(a + $0.lowerBound, b + $0.lowerBound, $0.count) == 0 }
  }

  private var holdSameSparseTables: Bool {
    let (a, b, schema) = (model.memory, tested.memory, kernelSchema)
    return schema.tables.enumerated().allSatisfy { number, table in
      guard schema.kinds[table.key].isSparse else { return true }
      let objects = a.listedObjects(ofKind: table.key) + b.listedObjects(ofKind: table.key)
      return objects.allSatisfy { i in
        table.columns.allSatisfy { a[number, table.shift, $0, i, 0] == b[number, table.shift, $0, i, 0] }
      }
    }
  }

  /// The bytes of the dense tables but for those that only the optimised kernel keeps.
  static func sharedBytes(_ layout: Layout<Native>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    func add(_ range: Range<Int>) {
      if let last = ranges.last, last.upperBound == range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
    let schema = kernelSchema
    for (number, table) in schema.tables.enumerated() where !schema.kinds[table.key].isSparse {
      let own = table.columns.filter { Comparison.ofFastPathOnly.contains("\(table.name).\($0.name)") }.map(\.word)
      let (start, record) = (Int(layout.offsets[number]), 1 << Int(table.shift))
      let end = start + Int(layout.counts[table.key]) * record
      if own.isEmpty { add(start..<end) }
      if own.isEmpty || own.count == table.columns.count { continue }
      for place in stride(from: start, to: end, by: 4) where !own.contains((place - start) % record / 4) {
        add(place..<place + 4)
      }
    }
    return ranges
  }

  /// A claim about the optimised kernel's queues that doesn't hold.
  package func brokenCoupling() -> String? {
    let counts = tested.plan.layout.counts
    return Coupling.claims(tested.memory).first { claim in
      let counts = claim.kinds.map { counts[$0] }
      switch counts.count {
      case 0: return !claim.holds([])
      case 1: return (0..<counts[0]).contains { !claim.holds([$0]) }
      default: return (0..<counts[0]).contains { i in (0..<counts[1]).contains { j in !claim.holds([i, j]) } }
      }
    }.map { "\($0.name): \($0.statement)" }
  }

  /// A claim of any invariant that doesn't hold.
  package func brokenClaim() -> String? {
    let k = tested.image
    return (Invariants.firstBroken(k) ?? Invariants.firstBroken(k, Coupling.claims(k) + Coupling.sections(k)))?
      .description
  }
}
