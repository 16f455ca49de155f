import ARMSemantics
import Logic
import Testing

@Suite("TLB entries outlive the tables that they come from, but not the registers")
struct TLBTests {
  /// Section 0x00300000 in domain 5, AP 11, at 0xABC00000.
  static let section: [UInt32: UInt32] = [0x0000_400C: 0xABC0_0CA2]

  /// The section in entry 2 of the data TLB.
  private func loaded(_ memory: [UInt32: UInt32] = section, split: Bool = false) -> Image {
    var k = machine(memory: memory)
    TLB.fill(&k, DataTLB.self, Ref(2), 0x0034_5678, split: split, .arm926)
    return k
  }

  private func through(_ k: Image, _ access: Access<Native>, _ profile: Profile = .arm926) -> AccessOutcome<Native> {
    MMU.outcome(k, access, through: DataTLB.self, Ref(2), profile)
  }

  @Test("A stale entry serves after its tables have changed")
  func stale() {
    var k = loaded()
    k[physical: 0x0000_400C] = 0x1110_0C02
    #expect(through(k, load(0x0034_5678)).physicalAddress == 0xABC4_5678)
    #expect(frame(k, load(0x0034_5678)) == 0x1114_5678)
    k[CP15.translationTableBase] = 0x0001_0000
    #expect(through(k, load(0x0034_5678)).physicalAddress == 0xABC4_5678)
    #expect(status(k, load(0x0034_5678)) == 0b0101)
  }

  @Test("An address outside of the entry's range is served by a walk")
  func outside() {
    var k = loaded()
    k[physical: 0x0000_4010] = 0x2220_0C02
    #expect(through(k, load(0x0040_0000)).physicalAddress == 0x2220_0000)
    #expect(through(k, load(0x002F_FFFC)).status == .sectionTranslation)
  }

  @Test("A hit is checked against the DACR, S and R of now, and with the MMU off not at all")
  func liveRegisters() {
    var k = loaded([0x0000_400C: 0xABC0_00A2])
    #expect(through(k, load(0x0034_5678)).status == .sectionPermission)
    k[CP15.control] = 0x101
    #expect(through(k, load(0x0034_5678)).status == .completes)
    k[CP15.domainAccessControl] = 0x0000_0000
    #expect(through(k, load(0x0034_5678)).status == .sectionDomain)
    k[CP15.domainAccessControl] = 0x0000_0C00
    #expect(through(k, store(0x0034_5678)).status == .completes)
    k[CP15.control] = 0
    #expect(through(k, load(0x0034_5678)).physicalAddress == 0x0034_5678)
  }

  @Test("Entries are found by modified addresses: another process's low addresses miss")
  func modifiedAddresses() {
    var k = machine(pid: 0x0200_0000, memory: [0x0000_408C: 0xABC0_0CA2])
    TLB.fill(&k, DataTLB.self, Ref(2), 0x0234_5678, split: false, .arm926)
    #expect(through(k, load(0x0034_5678)).physicalAddress == 0xABC4_5678)
    k[CP15.processID] = 0x0400_0000
    #expect(through(k, load(0x0034_5678)).status == .sectionTranslation)
    #expect(through(k, load(0x0234_5678)).physicalAddress == 0xABC4_5678)
  }

