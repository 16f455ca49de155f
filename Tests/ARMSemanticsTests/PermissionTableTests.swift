import ARMSemantics
import Logic
import Testing

/// The manual's table of access permissions (ARM ARM, B4.3), copied row by row. Three letters say what a
/// client may do: read, write, fetch; a dash forbids, a question mark leaves it open.
private let manual: [(ap: UInt32, system: UInt32, rom: UInt32, privileged: String, user: String)] = [
  (0b00, 0, 0, "---", "---"),
  (0b00, 1, 0, "r-x", "---"),
  (0b00, 0, 1, "r-x", "r-x"),
  (0b00, 1, 1, "???", "???"),
  (0b01, 0, 0, "rwx", "---"),
  (0b01, 1, 0, "rwx", "---"),
  (0b01, 0, 1, "rwx", "---"),
  (0b01, 1, 1, "rwx", "---"),
  (0b10, 0, 0, "rwx", "r-x"),
  (0b10, 1, 0, "rwx", "r-x"),
  (0b10, 0, 1, "rwx", "r-x"),
  (0b10, 1, 1, "rwx", "r-x"),
  (0b11, 0, 0, "rwx", "rwx"),
  (0b11, 1, 0, "rwx", "rwx"),
  (0b11, 0, 1, "rwx", "rwx"),
  (0b11, 1, 1, "rwx", "rwx"),
]

/// What the fields of the DACR do (ARM ARM, B4.3): 0 no access, 1 client, 2 reserved, 3 manager.
private let domains: [(field: UInt32, meaning: String)] = [
  (0b00, "fault"), (0b01, "check"), (0b10, "fault"), (0b11, "go ahead"),
]

/// A way to map address 0x00345678, in domain 5.
private struct MappedRange: Sendable {
  let name: String
  /// The processors that have it.
  let profiles: [Profile]
  /// The first-level descriptor of a page, at 0x0000400C.
  var table: UInt32 = 0
  /// Where the descriptor that holds the AP is.
  let address: UInt32
  /// That descriptor with AP 00, 01, 10 and 11.
  let descriptors: [UInt32]
  /// The statuses of its faults.
  let domainFault, permissionFault: UInt32

  /// The tables in memory, with an AP.
  func memory(_ ap: UInt32) -> [UInt32: UInt32] {
    var memory: [UInt32: UInt32] = [0x0000_400C: table]
    memory[address] = descriptors[Int(ap)]
    return memory
  }
}

private let mappings = [
  MappedRange(
    name: "section", profiles: Profile.all, address: 0x0000_400C,
    descriptors: [0xABC0_00A2, 0xABC0_04A2, 0xABC0_08A2, 0xABC0_0CA2], domainFault: 0b1001, permissionFault: 0b1101),
  MappedRange(
    name: "large page", profiles: Profile.all, table: 0x0000_80A1, address: 0x0000_8114,
    descriptors: [0xABCD_0001, 0xABCD_0551, 0xABCD_0AA1, 0xABCD_0FF1], domainFault: 0b1011, permissionFault: 0b1111),
  MappedRange(
    name: "small page", profiles: Profile.all, table: 0x0000_80A1, address: 0x0000_8114,
    descriptors: [0xABCD_E002, 0xABCD_E552, 0xABCD_EAA2, 0xABCD_EFF2], domainFault: 0b1011, permissionFault: 0b1111),
  MappedRange(
    name: "tiny page", profiles: Profile.all.filter(\.hasFineTables), table: 0x0000_80A3, address: 0x0000_8454,
    descriptors: [0xABCD_E403, 0xABCD_E413, 0xABCD_E423, 0xABCD_E433], domainFault: 0b1011, permissionFault: 0b1111),
  MappedRange(
    name: "extended small page", profiles: Profile.all.filter(\.hasExtendedSmallPages), table: 0x0000_80A1,
    address: 0x0000_8114,
    descriptors: [0xABCD_E003, 0xABCD_E013, 0xABCD_E023, 0xABCD_E033], domainFault: 0b1011, permissionFault: 0b1111),
]

