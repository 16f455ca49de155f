import ARMSemantics
import Checker
import FastPath
import Foundation
import Logic
import Model
import Scenarios

/// Two kernels that make the same program: the model, and the dispatcher on raw memory.
final class Lockstep {
  /// How a kernel does an operation.
  typealias Kernel = (
    _ operation: ScenarioOperation, _ k: inout SystemMemory, _ registers: inout UserRegisters<Native>
  ) -> ScenarioOutcome

  private let model = BootedSystem(isOptimised: false)
  private let dispatcher = BootedSystem(isOptimised: true)
  private let kernel: Kernel
  /// What the running thread has in the user registers of either processor.
  private var registers = (model: UserRegisters<Native>(), dispatcher: UserRegisters<Native>())

  init(_ kernel: @escaping Kernel = { $0.applyFastPath(to: &$1, &$2) }) { self.kernel = kernel }

  func boot() {
    model.boot()
    dispatcher.boot()
    registers = (UserRegisters(), UserRegisters())
  }

  /// The model's state.
  var state: SystemMemory { model.memory }
  /// What came of the last operation.
  private(set) var outcome = ScenarioOutcome(.done)

  /// Does an operation, and says what is wrong with what came of it.
  func step(_ operation: ScenarioOperation) -> String? {
    outcome = operation.applyModel(to: &model.memory, &registers.model)
    let found = kernel(operation, &dispatcher.memory, &registers.dispatcher)
    if found != outcome { return Self.describe(outcome, found) }
    if registers.dispatcher != registers.model { return "the dispatcher leaves other registers" }
    let isKnown = outcome.refusal.map { $0 != SystemCallError.none && SystemCallError.names[$0] != nil } ?? true
    return isKnown ? nil : "a call is refused, and no error is told"
  }

  /// How the model's outcome and the dispatcher's differ.
  private static func describe(_ model: ScenarioOutcome, _ dispatcher: ScenarioOutcome) -> String {
    guard let a = model.running, let b = dispatcher.running else {
      return "the model: \(model.result), the dispatcher: \(dispatcher.result)"
    }
    var words = [("thread", a.thread, b.thread), ("error code", a.errorCode, b.errorCode)]
    words += zip(a.registers.leaves, b.registers.leaves).map { ($0.name, $0.word, $1.word) }
    let different = words.filter { $0.1 != $0.2 }.map { name, x, y in
      "\(name) 0x\(String(x, radix: 16)), 0x\(String(y, radix: 16))"
    }
    return "the model and the dispatcher leave \(different.joined(separator: "; "))"
  }

  /// What the two kernels hold differently in their own tables, but for what only the dispatcher keeps.
  func difference() -> String? {
    Self.agree(Self.tables(model.memory), Self.tables(dispatcher.memory)) ? nil : wholeDifference() ?? "their tables"
  }

  /// The same for all that there is.
  func wholeDifference() -> String? {
    let (a, b) = (model.image, dispatcher.image)
    return Comparison.differences(before: a, a, b).first.map {
      "\($0.place): the model \($0.first), the dispatcher \($0.second)"
    }
  }

  /// Where the tables are, as long as the system is there.
  private static func tables(_ k: SystemMemory) -> UnsafeRawPointer { UnsafeRawPointer(k.denseWords.baseAddress!) }

  /// The bytes that model and dispatcher both keep.
  private static let shared: [Range<Int>] = {
    var ranges: [Range<Int>] = []
    let layout = BootedSystem.plan.layout
    for (number, table) in kernelSchema.tables.enumerated() where !kernelSchema.kinds[table.key].isSparse {
      let own = table.columns.filter { Comparison.ofFastPathOnly.contains("\(table.name).\($0.name)") }.map(\.word)
      if own.count == table.columns.count { continue }
      for i in 0..<Int(layout.counts[table.key]) {
        let start = Int(layout.offsets[number]) + i << Int(table.shift)
        for word in 0..<(1 << Int(table.shift)) / 4 where !own.contains(word) {
          let place = start + word * 4
          if let last = ranges.last, last.upperBound == place {
            ranges[ranges.count - 1] = last.lowerBound..<place + 4
          } else {
            ranges.append(place..<place + 4)
          }
        }
      }
    }
    return ranges
  }()

  private static func agree(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer) -> Bool {
    shared.allSatisfy { memcmp(a + $0.lowerBound, b + $0.lowerBound, $0.count) == 0 }
  }

  /// A claim about the dispatcher's queues that doesn't hold.
  func brokenCoupling() -> String? {
    let counts = BootedSystem.plan.layout.counts
    return Coupling.claims(dispatcher.memory).first { claim in
      let counts = claim.kinds.map { counts[$0] }
      switch counts.count {
      case 0: return !claim.holds([])
      case 1: return (0..<counts[0]).contains { !claim.holds([$0]) }
      default: return (0..<counts[0]).contains { i in (0..<counts[1]).contains { j in !claim.holds([i, j]) } }
      }
    }.map { "\($0.name): \($0.statement)" }
  }

  /// A claim of any invariant that doesn't hold.
  func brokenClaim() -> String? {
    let k = dispatcher.image
    return (Invariants.firstBroken(k) ?? Invariants.firstBroken(k, Coupling.claims(k) + Coupling.sections(k)))?
      .description
  }
}
