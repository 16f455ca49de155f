import ARMSemantics
import Checker
import FastPath
import LockstepSupport
import Logic
import Model
import Scenarios
import TestSupport
import Testing

@Suite("Random sequences find seeded mutations of the operations on address spaces")
struct SequenceFaultTests {
  /// The sequences in which mutations must show, of 20,000 operations each. In these, spaces keep their promises, so that
  /// what is read can be compared.
  static let sequences: Range<UInt64> = 2..<5

  static let mutations: [Mutation] = [
    Mutation("a flush leaves data TLB entries", .alterWrite(.init(DataTLB.isValid), .become(1))),
    Mutation("a flush leaves instruction TLB entries", .alterWrite(.init(InstructionTLB.isValid), .become(1))),
    Mutation("a flush leaves lines in the data cache", .alterWrite(.init(DataCache.isValid), .become(1))),
    Mutation("a flush leaves lines in the instruction cache", .alterWrite(.init(InstructionCache.isValid), .become(1))),
    Mutation("lines never get dirty", .alterWrite(.init(DataCache.isDirty), .become(0))),
    Mutation("every domain counts as clean", .alterRead(.init(Machine.dirtyDomains), .become(0))),
    Mutation("what a switch adds to the dirty domains is lost", .loseWrite(.init(Machine.dirtyDomains))),
    Mutation("every domain counts as dirty", .alterRead(.init(Machine.dirtyDomains), .become(0xFFFF_FFFF))),
    Mutation("all spaces are of one vspace", .alterRead(.init(SpaceTable.vspace), .become(1))),
    Mutation("no two spaces are of one vspace", .alterRead(.init(SpaceTable.vspace), .become(0))),
    Mutation("the DACR is not loaded", .loseWrite(.init(CP15.domainAccessControl))),
    Mutation("the PID is not loaded", .loseWrite(.init(CP15.processID))),
    Mutation("the PID is shifted too far", .alterWrite(.init(CP15.processID), .shiftLeft(1))),
    Mutation("the active space is not remembered", .loseWrite(.init(Machine.space))),
    Mutation("a space's mask is not remembered", .loseWrite(.init(SpaceTable.mask))),
    Mutation("a domain's owner is not remembered", .loseWrite(.init(DomainTable.owner))),
    Mutation("entries of the CPD are of the wrong domain", .alterWrite(.init(PhysicalMemory.contents), .flip(1 << 5))),
    Mutation("every grant is one of a manager", .alterRead(.init(Grants.rights), .become(DACR.manager))),
    Mutation("a grant is never revoked", .alterWrite(.init(Grants.rights), .become(DACR.client))),
    Mutation("a closed window stays open", .alterWrite(.init(PageDirectory.isWindow), .become(1))),
    Mutation("every window looks at space 0", .alterRead(.init(PageDirectory.granter), .become(0))),
    Mutation("a domain's bitmap of sections is not kept", .loseWrite(.init(SectionBitmap.sections))),
    Mutation("section 0 of each group is overlooked", .alterRead(.init(SectionBitmap.sections), .clear(1))),
    Mutation("an entry counts as installed without a look", .skipGuard("its entry is in the CPD")),
    Mutation("access counts as given without a look", .skipGuard("the active space has that access")),
    Mutation("a window shows what is not granted", .skipGuard("the granter grants it something")),
    Mutation("a space maps every megabyte", .skipGuard("the active space maps the megabyte")),
    Mutation("a page table is given twice", .loseWrite(.init(PageTables.user))),
    Mutation("the FAR is read as a virtual address", .alterRead(.init(CP15.faultAddress), .clear(0xFE00_0000))),
    Mutation("a store loses its upper half", .alterWrite(.init(DataCacheWords.value), .clear(0xFFFF_0000))),
    Mutation("the write buffer forgets", .loseWrite(.init(PhysicalMemory.isBuffered))),
  ]

  /// Defects of the published kernel (docs/fass-design.md), each made by the operations in which it was.
  static let defects: [(mutation: Mutation, isMade: @Sendable (ScenarioOperation) -> Bool)] = [
    (
      Mutation("B1: whatever the bitmap names is taken out", .skipGuard("the entry has the domain still")),
      { _ in true }
    ),
    (
      Mutation(
        "B2: an entry takes the place of another, and dirty lines stay",
        .alterRead(.init(Machine.dirtyDomains), .become(0))),
      { if case .access = $0 { true } else { false } }
    ),
    (
      Mutation(
        "B3: an entry is installed under another space's domain", .alterRead(.init(SpaceTable.domain), .flip(1))),
      { if case .access = $0 { true } else { false } }
    ),
    (
      Mutation("B4: the DACR stays the old space's", .loseWrite(.init(CP15.domainAccessControl))),
      { if case .activate = $0 { true } else { false } }
    ),
    (
      Mutation(
        "B5: the kernel's DACR stays in force", .alterWrite(.init(CP15.domainAccessControl), .become(DACR.clients))),
      { if case .access = $0 { true } else { false } }
    ),
    (
      Mutation("B6: the client keeps its access until the next switch", .loseWrite(.init(CP15.domainAccessControl))),
      { if case .revoke = $0 { true } else { false } }
    ),
    (
      Mutation(
        "B7: a window hides what the client maps itself", .alterRead(.init(PageDirectory.descriptor), .become(0))),
      { if case .openWindow = $0 { true } else { false } }
    ),
    (
      Mutation(
        "B8: a window is closed, and what it showed stays in reach", .alterRead(.init(Grants.rights), .become(0))),
      { if case .closeWindow = $0 { true } else { false } }
    ),
    (
      Mutation(
        "B9: a megabyte is unmapped, and its entry in the CPD keeps its domain",
        .alterWrite(.init(PhysicalMemory.contents), .become(1 << 5))),
      { if case .unmap(_, _, .section) = $0 { true } else { false } }
    ),
    (
      Mutation("B10: a vspace changes, and lines that relied on it stay", .loseWrite(.init(DataCache.isValid))),
      { if case .setVspace = $0 { true } else { false } }
    ),
    (
      Mutation("B15: the PID of the active space changes in memory only", .loseWrite(.init(CP15.processID))),
      { if case .setProcessID = $0 { true } else { false } }
    ),
  ]