@Suite("Access permissions are the manual's, for every AP, S, R, domain, mode, kind and mapping")
struct PermissionTableTests {
  /// The places where the outcomes aren't the table's, and how many cases there were.
  private func disagreements(
    on profile: Profile, _ outcome: (Image, Access<Native>) -> AccessOutcome<Native>
  ) -> (found: [String], cases: Int) {
    var (found, cases): ([String], Int) = ([], 0)
    for mapping in mappings where mapping.profiles.contains(where: { $0.id == profile.id }) {
      for row in manual {
        for domain in domains {
          // The other domains' fields are the opposite, so that looking at one of them is noticed.
          let others: UInt32 = domain.field == 0 || domain.field == 2 ? 0xFFFF_FFFF : 0x0000_0000
          let k = machine(
            control: 1 | row.system << 8 | row.rom << 9, dacr: (others & 0xFFFF_F3FF) | domain.field << 10,
            memory: mapping.memory(row.ap))
          for (mode, letters) in [("privileged", row.privileged), ("user", row.user)] {
            for (kind, letter) in letters.enumerated() {
              let access = Access<Native>(
                address: 0x0034_5678, kind: Code(UInt32(kind)), size: 4, isPrivileged: mode == "privileged")
              let expected: UInt32 =
                switch (domain.meaning, letter) {
                case ("fault", _): mapping.domainFault
                case ("go ahead", _): 0
                case (_, "-"): mapping.permissionFault
                case (_, "?"): 0x102
                default: 0
                }
              let status = outcome(k, access).status.word
              cases += 1
              if status != expected {
                found.append(
                  "\(mapping.name), AP \(row.ap), S \(row.system), R \(row.rom), domain field \(domain.field), \(mode), "
                    + "kind \(kind): \(status), not \(expected)")
              }
            }
          }
        }
      }
    }
    return (found, cases)
  }

  /// The processors, and for each the number of its mappings, times 4 APs, S, R, 4 domain fields, 2 modes and 3 kinds.
  private static let processors = Profile.all.map { profile in
    let mappings = 3 + (profile.hasFineTables ? 1 : 0) + (profile.hasExtendedSmallPages ? 1 : 0)
    return (profile, cases: mappings * 4 * 4 * 4 * 2 * 3)
  }

  @Test("Through a walk", arguments: processors)
  func walk(_ profile: Profile, count: Int) {
    let (found, cases) = disagreements(on: profile) { MMU.outcome($0, $1, profile) }
    #expect(found == [])
    #expect(cases == count)
  }

  @Test("Through an entry of the data TLB, though the tables are gone", arguments: processors)
  func dataTLB(_ profile: Profile, count: Int) { throughTLB(DataTLB.self, profile, count) }

  @Test("Through an entry of the instruction TLB, though the tables are gone", arguments: processors)
  func instructionTLB(_ profile: Profile, count: Int) { throughTLB(InstructionTLB.self, profile, count) }

  private func throughTLB<T: TLBTable>(_ tlb: T.Type, _ profile: Profile, _ count: Int) {
    let (found, cases) = disagreements(on: profile) { k, access in
      var k = k
      TLB.fill(&k, tlb, Ref(3), 0x0034_5678, split: false, profile)
      k[physical: 0x0000_400C] = 0
      return MMU.outcome(k, access, through: tlb, Ref(3), profile)
    }
    #expect(found == [])
    #expect(cases == count)
  }

  @Test("Every domain has its own two bits of the DACR")
  func everyDomain() {
    let managers: [UInt32] = [
      0x0000_0003, 0x0000_000C, 0x0000_0030, 0x0000_00C0, 0x0000_0300, 0x0000_0C00, 0x0000_3000, 0x0000_C000,
      0x0003_0000, 0x000C_0000, 0x0030_0000, 0x00C0_0000, 0x0300_0000, 0x0C00_0000, 0x3000_0000, 0xC000_0000,
    ]
    let descriptors: [UInt32] = [
      0x002, 0x022, 0x042, 0x062, 0x082, 0x0A2, 0x0C2, 0x0E2, 0x102, 0x122, 0x142, 0x162, 0x182, 0x1A2, 0x1C2, 0x1E2,
    ]
    for (domain, (dacr, descriptor)) in zip(managers, descriptors).enumerated() {
      let alone = machine(dacr: dacr, memory: [0x0000_4000: descriptor])
      #expect(status(alone, load(0)) == 0, "domain \(domain)")
      #expect(MMU.outcome(alone, load(0), .arm926).domain == UInt32(domain))
      let others = machine(dacr: ~dacr, memory: [0x0000_4000: descriptor])
      #expect(status(others, load(0)) == 0b1001, "domain \(domain)")
    }
  }

  @Test("Where AP 00 with S and R is a permission fault by choice, it is one of the section or the page")
  func reservedPermissionsByChoice() {
    var profile = Profile.arm926
    profile.reservedPermissions = .permissionFault
    let section = machine(control: 0x301, memory: [0x0000_4000: 0x0000_0002])
    #expect(status(section, load(0), profile) == 0b1101)
    let page = machine(control: 0x301, memory: [0x0000_4000: 0x0000_8001, 0x0000_8000: 0x0000_0002])
    #expect(status(page, load(0), profile) == 0b1111)
  }
}
