import ARMSemantics
import Logic
import Testing

@Suite("Of two faults that apply, the earlier check's is reported")
struct CheckOrderTests {
  @Test("Alignment before an external abort on the first level")
  func alignmentFirst() {
    let k = machine(control: 0b11, aborting: [0x0000_400C])
    #expect(status(k, load(0x0034_5671)) == 0b0001)
    #expect(status(k, load(0x0034_5670)) == 0b1100)
  }

  @Test("Alignment before section translation")
  func alignmentBeforeTranslation() {
    let k = machine(control: 0b11)
    #expect(status(k, load(0x0034_5671)) == 0b0001)
    #expect(status(k, load(0x0034_5670)) == 0b0101)
  }

  @Test("An unaligned halfword before section translation")
  func halfwordBeforeTranslation() {
    #expect(status(machine(), load(0x0034_5671, size: 2)) == 0x103)
    #expect(status(machine(), load(0x0034_5670, size: 2)) == 0b0101)
  }

  @Test("An external abort on the first level before section translation")
  func firstLevelAbortBeforeTranslation() {
    #expect(status(machine(aborting: [0x0000_400C]), load(0x0034_5678)) == 0b1100)
    #expect(status(machine(), load(0x0034_5678)) == 0b0101)
  }

  @Test("An external abort on the first level before one on the second")
  func firstLevelAbortBeforeSecond() {
    let memory: [UInt32: UInt32] = [0x0000_400C: 0x0000_8001]
    let both = machine(memory: memory, aborting: [0x0000_400C, 0x0000_8114])
    #expect(status(both, load(0x0034_5678)) == 0b1100)
    #expect(status(machine(memory: memory, aborting: [0x0000_8114]), load(0x0034_5678)) == 0b1110)
  }

  @Test("Section translation before the section's domain")
  func translationBeforeDomain() {
    #expect(status(machine(dacr: 0), load(0x0034_5678)) == 0b0101)
    #expect(status(machine(dacr: 0, memory: [0x0000_400C: 2]), load(0x0034_5678)) == 0b1001)
  }

  @Test("An external abort on the second level before page translation")
  func secondLevelAbortBeforeTranslation() {
    let memory: [UInt32: UInt32] = [0x0000_400C: 0x0000_8001]
    #expect(status(machine(memory: memory, aborting: [0x0000_8114]), load(0x0034_5678)) == 0b1110)
    #expect(status(machine(memory: memory), load(0x0034_5678)) == 0b0111)
  }

  @Test("Page translation before the page's domain")
  func pageTranslationBeforeDomain() {
    #expect(status(machine(dacr: 0, memory: [0x0000_400C: 0x0000_8001]), load(0x0034_5678)) == 0b0111)
    let mapped = machine(dacr: 0, memory: [0x0000_400C: 0x0000_8001, 0x0000_8114: 2])
    #expect(status(mapped, load(0x0034_5678)) == 0b1011)
  }

  @Test("A section's domain before its permissions")
  func sectionDomainBeforePermissions() {
    #expect(status(machine(dacr: 0, memory: [0x0000_400C: 2]), load(0x0034_5678)) == 0b1001)
    #expect(status(machine(dacr: 1, memory: [0x0000_400C: 2]), load(0x0034_5678)) == 0b1101)
  }

  @Test("A page's domain before its permissions")
  func pageDomainBeforePermissions() {
    let memory: [UInt32: UInt32] = [0x0000_400C: 0x0000_8001, 0x0000_8114: 2]
    #expect(status(machine(dacr: 0, memory: memory), load(0x0034_5678)) == 0b1011)
    #expect(status(machine(dacr: 1, memory: memory), load(0x0034_5678)) == 0b1111)
  }

  @Test("Permissions before an external abort of the access itself")
  func permissionsBeforeBus() {
    let forbidden = machine(memory: [0x0000_400C: 0xABC0_0002], aborting: [0xABC4_5678])
    let access = load(0x0034_5678)
    let refused = Transfer.read(forbidden, access, MMU.outcome(forbidden, access, .arm926))
    #expect(refused.outcome.status == .sectionPermission)
    let allowed = machine(memory: [0x0000_400C: 0xABC0_0C02], aborting: [0xABC4_5678])
    #expect(Transfer.read(allowed, access, MMU.outcome(allowed, access, .arm926)).outcome.status == .externalOnSection)
  }
}