  /// Faults that user code may never notice, with the reason.
  static let unnoticed: [String: String] = [
    "B6: the client keeps its access until the next switch": "nobody touches such a window before the next switch",
    "B10: a vspace changes, and lines that relied on it stay": "in these sequences spaces keep their promises",
    "every domain counts as dirty": "more is flushed than necessary",
    "no two spaces are of one vspace": "more is flushed than necessary",
    "a flush leaves lines in the instruction cache": "what is fetched is not looked at",
    "a space's mask is not remembered": "the abort handler gives the access again, after each switch",
    "every grant is one of a manager": "the ideal believes it",
    "a window shows what is not granted": "its entry is installed, but no access given",
    "a closed window stays open": "the ideal believes the kernel's table",
    "a grant is never revoked": "the ideal believes the kernel's table",
  ]

  /// The optimised kernel with a mistake, in some operations.
  static func kernel(
    with mutation: Mutation, where isMade: @escaping @Sendable (ScenarioOperation) -> Bool = { _ in true }
  ) -> Lockstep.Kernel {
    { operation, k, registers in
      guard isMade(operation) else { return operation.applyFastPath(to: &k, &registers) }
      var subject = MutatedStore(k, mutation: mutation)
      let outcome = operation.applyFastPath(to: &subject, &registers)
      k = subject.base
      return outcome
    }
  }

  /// After how many operations a mutation shows, and where.
  ///
  /// - Parameter isAlone: Whether user code must notice it: by an access that the ideal judges otherwise, or by what it
  ///   reads. Nothing is compared with the model.
  static func search(
    _ mutation: Mutation, where isMade: @escaping @Sendable (ScenarioOperation) -> Bool = { _ in true },
    isAlone: Bool = false
  ) -> (
    steps: Int, sequence: RandomSequence, failure: Lockstep.Failure
  )? {
    var steps = 0
    for number in sequences.prefix(isAlone && unnoticed[mutation.name] != nil ? 1 : sequences.count) {
      var sequence = RandomSequence(seed: RandomSettings.seed, number: number)
      (sequence.comparing, sequence.checking) = (isAlone ? .max : 10, .max)
      let kernel = kernel(with: mutation, where: isMade)
      let (tally, failure) =
        isAlone
        ? sequence.run(steps: RandomSequenceTests.steps, reference: kernel, kernel)
        : sequence.run(steps: RandomSequenceTests.steps, kernel)
      steps += tally.steps
      if let failure { return (steps, sequence, failure) }
    }
    return nil
  }

  @Test("Every mutation shows within 60,000 operations; most do to user code as well")
  func faultsShow() {
    func column(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    print(column("operations until the mutation", 72) + column("differs", 9) + "is noticed by user code")
    for (mutation, isMade) in Self.defects + Self.mutations.map({ ($0, { _ in true }) }) {
      let (found, noticed) = (
        Self.search(mutation, where: isMade), Self.search(mutation, where: isMade, isAlone: true)
      )
      print(
        column(mutation.name, 72) + column(found.map { "\($0.steps)" } ?? "never", 9)
          + (noticed.map { "\($0.steps): \($0.failure.reason.replacing("the model: ", with: ""))" }
            ?? "never: \(Self.unnoticed[mutation.name] ?? "")"))
      #expect(found != nil, "\(mutation.name)")
      #expect(noticed != nil || Self.unnoticed[mutation.name] != nil, "\(mutation.name)")
    }
  }

  @Test("A failing sequence is shrunk to a scenario of a few operations")
  func failuresAreShrunk() throws {
    let mutation = Mutation("every window looks at space 0", .alterRead(.init(PageDirectory.granter), .become(0)))
    let found = try #require(Self.search(mutation))
    let report = found.sequence.report(found.failure, Self.kernel(with: mutation))
    print(report)
    #expect(report.split(separator: "\n").count < 15, "\(report)")
  }
}
