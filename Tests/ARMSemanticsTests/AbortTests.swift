import ARMSemantics
import Logic
import Testing

@Suite("What an abort leaves in the fault registers")
struct AbortTests {
  /// The machine after an access, with fault registers of other values before.
  private func after(
    _ access: Access<Native>, on k: Image, meaningless: UInt32 = 0, _ profile: Profile = .arm926
  ) -> Image {
    var k = k
    k[CP15.faultStatus] = 0x1111
    k[CP15.instructionFaultStatus] = 0x2222
    k[CP15.faultAddress] = 0x3333
    Aborts.record(&k, access, MMU.outcome(k, access, profile), meaningless: meaningless, profile)
    return k
  }

  /// Domain 11 for a section and for a coarse table at 0x8000.
  private static let section: UInt32 = 0xABC0_0162
  private static let table: UInt32 = 0x0000_8161

  @Test("The FSR of each fault, in domain 11")
  func faultStatus() {
    let cases: [(name: String, k: Image, access: Access<Native>, fsr: UInt32)] = [
      ("alignment", machine(control: 3), load(0x0034_5671), 0x01),
      ("section translation", machine(), load(0x0034_5678), 0x05),
      ("page translation", machine(memory: [0x0000_400C: Self.table]), load(0x0034_5678), 0xB7),
      ("section domain", machine(dacr: 0, memory: [0x0000_400C: Self.section]), load(0x0034_5678), 0xB9),
      (
        "page domain", machine(dacr: 0, memory: [0x0000_400C: Self.table, 0x0000_8114: 2]), load(0x0034_5678), 0xBB
      ),
      ("section permission", machine(memory: [0x0000_400C: Self.section]), load(0x0034_5678), 0xBD),
      ("page permission", machine(memory: [0x0000_400C: Self.table, 0x0000_8114: 2]), load(0x0034_5678), 0xBF),
      ("first-level abort", machine(aborting: [0x0000_400C]), load(0x0034_5678), 0x0C),
      (
        "second-level abort", machine(memory: [0x0000_400C: Self.table], aborting: [0x0000_8114]),
        load(0x0034_5678), 0xBE
      ),
    ]
    for one in cases {
      for profile in Profile.all {
        let k = after(one.access, on: one.k, profile)
        #expect(k[CP15.faultStatus] == one.fsr, "\(one.name), \(profile.name)")
        #expect(k[CP15.faultAddress] == one.access.address, "\(one.name), \(profile.name)")
        #expect(k[CP15.instructionFaultStatus] == 0x2222, "\(one.name), \(profile.name)")
      }
    }
  }

  @Test("An external abort of the access itself is 8 for a section, 10 for a page, with the domain")
  func externalAborts() {
    let cases: [(memory: [UInt32: UInt32], fsr: UInt32)] = [
      ([0x0000_400C: 0xABC0_0D62], 0xB8),
      ([0x0000_400C: 0x0000_8161, 0x0000_8114: 0xABC4_5FF2], 0xBA),
    ]
    for (memory, fsr) in cases {
      var k = machine(memory: memory, aborting: [0xABC4_5678])
      let outcome = Transfer.read(k, load(0x0034_5678), MMU.outcome(k, load(0x0034_5678), .arm926)).outcome
      Aborts.record(&k, load(0x0034_5678), outcome, meaningless: 0, .arm926)
      #expect(k[CP15.faultStatus] == fsr)
      #expect(k[CP15.faultAddress] == 0x0034_5678)
    }
  }

  @Test("The FAR holds the modified address")
  func modifiedAddress() {
    let k = after(store(0x0034_5678), on: machine(pid: 0x0200_0000))
    #expect(k[CP15.faultAddress] == 0x0234_5678)
  }

  @Test("The FAR of an implementation that deviates holds the virtual address")
  func virtualAddress() {
    var profile = Profile.arm926
    profile.deviations.faultAddressIsVirtual = true
    let k = after(store(0x0034_5678), on: machine(pid: 0x0200_0000), profile)
    #expect(k[CP15.faultAddress] == 0x0034_5678)
  }

  @Test("A prefetch abort leaves FSR and FAR alone", arguments: Profile.all)
  func prefetch(_ profile: Profile) {
    let k = after(fetch(0x0034_5678), on: machine(), profile)
    #expect(k[CP15.faultStatus] == 0x1111)
    #expect(k[CP15.faultAddress] == 0x3333)
  }

  @Test("The ARM926EJ-S alone tells the status of a prefetch abort")
  func instructionFaultStatus() {
    let k = machine(memory: [0x0000_400C: Self.table])
    #expect(after(fetch(0x0034_5678), on: k, .arm926)[CP15.instructionFaultStatus] == 0xB7)
    #expect(after(fetch(0x0034_5678), on: k, .sa1100)[CP15.instructionFaultStatus] == 0x2222)
    #expect(after(fetch(0x0034_5678), on: k, .pxa255)[CP15.instructionFaultStatus] == 0x2222)
  }

  @Test("An access that goes ahead, and one whose outcome is open, change nothing")
  func noAbort() {
    let mapped = machine(memory: [0x0000_400C: 0xABC0_0C02])
    for (k, access) in [(mapped, load(0x0034_5678)), (mapped, load(0x0034_5671, size: 2))] {
      let left = after(access, on: k)
      #expect(left[CP15.faultStatus] == 0x1111)
      #expect(left[CP15.faultAddress] == 0x3333)
      #expect(left[CP15.instructionFaultStatus] == 0x2222)
    }
  }

  @Test("Bits without a meaning may be anything: bits 31 to 8, and the domain where none is known")
  func meaninglessBits() {
    func fsr(_ k: Image, _ address: UInt32, _ meaningless: UInt32) -> UInt32 {
      after(load(address), on: k, meaningless: meaningless)[CP15.faultStatus]
    }
    #expect(fsr(machine(control: 3), 0x0034_5671, 0xFFFF_FFFF) == 0xFFFF_FFF1)
    #expect(fsr(machine(), 0x0034_5678, 0xABCD_EF9A) == 0xABCD_EF95)
    #expect(fsr(machine(aborting: [0x0000_400C]), 0x0034_5678, 0xABCD_EF9A) == 0xABCD_EF9C)
    #expect(fsr(machine(memory: [0x0000_400C: Self.table]), 0x0034_5678, 0xABCD_EF9A) == 0xABCD_EFB7)
    #expect(fsr(machine(memory: [0x0000_400C: Self.section]), 0x0034_5678, 0xFFFF_FFFF) == 0xFFFF_FFBD)
  }
}
