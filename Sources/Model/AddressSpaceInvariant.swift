import ARMSemantics
import Logic

/// What is true of address spaces whenever user code runs: how the one translation table that the hardware knows, the
/// caching page directory (CPD), stands for the page directories of all spaces.
public enum AddressSpaceInvariant {
  /// Every claim of the invariant about the state `k`.
  public static func claims<S: Store>(_ k: S) -> [Claim<S.R>] { registers(k) + tables(k) + rights(k) }

  /// The registers are those of the active space.
  static func registers<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim("registers", "The MMU is on; DACR and PID are those of the active space, which exists.") {
        let space = k[Machine.space]
        return k.exists(space) && Control.mmu.isSet(in: k[CP15.control])
          && k[CP15.domainAccessControl] == k[SpaceTable.mask, space]
          && k[CP15.processID] == k[SpaceTable.processID, space] &<< S.R.Word(constant: FCSE.shift)
      }
    ]
  }

  /// What the caching page directory may hold.
  static func tables<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "CPD",
        "An entry of the CPD is a gap, or a section that only the kernel may touch, or what its domain's owner maps there.",
        forAll: k, PhysicalWordKind.self
      ) { word in
        let table = TranslationTableBase.base.of(k[CP15.translationTableBase])
        let isEntry: S.R.Truth = word.word &>> S.R.Word(constant: Megabyte<S.R>.width) == table
        let m = Megabyte<S.R>(word.word & S.R.Word(constant: Megabyte<S.R>.count - 1))
        let installed = FirstLevelDescriptor<S.R>(k[PhysicalMemory.contents, word])
        let owner = k[DomainTable.owner, Ref(installed.domain)]
        let isKernels =
          installed.domain == 0 && installed.isSection
          && FirstLevel.sectionPermissions.of(installed.word) == S.R.Word(constant: privilegedOnly)
        let theirs = k[PageDirectory.descriptor, DirectoryEntry(owner, m)]
        let isTheirs: S.R.Truth =
          installed.domain != 0 && k.exists(owner)
          && installed.word == theirs | FirstLevel.domain.holding(installed.domain)
        return isEntry.implies(installed.isFault || isKernels || isTheirs)
      }
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
        "windows",
        "What a granter maps, its clients don't map themselves, and each has a window there onto that granter.",
        forAll: k, SpaceKind.self, DirectoryEntryKind.self
      ) { client, theirs in
        let granter = Space<S.R>(theirs.word &>> S.R.Word(constant: Megabyte<S.R>.width))
        let own = DirectoryEntry<S.R>(client, Megabyte(theirs.word & S.R.Word(constant: Megabyte<S.R>.count - 1)))
        let isGranted: S.R.Truth = k[Grants.rights, Ref(client: client, granter: granter)] != 0
        let isMapped: S.R.Truth = !FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, theirs]).isFault
        let isFree: S.R.Truth = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, own]).isFault
        let isWindow: S.R.Truth =
          k[PageDirectory.isWindow, own] != 0 && k[PageDirectory.granter, own] == granter.word
        return (granter != client && isGranted && isMapped).implies(isFree && isWindow)
      },
    ]
  }

  /// The access permissions of a section that only privileged modes may use, whatever S and R are.
  static var privilegedOnly: UInt32 { 0b01 }
}
