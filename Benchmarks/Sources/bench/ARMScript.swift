import ARMSemantics
import FastIPC
import FastPath
import Foundation
import Logic
import Model

/// What the fast paths are to do on an ARM, one step after the other, and what should come of it: they do it here first.
///
/// The form is that of `OnARM/steps.c`.
struct ARMScript {
  /// Where it is loaded, and where its tables are.
  private static let (address, tables): (UInt32, UInt32) = (0x0010_0000, 0x0011_0000)

  private enum Path: UInt32 { case ipc, notify, systemCall, answer }

  private var steps: [UInt32] = []
  private var count: UInt32 = 0
  private let layout: Layout<Native>
  private let region: UnsafeMutablePointer<UInt32>
  private let kernel: UnsafeMutablePointer<KernelMemory>
  private let registers: UnsafeMutablePointer<UserRegisters<Native>>

  private init() {
    let start = PingPong.start()
    layout = start.layout
    region = .allocate(capacity: start.words.count)
    region.initialize(from: start.words, count: start.words.count)
    kernel = .allocate(capacity: 1)
    kernel.initialize(to: KernelMemory(region: region, layout: layout))
    registers = .allocate(capacity: 1)
    registers.initialize(to: UserRegisters())
  }

  private func free() {
    region.deallocate()
    kernel.deallocate()
    registers.deallocate()
  }

  /// The script in which one thread sends messages of some numbers of words to another one, which answers each; then a
  /// notification; then an exception and its answer. With the steps' names.
  static func everyPath(words: [UInt32]) -> (names: [String], bytes: Data) {
    var script = ARMScript()
    defer { script.free() }
    let layout = script.layout
    let before = script.memory()
    var names: [String] = []
    for words in words {
      names += ["call, \(words) words", "reply-and-wait, \(words) words"]
      script.registers.pointee = PingPong.call(words: words)
      script.take(.ipc)
      PingPong.reply(&script.registers.pointee, words: words)
      script.take(.ipc)
    }
    names += ["notification, nobody is woken", "exception", "answer to an exception"]
    script.registers.pointee = PingPong.notification()
    script.take(.notify)
    script.registers.pointee = PingPong.systemCall()
    script.take(.systemCall)
    PingPong.reply(&script.registers.pointee, words: SystemCallMessage.words)
    script.take(.answer)

    let after = script.memory()
    let pointers = [
      CP15.number, Machine.number, TCB.number, UTCB.number, SpaceTable.number, CapabilityList.number,
      DomainTable.number, ReadyQueue.number, PriorityBitmap.number,
    ].map { tables + layout.offsets[$0] }
    let counts = [ThreadKind.number, SpaceKind.number, CapabilityListKind.number].map { layout.counts[$0] }
    var all = [script.count, layout.size / 4, tables, tables + layout.size] + pointers + counts + script.steps
    all += Array(repeating: 0, count: Int(tables - address) / 4 - all.count)
    all += before + after
    return (names, all.map(\.littleEndian).withUnsafeBytes { Data($0) })
  }

  /// Takes a path, with the registers as they are.
  private mutating func take(_ path: Path) {
    let before = words()
    let isTaken =
      switch path {
      case .ipc: fastIPC(kernel, registers)
      case .notify: fastNotify(kernel, registers)
      case .systemCall: fastSystemCall(kernel, registers, PingPong.instruction)
      case .answer: fastAnswer(kernel, registers)
      }
    precondition(isTaken, "a fast path declines")
    steps += [path.rawValue, PingPong.instruction] + before + words()
    count += 1
  }

  private func words() -> [UInt32] {
    withUnsafeBytes(of: registers.pointee) { Array($0.bindMemory(to: UInt32.self)) }
  }

  private func memory() -> [UInt32] { (0..<Int(layout.size / 4)).map { region[$0] } }
}
