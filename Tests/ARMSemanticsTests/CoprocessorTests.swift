import ARMSemantics
import Logic
import Testing

@Suite("The system control coprocessor")
struct CoprocessorTests {
  @Test("Registers are where the manuals have them")
  func registers() {
    let encodings: [(CP15Register, crn: UInt32, opcode2: UInt32)] = [
      (.control, 1, 0), (.translationTableBase, 2, 0), (.domainAccessControl, 3, 0), (.faultStatus, 5, 0),
      (.instructionFaultStatus, 5, 1), (.faultAddress, 6, 0), (.processID, 13, 0),
    ]
    for (register, crn, opcode2) in encodings { #expect(register.encoding == (crn, opcode2)) }
    #expect(encodings.count == CP15Register.allCases.count)
  }

  @Test("Operations are where the manuals have them")
  func operations() {
    let encodings: [(CP15Operation, crn: UInt32, crm: UInt32, opcode2: UInt32)] = [
      (.invalidateTLBs, 8, 7, 0), (.invalidateInstructionTLB, 8, 5, 0), (.invalidateDataTLB, 8, 6, 0),
      (.invalidateTLBEntries, 8, 7, 1), (.invalidateInstructionTLBEntry, 8, 5, 1), (.invalidateDataTLBEntry, 8, 6, 1),
      (.invalidateCaches, 7, 7, 0), (.invalidateInstructionCache, 7, 5, 0), (.invalidateDataCache, 7, 6, 0),
      (.invalidateInstructionLine, 7, 5, 1), (.invalidateDataLine, 7, 6, 1), (.cleanDataLine, 7, 10, 1),
      (.cleanAndInvalidateDataLine, 7, 14, 1), (.drainWriteBuffer, 7, 10, 4),
    ]
    for (operation, crn, crm, opcode2) in encodings {
      #expect(operation.encoding == (crn, crm, opcode2), "\(operation)")
    }
    #expect(encodings.count == CP15Operation.allCases.count)
  }

  @Test("The SA-1100 and the PXA255 lack some operations; the ARM926EJ-S has all")
  func existence() {
    func missing(_ profile: Profile) -> [CP15Operation] {
      CP15Operation.allCases.filter { !$0.exists(on: profile) }
    }
    #expect(
      missing(.sa1100) == [
        .invalidateTLBEntries, .invalidateInstructionTLBEntry, .invalidateInstructionLine, .cleanAndInvalidateDataLine,
      ])
    #expect(missing(.pxa255) == [.invalidateTLBEntries, .cleanAndInvalidateDataLine])
    #expect(missing(.arm926) == [])
  }

  @Test("A write of all ones changes the writable bits")
  func writableBits() {
    for (register, bits) in [
      (CP15Register.control, UInt32(0xFFFF_FFFF)), (.translationTableBase, 0xFFFF_C000),
      (.domainAccessControl, 0xFFFF_FFFF), (.faultStatus, 0xFFFF_FFFF), (.instructionFaultStatus, 0xFFFF_FFFF),
      (.faultAddress, 0xFFFF_FFFF), (.processID, 0xFE00_0000),
    ] {
      var k = machine()
      Coprocessor.write(&k, register, 0xFFFF_FFFF)
      #expect(Coprocessor.read(k, register) == bits, "\(register)")
    }
  }

  @Test("Each register is written by itself")
  func apart() {
    for (number, register) in CP15Register.allCases.enumerated() {
      var k = machine(control: 0, dacr: 0)
      k[CP15.translationTableBase] = 0
      Coprocessor.write(&k, register, 0xFFFF_FFFF)
      #expect(CP15Register.allCases.map { Coprocessor.read(k, $0) != 0 } == (0..<7).map { $0 == number })
    }
  }

  @Test("Writing the DACR, the PID, the table base or the control register forgets nothing")
  func nothingForgotten() {
    var k = cachedMachine()
    TLB.fill(&k, DataTLB.self, Ref(0), 0x0034_5678, split: false, .arm926)
    TLB.fill(&k, InstructionTLB.self, Ref(0), 0x0034_5678, split: false, .arm926)
    k.fill(DataCache.self, for: load(0x0034_5678))
    k.fill(InstructionCache.self, for: fetch(0x0034_5678))
    k.write(store(0x0034_5678), 0x7777_7777)
    k.write(store(0x0054_5678), 0x6666_6666)
    for register: CP15Register in [.domainAccessControl, .processID, .translationTableBase, .control] {
      var expected = k
      expected[register.field] = 0
      var after = k
      Coprocessor.write(&after, register, 0)
      #expect(differences(after, expected) == [], "\(register)")
    }
  }

  @Test("Operations change no register")
  func registersStay() {
    for operation in CP15Operation.allCases {
      var k = cachedMachine()
      let before = CP15Register.allCases.map { Coprocessor.read(k, $0) }
      Coprocessor.perform(&k, operation, 0x0034_5678)
      #expect(CP15Register.allCases.map { Coprocessor.read(k, $0) } == before, "\(operation)")
    }
  }
}
