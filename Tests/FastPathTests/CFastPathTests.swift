import CFastPath
import FastPath
import Logic
import Model
import TestSupport
import Testing

@Suite("The C fast path of the benchmarks computes what the Swift one computes")
struct CFastPathTests {
  @Test("On random states, C too does what the model does, and takes what Swift takes")
  func agrees() {
    let test = RandomTest(seed: RandomSettings.seed)
    let cases = 0..<RandomSettings.sample(200_000, debugDivisor: 400)
    let swift = test.run(cases) { FastPath.ipc(&$0, &$1) }
    let c = test.run(cases, Self.code)
    #expect(c.failure == nil)
    #expect(c.taken == swift.taken)
  }

  /// The C fast path, in place of the Swift one.
  static func code(_ memory: inout KernelMemory, _ registers: inout UserRegisters<Native>) -> Bool {
    withUnsafePointer(to: memory) { kernel in
      withUnsafeMutablePointer(to: &registers) { registers in
        l4_c_fast_ipc(
          UnsafeRawPointer(kernel).assumingMemoryBound(to: CFastPath.kernel.self),
          UnsafeMutableRawPointer(registers).assumingMemoryBound(to: CFastPath.registers.self))
      }
    }
  }

  @Test("The C structures have the sizes of the Swift tables")
  func layout() {
    typealias Tables = CFastPath.kernel
    #expect(MemoryLayout<machine>.size == 1 << Machine.shift)
    #expect(MemoryLayout<tcb>.size == 1 << TCB.shift)
    #expect(MemoryLayout<utcb>.size == 1 << UTCB.shift)
    #expect(MemoryLayout<space>.size == 1 << SpaceTable.shift)
    #expect(MemoryLayout<capability_list>.size == 1 << CapabilityList.shift)
    #expect(MemoryLayout<Tables>.offset(of: \.thread_count) == 72)
    #expect(MemoryLayout<KernelMemory>.size == 84)
  }
}
