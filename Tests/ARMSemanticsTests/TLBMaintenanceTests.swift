import ARMSemantics
import Logic
import Testing

@Suite("Operations on TLBs forget what they name, and nothing else")
struct TLBMaintenanceTests {
  /// Entries in both TLBs: in place 0 the section of 0x00300000, in place 1 the large page of 0x00450000, in place 2 the
  /// subpage 0x00466400 of a small page whose permissions differ, in place 3 its subpage 0x00466800.
  private let k = {
    var k = machine(
      memory: [
        0x0000_400C: 0xABC0_0CA2, 0x0000_4010: 0x0000_8001, 0x0000_8140: 0x1111_0FF1, 0x0000_8198: 0x2222_21B2,
      ])
    for (place, address): (UInt32, UInt32) in [
      (0, 0x0030_0000), (1, 0x0045_0000), (2, 0x0046_6400), (3, 0x0046_6800),
    ] {
      TLB.fill(&k, DataTLB.self, Ref(place), address, split: false, .arm926)
      TLB.fill(&k, InstructionTLB.self, Ref(place), address, split: false, .arm926)
    }
    return k
  }()

  /// Which places are in use.
  private func valid<T: TLBTable>(_ tlb: T.Type, _ k: Image) -> [Int] {
    (0..<8).filter { k[T.isValid, Ref(UInt32($0))] != 0 }
  }

  private func valid(
    after operation: CP15Operation, _ argument: UInt32 = 0
  ) -> (data: [Int], instruction: [Int]) {
    var after = k
    Coprocessor.perform(&after, operation, argument)
    return (valid(DataTLB.self, after), valid(InstructionTLB.self, after))
  }

  @Test("All four are there to begin with")
  func start() {
    #expect(valid(DataTLB.self, k) == [0, 1, 2, 3])
    #expect(valid(InstructionTLB.self, k) == [0, 1, 2, 3])
  }

  @Test("Invalidating both TLBs, the data TLB, or the instruction TLB")
  func all() {
    #expect(valid(after: .invalidateTLBs) == ([], []))
    #expect(valid(after: .invalidateDataTLB) == ([], [0, 1, 2, 3]))
    #expect(valid(after: .invalidateInstructionTLB) == ([0, 1, 2, 3], []))
  }

  @Test("Any address of a section, and none outside, invalidates its entry")
  func section() {
    for address: UInt32 in [0x0030_0000, 0x0034_5678, 0x003F_FFFF] {
      #expect(valid(after: .invalidateDataTLBEntry, address).data == [1, 2, 3])
    }
    for address: UInt32 in [0x002F_FFFF, 0x0040_0000, 0x1034_5678] {
      #expect(valid(after: .invalidateDataTLBEntry, address).data == [0, 1, 2, 3])
    }
  }

  @Test("Any address of a large page, and none outside, invalidates its entry")
  func largePage() {
    for address: UInt32 in [0x0045_0000, 0x0045_8000, 0x0045_FFFF] {
      #expect(valid(after: .invalidateDataTLBEntry, address).data == [0, 2, 3])
    }
    for address: UInt32 in [0x0044_FFFF, 0x0046_0000] {
      #expect(valid(after: .invalidateDataTLBEntry, address).data == [0, 1, 2, 3])
    }
  }

  @Test("Of a page whose subpages differ, one subpage is invalidated")
  func subpages() {
    #expect(valid(after: .invalidateDataTLBEntry, 0x0046_6400).data == [0, 1, 3])
    #expect(valid(after: .invalidateDataTLBEntry, 0x0046_67FF).data == [0, 1, 3])
    #expect(valid(after: .invalidateDataTLBEntry, 0x0046_6800).data == [0, 1, 2])
    #expect(valid(after: .invalidateDataTLBEntry, 0x0046_63FF).data == [0, 1, 2, 3])
  }

  @Test("One TLB's entry is invalidated without the other's; one operation does both")
  func oneOrBoth() {
    #expect(valid(after: .invalidateDataTLBEntry, 0x0034_5678) == ([1, 2, 3], [0, 1, 2, 3]))
    #expect(valid(after: .invalidateInstructionTLBEntry, 0x0034_5678) == ([0, 1, 2, 3], [1, 2, 3]))
    #expect(valid(after: .invalidateTLBEntries, 0x0034_5678) == ([1, 2, 3], [1, 2, 3]))
  }

  @Test("Every entry that holds the address goes, in whatever places")
  func everyPlace() {
    var after = k
    TLB.fill(&after, DataTLB.self, Ref(7), 0x0030_0000, split: false, .arm926)
    Coprocessor.perform(&after, .invalidateDataTLBEntry, 0x0034_5678)
    #expect(valid(DataTLB.self, after) == [1, 2, 3])
  }

  @Test("The address to invalidate is not relocated")
  func notRelocated() {
    var after = k
    after[CP15.processID] = 0x0200_0000
    Coprocessor.perform(&after, .invalidateDataTLBEntry, 0x0034_5678)
    #expect(valid(DataTLB.self, after) == [1, 2, 3])
  }

  @Test("An eviction takes one place")
  func eviction() {
    var after = k
    TLB.evict(&after, DataTLB.self, Ref(1))
    #expect(valid(DataTLB.self, after) == [0, 2, 3])
    #expect(valid(InstructionTLB.self, after) == [0, 1, 2, 3])
  }

  @Test("After an invalidation, a walk reads the tables anew")
  func walkAnew() {
    var after = k
    after[physical: 0x0000_400C] = 0x7770_0CA2
    let access = load(0x0034_5678)
    #expect(MMU.outcome(after, access, through: DataTLB.self, Ref(0), .arm926).physicalAddress == 0xABC4_5678)
    Coprocessor.perform(&after, .invalidateTLBEntries, 0x0034_5678)
    #expect(MMU.outcome(after, access, through: DataTLB.self, Ref(0), .arm926).physicalAddress == 0x7774_5678)
  }
}
