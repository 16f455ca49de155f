import ARMSemantics
import Logic
import Testing

@Suite("Descriptors are found and read as the manual draws them")
struct DescriptorTests {
  @Test("The first-level descriptor is at bits 31 to 14 of the base and bits 31 to 20 of the address")
  func firstLevelAddress() {
    #expect(Walk.firstLevelAddress(0x0000_4000 as UInt32, 0x0000_0000) == 0x0000_4000)
    #expect(Walk.firstLevelAddress(0x0000_4000 as UInt32, 0x000F_FFFF) == 0x0000_4000)
    #expect(Walk.firstLevelAddress(0x0000_4000 as UInt32, 0x0010_0000) == 0x0000_4004)
    #expect(Walk.firstLevelAddress(0x0000_4000 as UInt32, 0x1234_5678) == 0x0000_448C)
    #expect(Walk.firstLevelAddress(0xA5A5_C000 as UInt32, 0xFFFF_FFFF) == 0xA5A5_FFFC)
    #expect(Walk.firstLevelAddress(0xFFFF_FFFF as UInt32, 0x0000_0000) == 0xFFFF_C000)
  }

  @Test("A coarse table has 256 descriptors on a kilobyte, by bits 19 to 12 of the address")
  func coarseAddress() {
    let first = FirstLevelDescriptor<Native>(0xABCD_EDE1)
    #expect(Walk.secondLevelAddress(first, 0xFFF0_0FFF) == 0xABCD_EC00)
    #expect(Walk.secondLevelAddress(first, 0x0000_1000) == 0xABCD_EC04)
    #expect(Walk.secondLevelAddress(first, 0x1234_5678) == 0xABCD_ED14)
    #expect(Walk.secondLevelAddress(first, 0xFFFF_FFFF) == 0xABCD_EFFC)
  }

  @Test("A fine table has 1024 descriptors on 4 KB, by bits 19 to 10 of the address")
  func fineAddress() {
    let first = FirstLevelDescriptor<Native>(0xABCD_E1E3)
    #expect(Walk.secondLevelAddress(first, 0xFFF0_03FF) == 0xABCD_E000)
    #expect(Walk.secondLevelAddress(first, 0x0000_0400) == 0xABCD_E004)
    #expect(Walk.secondLevelAddress(first, 0x1234_5678) == 0xABCD_E454)
    #expect(Walk.secondLevelAddress(first, 0xFFFF_FFFF) == 0xABCD_EFFC)
  }

  @Test("Low bits of the base register are not part of the table's address")
  func tableBaseIsAligned() {
    var k = machine(memory: [0x0000_448C: 0xABC0_0C02])
    k[CP15.translationTableBase] = 0x0000_7FFF
    #expect(frame(k, load(0x1234_5678)) == 0xABC4_5678)
  }

  @Test("A section maps a megabyte", arguments: Profile.all)
  func section(_ profile: Profile) {
    let k = machine(memory: [0x0000_448C: 0xABCF_FC02])
    #expect(frame(k, load(0x1230_0000), profile) == 0xABC0_0000)
    #expect(frame(k, load(0x1234_5678), profile) == 0xABC4_5678)
    #expect(frame(k, load(0x123F_FFFC), profile) == 0xABCF_FFFC)
    #expect(status(k, load(0x122F_FFFC), profile) == 0b0101)
    #expect(status(k, load(0x1240_0000), profile) == 0b0101)
  }

  @Test("A large page maps 64 KB, by any of its sixteen descriptors", arguments: Profile.all)
  func largePage(_ profile: Profile) {
    // Descriptors of 0x00340000 and 0x0034F000.
    let k = machine(memory: [0x0000_400C: 0x0000_8001, 0x0000_8100: 0xABCD_FFF1, 0x0000_813C: 0xABCD_0FF1])
    #expect(frame(k, load(0x0034_0000), profile) == 0xABCD_0000)
    #expect(frame(k, load(0x0034_0FFC), profile) == 0xABCD_0FFC)
    #expect(frame(k, load(0x0034_F678), profile) == 0xABCD_F678)
    #expect(status(k, load(0x0034_E678), profile) == 0b0111)
  }

  @Test("A small page maps 4 KB", arguments: Profile.all)
  func smallPage(_ profile: Profile) {
    let k = machine(memory: [0x0000_400C: 0x0000_8001, 0x0000_8114: 0xABCD_EFF2])
    #expect(frame(k, load(0x0034_5000), profile) == 0xABCD_E000)
    #expect(frame(k, load(0x0034_5FFC), profile) == 0xABCD_EFFC)
    #expect(status(k, load(0x0034_4FFC), profile) == 0b0111)
    #expect(status(k, load(0x0034_6000), profile) == 0b0111)
  }

  @Test("A tiny page maps 1 KB of a fine table", arguments: [Profile.arm926, .pxa255])
  func tinyPage(_ profile: Profile) {
    let k = machine(memory: [0x0000_400C: 0x0000_8003, 0x0000_8454: 0xABCD_EC33])
    #expect(frame(k, load(0x0034_5400), profile) == 0xABCD_EC00)
    #expect(frame(k, load(0x0034_57FC), profile) == 0xABCD_EFFC)
    #expect(status(k, load(0x0034_53FC), profile) == 0b0111)
    #expect(status(k, load(0x0034_5800), profile) == 0b0111)
  }