  @Test("Only the entry that is chosen serves, and only while it is in use and exists")
  func chosenEntry() {
    var k = loaded()
    k[physical: 0x0000_400C] = 0
    #expect(MMU.outcome(k, load(0x0034_5678), through: DataTLB.self, Ref(1), .arm926).status == .sectionTranslation)
    #expect(MMU.outcome(k, load(0x0034_5678), through: DataTLB.self, Ref(8), .arm926).status == .sectionTranslation)
    #expect(
      MMU.outcome(k, load(0x0034_5678), through: InstructionTLB.self, Ref(2), .arm926).status == .sectionTranslation)
    TLB.evict(&k, DataTLB.self, Ref(2))
    #expect(through(k, load(0x0034_5678)).status == .sectionTranslation)
  }

  @Test("A walk that finds no mapping fills nothing")
  func noNegativeCaching() {
    for (memory, aborting) in [
      ([UInt32: UInt32](), [UInt32]()), ([0x0000_400C: 0x0000_8001], []), ([0x0000_400C: 0x0000_8001], [0x0000_8114]),
      ([:], [0x0000_400C]), ([0x0000_400C: 0x0000_8001, 0x0000_8114: 0xABCD_EFF3], []),
    ] {
      var k = machine(memory: memory, aborting: aborting)
      TLB.fill(&k, DataTLB.self, Ref(2), 0x0034_5678, split: false, .arm926)
      #expect(k[DataTLB.isValid, Ref(2)] == 0)
    }
  }

  @Test("A walk that finds no mapping leaves the entry that was there")
  func missKeepsTheEntry() {
    var k = loaded()
    TLB.fill(&k, DataTLB.self, Ref(2), 0x7000_0000, split: false, .arm926)
    #expect(through(k, load(0x0034_5678)).physicalAddress == 0xABC4_5678)
    #expect(k[DataTLB.isValid, Ref(2)] == 1)
  }

  @Test("With the MMU off, nothing is filled")
  func mmuOff() {
    var k = machine(control: 0, memory: Self.section)
    TLB.fill(&k, DataTLB.self, Ref(2), 0x0034_5678, split: false, .arm926)
    #expect(k[DataTLB.isValid, Ref(2)] == 0)
  }

  @Test("An entry is loaded whatever the domain and the permissions: they are checked at each access")
  func fillsWithoutChecks() {
    var k = machine(dacr: 0, memory: [0x0000_400C: 0xABC0_00A2])
    TLB.fill(&k, DataTLB.self, Ref(2), 0x0034_5678, split: false, .arm926)
    #expect(k[DataTLB.isValid, Ref(2)] == 1)
  }

  /// The range that an entry holds, with its frame.
  private func range(_ memory: [UInt32: UInt32], split: Bool, _ profile: Profile = .arm926) -> [UInt32] {
    var k = machine(memory: memory)
    TLB.fill(&k, DataTLB.self, Ref(2), 0x0034_5678, split: split, profile)
    return [k[DataTLB.base, Ref(2)], k[DataTLB.mask, Ref(2)], k[DataTLB.frame, Ref(2)]]
  }

  @Test("An entry holds the whole section or page, and one subpage where permissions differ")
  func ranges() {
    let (coarse, fine): (UInt32, UInt32) = (0x0000_8001, 0x0000_8003)
    #expect(range(Self.section, split: false) == [0x0030_0000, 0x000F_FFFF, 0xABC0_0000])
    #expect(
      range([0x400C: coarse, 0x8114: 0xABCD_0FF1], split: false) == [0x0034_0000, 0x0000_FFFF, 0xABCD_0000])
    #expect(
      range([0x400C: coarse, 0x8114: 0xABCD_0FB1], split: false) == [0x0034_4000, 0x0000_3FFF, 0xABCD_4000])
    #expect(
      range([0x400C: coarse, 0x8114: 0xABCD_EFF2], split: false) == [0x0034_5000, 0x0000_0FFF, 0xABCD_E000])
    #expect(
      range([0x400C: coarse, 0x8114: 0xABCD_E7F2], split: false) == [0x0034_5400, 0x0000_03FF, 0xABCD_E400])
    #expect(range([0x400C: fine, 0x8454: 0xABCD_EC33], split: false) == [0x0034_5400, 0x0000_03FF, 0xABCD_EC00])
    #expect(
      range([0x400C: coarse, 0x8114: 0xABCD_E033], split: false, .pxa255) == [0x0034_5000, 0x0000_0FFF, 0xABCD_E000])
  }

  @Test("A split fill holds one subpage of a page of four, though all have the same permissions")
  func splitFills() {
    let (coarse, fine): (UInt32, UInt32) = (0x0000_8001, 0x0000_8003)
    #expect(
      range([0x400C: coarse, 0x8114: 0xABCD_0FF1], split: true) == [0x0034_4000, 0x0000_3FFF, 0xABCD_4000])
    #expect(
      range([0x400C: coarse, 0x8114: 0xABCD_EFF2], split: true) == [0x0034_5400, 0x0000_03FF, 0xABCD_E400])
    #expect(range([0x400C: fine, 0x8454: 0xABCD_EC33], split: true) == [0x0034_5400, 0x0000_03FF, 0xABCD_EC00])
    #expect(range(Self.section, split: true) == [0x0030_0000, 0x000F_FFFF, 0xABC0_0000])
  }

  @Test("A subpage's entry does not serve its neighbour")
  func subpageRange() {
    // AP of subpage 1 alone is 11.
    var k = loaded([0x0000_400C: 0x0000_8001, 0x0000_8114: 0xABCD_E0C2])
    k[physical: 0x0000_8114] = 0
    #expect(through(k, store(0x0034_5400, user: true)).physicalAddress == 0xABCD_E400)
    #expect(through(k, load(0x0034_57FC)).physicalAddress == 0xABCD_E7FC)
    #expect(through(k, load(0x0034_53FC)).status == .pageTranslation)
    #expect(through(k, load(0x0034_5800)).status == .pageTranslation)
  }
}
