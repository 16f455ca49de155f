import ARMSemantics
import Logic

/// The semantics' machine, whose RAM is the arena.
final class Machine {
  let arena = Arena()
  private let registers: UnsafeMutableRawPointer
  private var store: RawMachine

  init() {
    let layout = Layout<Native>(.memorySystem, counts: [1, 0, 0, 0, 0, 0])
    registers = .allocate(byteCount: Int(layout.size), alignment: 8)
    store = RawMachine(region: registers, layout: layout, ram: arena.words, at: 0)
  }

  deinit { registers.deallocate() }

  /// The machine as a configuration has it, while `body` runs.
  func enter<Result>(_ configuration: Configuration, _ body: (RawMachine) throws -> Result) rethrows -> Result {
    arena.enter(configuration)
    defer { arena.leave() }
    store[CP15.control] = configuration.registers.control
    store[CP15.translationTableBase] = configuration.registers.translationTableBase
    store[CP15.domainAccessControl] = configuration.registers.dacr
    store[CP15.processID] = configuration.registers.pid
    return try body(store)
  }
}
