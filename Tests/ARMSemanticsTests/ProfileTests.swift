import ARMSemantics
import Logic
import TestSupport
import Testing

@Suite("Where processors differ")
struct ProfileTests {
  private let fine = machine(memory: [0x0000_400C: 0x0000_8003, 0x0000_8454: 0xABCD_EFF2])
  /// AP 00 in subpages 1 to 3, if there were any.
  private let coarseTypeThree = machine(memory: [0x0000_400C: 0x0000_8001, 0x0000_8114: 0xABCD_E033])

  @Test("A fine table is reserved on the SA-1100 alone")
  func fineTables() {
    #expect(status(fine, load(0x0034_5678), .sa1100) == 0x100)
    #expect(status(fine, load(0x0034_5678), .arm926) == 0)
    #expect(status(fine, load(0x0034_5678), .pxa255) == 0)
  }

  @Test("Type 3 in a coarse table is an extended small page on the PXA255, and reserved on the others")
  func extendedSmallPages() {
    #expect(status(coarseTypeThree, load(0x0034_5678), .sa1100) == 0x101)
    #expect(status(coarseTypeThree, load(0x0034_5678), .arm926) == 0x101)
    #expect(frame(coarseTypeThree, load(0x0034_5000), .pxa255) == 0xABCD_E000)
    #expect(frame(coarseTypeThree, store(0x0034_5FFC, user: true), .pxa255) == 0xABCD_EFFC)
  }

  @Test("An extended small page has one AP, in bits 5 and 4")
  func extendedPermissions() {
    let k = machine(memory: [0x0000_400C: 0x0000_8001, 0x0000_8114: 0xABCD_EFC3])
    for address: UInt32 in [0x0034_5000, 0x0034_5400, 0x0034_5800, 0x0034_5C00] {
      #expect(status(k, load(address), .pxa255) == 0b1111)
    }
  }

  @Test("What is reserved is a translation fault of its level by choice")
  func reservedByChoice() {
    var sa1100 = Profile.sa1100
    sa1100.reservedFirstLevel = .translationFault
    #expect(status(fine, load(0x0034_5678), sa1100) == 0b0101)
    var arm926 = Profile.arm926
    arm926.reservedSecondLevel = .translationFault
    #expect(status(coarseTypeThree, load(0x0034_5678), arm926) == 0b0111)
  }

  @Test("A reserved descriptor is no abort, nor does the access go ahead")
  func openOutcomes() {
    let outcome = MMU.outcome(fine, load(0x0034_5678), .sa1100)
    #expect(outcome.isUnpredictable && !outcome.aborts && !outcome.completes)
  }

  @Test("An implementation that checks domains first reports a domain fault for an unmapped page")
  func domainBeforeSecondLevel() {
    let k = machine(dacr: 0, memory: [0x0000_400C: 0x0000_8001])
    var deviating = Profile.arm926
    deviating.deviations.checksDomainBeforeSecondLevel = true
    #expect(status(k, load(0x0034_5678), .arm926) == 0b0111)
    #expect(status(k, load(0x0034_5678), deviating) == 0b1011)
    #expect(status(machine(dacr: 0), load(0x0034_5678), deviating) == 0b0101)
  }

  @Test("Files know a processor by one word of its own")
  func ids() {
    #expect(Set(Profile.all.map(\.id)).count == Profile.all.count)
    #expect(Set(Profile.all.map(\.id)).isSuperset(of: ["arm926", "sa1100", "pxa255"]))
    #expect(Profile.all.allSatisfy { !$0.id.isEmpty && $0.id.allSatisfy { $0.isLowercase || $0.isNumber } })
  }

  @Test("Every processor that there is a value for is in the list of all, and has a column in the documentation")
  func listed() throws {
    let source = try Repository.text("Sources/ARMSemantics/Profile.swift")
    let values = source.matches(of: #/static let (\w+) = Profile\(/#).map { String($0.1) }
    #expect(values.sorted() == Profile.all.map(\.id).sorted())
    let header = "| | \(Profile.all.map(\.name).joined(separator: " | ")) |"
    #expect(try Repository.text("docs/arm-semantics.md").contains("\n\(header)\n"), "\(header)")
  }

  @Test("Of tables without descriptors of type 11 all processors say the same: the kernel's are such")
  func agreement() {
    let random = RandomMachine(seed: 2007)
    var seen: [Code<FaultStatus, Native>: Int] = [:]
    for turn in 0..<4000 {
      if turn % 16 == 0 { random.changeRegisters() }
      let access = random.access()
      let mva = MMU.mva(random.image, access)
      random.bound(mva, .arm926)
      if meetsTypeThree(random.image, mva) { continue }
      let outcomes = Profile.all.map { MMU.outcome(random.image, access, $0) }
      for (outcome, profile) in zip(outcomes, Profile.all) {
        #expect(outcome == outcomes[0], "\(access) on \(profile.name)")
      }
      seen[outcomes[0].status, default: 0] += 1
    }
    let expected: [Code<FaultStatus, Native>] = [
      .completes, .sectionTranslation, .pageTranslation, .sectionDomain, .pageDomain, .sectionPermission,
      .pagePermission,
    ]
    for status in expected {
      #expect(seen[status, default: 0] >= 10, "\(status)")
    }
  }

  /// Whether the walk for an address comes upon a descriptor of type 11, on any level.
  private func meetsTypeThree(_ k: Image, _ mva: UInt32) -> Bool {
    let first = FirstLevelDescriptor<Native>(k[physical: Walk.firstLevelAddress(k[CP15.translationTableBase], mva)])
    if first.isFine { return true }
    let second = k[physical: Walk.secondLevelAddress(first, mva)]
    return first.isCoarse && SecondLevel.type.of(second) == SecondLevel.tinyOrExtended
  }
}
