import ARMSemantics
import FastPath
import Logic
import Model

/// The kernel as it was published: the operations on address spaces of OKL4 3.0 for ARMv5, defects included, in the words
/// of the model.
///
/// What isn't here is as in ``Kernel``. Where the two differ, the comment says how; the defects have the numbers that
/// `docs/case-study.md` gives them. It is faithful in that it predicts what the compiled kernel does, state for state and
/// flush for flush.
public enum Published {}

/// What the published kernel remembers, and ours has no need of.
@frozen public enum Replacement: Table {
  public typealias Key = MachineKind
  @inlinable public static var number: Int { MemorySystem.tables + 14 }
  @inlinable public static var shift: UInt32 { 2 }

  /// The state of the generator that picks the domain to recycle.
  @inlinable public static var seed: Field<Self, Plain> { Field(word: 0) }
  /// The seed at boot.
  @inlinable public static var initialSeed: UInt32 { 1 }
}

extension Schema {
  /// The state of the published kernel: that of ours, bitmaps included, and what only it remembers.
  public static var published: Schema {
    .fastPath.extended(
      kinds: [],
      tables: [
        TableDescription(
          Replacement.self, "replacement",
          [ColumnDescription(Replacement.seed, "seed", .bits, boring: Replacement.initialSeed)])
      ])
  }
}

extension Published {
  /// The state that the kernel boots into.
  public static func boot<S: Store>(_ k: inout S) {
    FastPath.boot(&k)
    k[Replacement.seed, .only] = S.R.Word(constant: Replacement.initialSeed)
  }

  /// What the kernel relies on besides. That the bitmap of a domain has exactly the user sections whose entry in the CPD is
  /// tagged with it, recycling believes without a look at the entry; that a window is granted, the abort handler doesn't
  /// ask, because windows go with their grant. That UTCBs are in the CPD as long as their space has a domain, it needs
  /// because it repairs no abort of user code there. And that no window asks for a callback, or shows UTCBs: nothing that is
  /// rendered opens such a one.
  public static func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "sections", "The bitmap of a domain has exactly the user sections whose entry in the CPD is tagged with it.",
        forAll: k, PhysicalWordKind.self, DomainKind.self
      ) { word, domain in
        let m = CachingDirectory.megabyte(word)
        let tag = tag(FirstLevelDescriptor<S.R>(k[PhysicalMemory.contents, word]))
        let isUsers: S.R.Truth = m.word < S.R.Word(constant: Section.utcbs)
        return (CachingDirectory.holds(k, word) && domain.word != 0).implies(
          isRecorded(k, m, domain) == (isUsers && tag == domain))
      },
      Claim("granted-windows", "A window is onto a granter that grants something.", forAll: k, DirectoryEntryKind.self)
      {
        entry in
        let granter = Space<S.R>(k[PageDirectory.granter, entry])
        return k[PageDirectory.isWindow, entry] == 0
          || k[Grants.rights, Ref(client: entry.space, granter: granter)] != 0
      },
      Claim("utcbs", "The UTCBs of a space with a domain are in the CPD.", forAll: k, SpaceKind.self) { space in
        let m = Section.utcbs(of: space)
        return
          (k.isInUse(space) && k[SpaceTable.domain, space] != .noDomain
          && k[PageDirectory.descriptor, DirectoryEntry(space, m)] != 0)
          .implies(k[PhysicalMemory.contents, CachingDirectory.word(k, m)] == CachingDirectory.tagged(k, space, m))
      },
      Claim(
        "plain-windows", "Windows are below the UTCBs, and none asks for a callback.", forAll: k,
        DirectoryEntryKind.self
      ) { entry in
        k[PageDirectory.isWindow, entry] == 0
          || (k[PageDirectory.isWindow, entry] != S.R.Word(constant: PublishedWindow.callback)
            && entry.megabyte.word < S.R.Word(constant: Section.utcbs))
      },
    ]
  }

  /// The domain that an entry of the CPD is tagged with, be the entry valid or not: 0 for a word of zeros.
  @inlinable @inline(__always)
  static func tag<R: Reading>(_ entry: FirstLevelDescriptor<R>) -> Ref<DomainKind, R> { Ref(entry.domain) }

  /// Whether the bitmap of a domain has a section.
  @inlinable @inline(__always)
  static func isRecorded<S: Store>(_ k: S, _ m: Megabyte<S.R>, _ domain: Ref<DomainKind, S.R>) -> S.R.Truth {
    k[SectionBitmap.sections, domain, Ref(m.word &>> 5)].intersects(1 &<< (m.word & 31))
  }

  /// Puts a section into the bitmap of a domain, or takes it out.
  @inlinable @inline(__always)
  static func record<S: Store>(
    _ k: inout S, _ m: Megabyte<S.R>, _ domain: Ref<DomainKind, S.R>, _ isThere: Bool
  ) {
    let (group, bit) = (Ref<SectionGroupKind, S.R>(m.word &>> 5), 1 &<< (m.word & 31) as S.R.Word)
    let bits = k[SectionBitmap.sections, domain, group]
    k[SectionBitmap.sections, domain, group] = isThere ? bits | bit : bits.clearing(bit)
  }
}