  @Test("A tiny page has one AP, in bits 5 and 4")
  func tinyPermissions() {
    let open = machine(memory: [0x0000_400C: 0x0000_8003, 0x0000_8454: 0xABCD_E033])
    #expect(status(open, store(0x0034_5678, user: true)) == 0)
    let closed = machine(memory: [0x0000_400C: 0x0000_8003, 0x0000_8454: 0xABCD_EFC3])
    #expect(status(closed, load(0x0034_5678)) == 0b1111)
  }

  @Test("Fine tables hold small and large pages too", arguments: [Profile.arm926, .pxa255])
  func pagesInFineTables(_ profile: Profile) {
    let small = machine(memory: [0x0000_400C: 0x0000_8003, 0x0000_8454: 0xABCD_EFF2])
    #expect(frame(small, load(0x0034_5678), profile) == 0xABCD_E678)
    let large = machine(memory: [0x0000_400C: 0x0000_8003, 0x0000_8454: 0xABCD_0FF1])
    #expect(frame(large, load(0x0034_5678), profile) == 0xABCD_5678)
  }

  @Test("The AP of a large page's subpages are bits 5:4, 7:6, 9:8 and 11:10, by bits 15 and 14 of the address")
  func largeSubpages() {
    // AP3 to AP0 are 00 01 10 11. Descriptors of 0x00340000, 0x00344000, 0x00348000 and 0x0034C000.
    let k = machine(
      memory: [
        0x0000_400C: 0x0000_8001, 0x0000_8100: 0xABCD_01B1, 0x0000_8110: 0xABCD_01B1, 0x0000_8120: 0xABCD_01B1,
        0x0000_8130: 0xABCD_01B1,
      ])
    expectPermissions(k, rwForAll: 0x0034_0000, readForUser: 0x0034_4000, privileged: 0x0034_8000, none: 0x0034_C000)
  }

  @Test("The AP of a small page's subpages are bits 5:4, 7:6, 9:8 and 11:10, by bits 11 and 10 of the address")
  func smallSubpages() {
    let k = machine(memory: [0x0000_400C: 0x0000_8001, 0x0000_8114: 0xABCD_E1B2])
    expectPermissions(k, rwForAll: 0x0034_5000, readForUser: 0x0034_5400, privileged: 0x0034_5800, none: 0x0034_5C00)
    #expect(frame(k, load(0x0034_5BFC)) == 0xABCD_EBFC)
  }

  /// Four addresses have the permissions 11, 10, 01 and 00, for every profile.
  private func expectPermissions(
    _ k: Image, rwForAll: UInt32, readForUser: UInt32, privileged: UInt32, none: UInt32
  ) {
    for profile in Profile.all {
      #expect(status(k, store(rwForAll, user: true), profile) == 0)
      #expect(status(k, load(readForUser, user: true), profile) == 0)
      #expect(status(k, store(readForUser, user: true), profile) == 0b1111)
      #expect(status(k, store(readForUser), profile) == 0)
      #expect(status(k, load(privileged, user: true), profile) == 0b1111)
      #expect(status(k, store(privileged), profile) == 0)
      #expect(status(k, load(none), profile) == 0b1111)
    }
  }

  @Test("C and B are bits 3 and 2, of a section and of every page")
  func attributes() {
    func attributes(_ memory: [UInt32: UInt32]) -> UInt32 {
      MMU.outcome(machine(memory: memory), load(0x0034_5678), .pxa255).attributes.word
    }
    for (bits, sections, pages) in [
      (UInt32(0b0000), UInt32(0x0000_0C02), UInt32(0xABCD_0FF1)), (0b0100, 0x0000_0C06, 0xABCD_0FF5),
      (0b1000, 0x0000_0C0A, 0xABCD_0FF9), (0b1100, 0x0000_0C0E, 0xABCD_0FFD),
    ] {
      #expect(attributes([0x0000_400C: sections]) == bits)
      #expect(attributes([0x0000_400C: 0x0000_8001, 0x0000_8114: pages]) == bits, "large page")
      #expect(attributes([0x0000_400C: 0x0000_8001, 0x0000_8114: pages + 1]) == bits, "small page")
      #expect(attributes([0x0000_400C: 0x0000_8001, 0x0000_8114: pages + 2]) == bits, "extended small page")
      #expect(attributes([0x0000_400C: 0x0000_8003, 0x0000_8454: pages + 2]) == bits, "tiny page")
    }
  }

  @Test("With the MMU off, modified addresses are physical, nothing is cached, and the DACR is not looked at")
  func mmuOff() {
    let k = machine(control: 0, dacr: 0, pid: 0x0200_0000)
    #expect(frame(k, store(0x1234_5678, user: true)) == 0x1234_5678)
    #expect(frame(k, load(0x0034_5678)) == 0x0234_5678)
    #expect(MMU.outcome(k, load(0x1234_5678), .arm926).attributes == .none)
  }
}
