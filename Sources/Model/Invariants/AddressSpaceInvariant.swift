import ARMSemantics
import Logic

/// What is true of address spaces whenever user code runs: how the one translation table that the hardware knows, the
/// caching page directory (CPD), stands for the page directories of all spaces, and what TLBs and caches may hold.
public enum AddressSpaceInvariant {
  /// Every claim of the invariant about the state `k`.
  public static func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    memory(k) + registers(k) + tables(k) + pageTables(k) + rights(k) + TLBInvariant.claims(k)
      + CacheInvariant.claims(k)
  }

  /// Where the kernel's memory is, and that what it writes there gets there.
  static func memory<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim("kernel-memory", "The CPD is in the kernel's memory.") {
        Kernel.isKernels(k, TranslationTableBase.base.inPlace(k[CP15.translationTableBase]))
      },
      Claim(
        "kernel-words", "The kernel's memory answers, and the write buffer holds nothing of it.", forAll: k,
        PhysicalWordKind.self
      ) { word in
        Kernel.isKernels(k, word).implies(
          k[PhysicalMemory.isBuffered, word] == 0 && k[PhysicalMemory.aborts, word] == 0)
      },
    ]
  }

  /// The registers are those of the active space.
  public static func registers<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim("registers", "The MMU is on; DACR and PID are those of the active space, which is in use.") {
        let space = k[Machine.space]
        return k.isInUse(space) && Control.mmu.isSet(in: k[CP15.control])
          && k[CP15.domainAccessControl] == k[SpaceTable.mask, space]
          && k[CP15.processID] == FCSE.slot(of: k[SpaceTable.processID, space])
      },
      Claim("threads", "A thread's space is in use.", forAll: k, ThreadKind.self) { t in
        k[TCB.space, t] == .none || k.isInUse(k[TCB.space, t])
      },
    ]
  }

  /// What the caching page directory may hold, and the page directories that it stands for.
  static func tables<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "CPD",
        "An entry of the CPD is a gap, or a section that only the kernel may touch, or what its domain's owner maps there.",
        forAll: k, PhysicalWordKind.self
      ) { word in
        let m = CachingDirectory.megabyte(word)
        let installed = FirstLevelDescriptor<S.R>(k[PhysicalMemory.contents, word])
        let owner = k[DomainTable.owner, Ref(installed.domain)]
        let isTheKernels: S.R.Truth = m.word >= S.R.Word(constant: Section.kernel)
        let isKernelSection: S.R.Truth =
          installed.domain == 0 && installed.isSection
          && FirstLevel.sectionPermissions.of(installed.word) == S.R.Word(constant: privilegedOnly)
          && Attributes.bits.of(installed.word) == 0
        let theirs = k[PageDirectory.descriptor, DirectoryEntry(owner, m)]
        let isTheirs: S.R.Truth =
          installed.domain != 0 && k.exists(owner) && theirs != 0
          && installed.word == theirs | FirstLevel.domain.holding(installed.domain)
        return CachingDirectory.holds(k, word).implies(
          installed.word == 0 || (isTheKernels && isKernelSection) || (!isTheKernels && isTheirs))
      },
      Claim(
        "directories", "A space maps sections and coarse tables, none of the kernel's frames, and only where it may.",
        forAll: k, DirectoryEntryKind.self
      ) { entry in
        let first = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, entry])
        let table = Kernel.pageTable(k, first)
        let isOwn: S.R.Truth =
          entry.megabyte.word < S.R.Word(constant: Section.utcbs)
          || entry.megabyte == Section.utcbs(of: entry.space)
        let isSection: S.R.Truth =
          first.isSection && !Kernel.isKernels(k, first.word)
          && (FirstLevel.sectionPermissions.of(first.word) != 0)
        let isTable: S.R.Truth =
          first.isCoarse && k.exists(table) && k[PageTables.user, table] == entry
          && first.word == Kernel.coarseTable(k, table)
        return first.word == 0
          || (k.isInUse(entry.space) && isOwn && first.domain == 0 && (isSection || isTable))
      },
    ]
  }

  /// What page tables hold.
  static func pageTables<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "page-table-users",
        "A page table is in the kernel's memory, beside the CPD; one in use is the one of its directory entry.",
        forAll: k, PageTableKind.self
      ) { table in
        let user = k[PageTables.user, table]
        let place: S.R.Word = k[Machine.pageTables] ^ table.word
        let directory = TranslationTableBase.base.of(k[CP15.translationTableBase])
        let isPlace: S.R.Truth =
          FirstLevel.coarseBase.of(FirstLevel.coarseBase.holding(place)) == place
          && Kernel.isKernels(k, FirstLevel.coarseBase.holding(place)) && place &>> 4 != directory
        let isUsed: S.R.Truth =
          k.exists(user) && k[PageDirectory.descriptor, user] == Kernel.coarseTable(k, table)
        return isPlace && (user == .none || isUsed)
      },
      Claim(
        "page-tables",
        "A word of a page table is a gap or a page, and none of the kernel's; those of a large page are all the same.",
        forAll: k, PhysicalWordKind.self
      ) { word in
        let table = Kernel.pageTable(k, word)
        let descriptor = k[PhysicalMemory.contents, word]
        let type = SecondLevel.type.of(descriptor)
        let first = k[
          PhysicalMemory.contents, PhysicalWord(word.word & ~S.R.Word(constant: PageSize.descriptorsOfLarge - 1))]
        let isLarge: S.R.Truth = type == S.R.Word(constant: SecondLevel.large)
        let isPage: S.R.Truth =
          (isLarge || type == S.R.Word(constant: SecondLevel.small)) && !Kernel.isKernels(k, descriptor)
        let isRepeated: S.R.Truth =
          (isLarge || SecondLevel.type.of(first) == S.R.Word(constant: SecondLevel.large)).implies(descriptor == first)
        return k.exists(table).implies(
          (descriptor == 0 || isPage) && isRepeated && (k[PageTables.user, table] == .none).implies(descriptor == 0))
      },
    ]
  }

  /// Who may use which domain, and which mapping.
  static func rights<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "masks", "A space is a client of domain 0 and of its own, and has in any other what the owner grants it.",
        forAll: k, SpaceKind.self, DomainKind.self
      ) { s, d in
        let right = DACR.access(to: d.word, in: k[SpaceTable.mask, s])
        let owner = k[DomainTable.owner, d]
        let isGranted: S.R.Truth = k.exists(owner) && right == k[Grants.rights, Ref(client: s, granter: owner)]
        let isClient: S.R.Truth = right == S.R.Word(constant: DACR.client)
        let isOwn: S.R.Truth = d.word == 0 || owner == s
        return right == 0 || (isOwn && isClient) || (!isOwn && isGranted)
      },
      Claim(
        "grants", "A grant is from one space in use to another, as a client or a manager.", forAll: k, GrantKind.self
      ) { grant in
        let rights = k[Grants.rights, grant]
        let isRight: S.R.Truth = rights == S.R.Word(constant: DACR.client) || rights == S.R.Word(constant: DACR.manager)
        return rights == 0
          || (isRight && k.isInUse(grant.client) && k.isInUse(grant.granter) && grant.client != grant.granter)
      },
      Claim(
        "windows", "What a granter maps, its clients have a window onto it for.", forAll: k, SpaceKind.self,
        DirectoryEntryKind.self
      ) { client, theirs in
        let isGranted: S.R.Truth = k[Grants.rights, Ref(client: client, granter: theirs.space)] != 0
        let isMapped: S.R.Truth = k[PageDirectory.descriptor, theirs] != 0
        return (isGranted && isMapped).implies(
          Kernel.isWindow(k, client, theirs.megabyte, onto: theirs.space))
      },
      Claim(
        "no-overlap", "A space maps nothing itself where it has a window; a window is of a space in use onto another.",
        forAll: k, DirectoryEntryKind.self
      ) { entry in
        let granter = Space<S.R>(k[PageDirectory.granter, entry])
        return k[PageDirectory.isWindow, entry] == 0
          || (k[PageDirectory.descriptor, entry] == 0 && k.isInUse(entry.space) && k.isInUse(granter))
      },
      Claim("owners", "A domain's owner is in use.", forAll: k, DomainKind.self) { d in
        let owner = k[DomainTable.owner, d]
        return owner == .none || k.isInUse(owner)
      },
    ]
  }

  /// The access permissions of a section that only privileged modes may use, whatever S and R are.
  static var privilegedOnly: UInt32 { 0b01 }
}
