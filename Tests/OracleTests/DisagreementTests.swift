import ARMSemantics
import Testing

/// The comparison finds what is wrong: a rule that is broken on purpose shows, and so does each known difference
/// between QEMU and the architecture when the semantics are not told of it.
@Suite(.needsEmulator, .serialized)
struct DisagreementTests {
  /// A wrong idea of the memory system.
  struct Fault: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var processor = Emulator.Processor(profile: .arm926)
    var seed: @Sendable (inout Subject) -> Void
  }

  /// Rules broken on purpose.
  static let broken = [
    Fault(testDescription: "S gives no right") { subject in
      subject.registersFault = { $0.with { $0.control &= ~Control.system.mask } }
    },
    Fault(testDescription: "R gives no right") { subject in
      subject.registersFault = { $0.with { $0.control &= ~Control.rom.mask } }
    },
    Fault(testDescription: "addresses need no alignment") { subject in
      subject.registersFault = { $0.with { $0.control &= ~Control.alignment.mask } }
    },
    Fault(testDescription: "the PID moves nothing") { subject in
      subject.registersFault = { $0.with { $0.pid = 0 } }
    },
    Fault(testDescription: "a reserved domain is a client's") { subject in
      subject.registersFault = { $0.with { $0.dacr = clients(instead: DACR.reserved, in: $0.dacr) } }
    },
    Fault(testDescription: "a manager is but a client") { subject in
      subject.registersFault = { $0.with { $0.dacr = clients(instead: DACR.manager, in: $0.dacr) } }
    },
    Fault(testDescription: "the last subpage has the permissions of the first") { subject in
      subject.wordFault = { word in
        let first = SecondLevel.permissions.of(word)
        guard SecondLevel.type.of(word) == SecondLevel.small else { return word }
        return word & ~FirstLevel.sectionPermissions.mask | FirstLevel.sectionPermissions.holding(first)
      }
    },
    Fault(testDescription: "large pages have 32 KB") { subject in
      subject.wordFault = { SecondLevel.type.of($0) == SecondLevel.large ? $0 & ~0x0001_0000 : $0 }
    },
  ]

  /// What QEMU does in another way than the architecture says, or where the architecture leaves it open.
  static let deviations = [
    Fault(testDescription: "translation is checked before the domain") {
      $0.profile.deviations.checksDomainBeforeSecondLevel = false
    },
    Fault(testDescription: "the FAR holds the modified virtual address") {
      $0.profile.deviations.faultAddressIsVirtual = false
    },
    Fault(testDescription: "unaligned words are rotated") { $0.profile.deviations.accessesUnaligned = false },
    Fault(testDescription: "a SA-1110 has no fine page tables", processor: .init(profile: .sa1100)) {
      $0.profile.hasFineTables = false
      $0.profile.reservedFirstLevel = .translationFault
    },
    Fault(testDescription: "a PXA255 has no extended small pages", processor: .init(profile: .pxa255)) {
      $0.profile.hasExtendedSmallPages = false
    },
    Fault(testDescription: "an ARM926EJ-S has extended small pages") { $0.profile.hasExtendedSmallPages = true },
  ]

  @Test(
    "A wrong rule shows in one probe under few words",
    arguments: (broken + deviations).filter { fault in Emulator.processors.contains { $0.name == fault.processor.name }
    })
  func shows(fault: Fault) throws {
    var subject = Subject(fault.processor)
    fault.seed(&subject)
    let (_, smallest) = try Campaign(seed: 7, configurations: 100).disagreement(
      subject, judge: Subject(fault.processor))
    let disagreement = try #require(smallest, "the emulator agrees with a wrong rule")
    let configuration = disagreement.case.configuration
    #expect(configuration.probes.count == 1)
    #expect(configuration.words.count <= 2, "\(disagreement.text(processor: fault.processor))")
  }

  /// A DACR in which every domain with this access is a client's, but the program's.
  private static func clients(instead access: UInt32, in dacr: UInt32) -> UInt32 {
    (0..<RAM.programDomain).reduce(dacr) { dacr, domain in
      guard DACR.access(to: domain, in: dacr) == access else { return dacr }
      return dacr & ~(DACR.field << (2 * domain)) | DACR.client << (2 * domain)
    }
  }
}

extension SystemRegisters {
  /// The registers after a change.
  fileprivate func with(_ change: (inout SystemRegisters) -> Void) -> SystemRegisters {
    var registers = self
    change(&registers)
    return registers
  }
}
