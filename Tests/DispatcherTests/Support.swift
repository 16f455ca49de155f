import ARMSemantics
import FastPath
import Foundation
import Logic
import Model
import Scenarios

/// The kernel's schema; one value, because making it takes much longer than a system call.
let kernelSchema = Schema.fastPath

/// What the environment says about random tests.
enum RandomSettings {
  static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// `L4CHECK_SEED`; by default always the same, so that a failure means a change.
  static let seed = number("L4CHECK_SEED") ?? 2007

  /// The size of a sample: a hundredth where code isn't optimised, which makes it a hundred times slower.
  static func sample(_ size: UInt64) -> UInt64 {
    #if DEBUG
      size / 100
    #else
      size
    #endif
  }
}

/// A kernel in memory of its own, which can be booted again and again.
final class BootedSystem {
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

  private let region, booted: UnsafeMutableRawPointer
  var memory: SystemMemory

  /// - Parameter isOptimised: Whether it has queues and bitmaps.
  init(isOptimised: Bool) {
    let plan = Self.plan
    region = plan.allocate()
    booted = plan.allocate()
    memory = SystemMemory(region: region, plan: plan)
    memory.load(Platform.boot(Self.sizes))
    if isOptimised { FastPathImplementation().catchUp(&memory) }
    booted.copyMemory(from: region, byteCount: plan.size)
  }

  deinit {
    region.deallocate()
    booted.deallocate()
  }

  func boot() { region.copyMemory(from: booted, byteCount: Self.plan.size) }

  var image: Image { memory.image(kernelSchema, Self.plan) }
}
