import ARMSemantics
import Logic
import Testing

@Suite("The fast context switch extension moves the lowest 32 MB")
struct RelocationTests {
  private func mva(_ address: UInt32, pid: UInt32) -> UInt32 { MMU.mva(machine(pid: pid), load(address)) }

  @Test("Addresses below 32 MB go to the process's slot")
  func low() {
    #expect(mva(0x0000_0000, pid: 0x0200_0000) == 0x0200_0000)
    #expect(mva(0x01FF_FFFF, pid: 0x0200_0000) == 0x03FF_FFFF)
    #expect(mva(0x0012_3456, pid: 0xFE00_0000) == 0xFE12_3456)
    #expect(mva(0x01FF_FFFF, pid: 0xFE00_0000) == 0xFFFF_FFFF)
  }

  @Test("Addresses from 32 MB on stay where they are")
  func high() {
    #expect(mva(0x0200_0000, pid: 0x0200_0000) == 0x0200_0000)
    #expect(mva(0x0200_0000, pid: 0xFE00_0000) == 0x0200_0000)
    #expect(mva(0xFFFF_FFFF, pid: 0xFE00_0000) == 0xFFFF_FFFF)
  }

  @Test("Process 0 is not relocated")
  func processZero() {
    #expect(mva(0x0000_0000, pid: 0) == 0x0000_0000)
    #expect(mva(0x01FF_FFFF, pid: 0) == 0x01FF_FFFF)
  }

  @Test("Bits 24 to 0 of the process ID register are no part of the PID")
  func lowBitsOfThePID() {
    #expect(mva(0x0000_0000, pid: 0x03FF_FFFF) == 0x0200_0000)
  }

  @Test("Fetches, loads and stores are relocated, and walks start from the modified address")
  func everyKind() {
    // Section of 0x02300000.
    let k = machine(pid: 0x0200_0000, memory: [0x0000_408C: 0xABC0_0C02])
    for access in [load(0x0034_5678), store(0x0034_5678), fetch(0x0034_5678)] {
      #expect(frame(k, access) == 0xABC4_5678)
      #expect(MMU.outcome(k, access, .arm926).mva == 0x0234_5678)
    }
  }
}
