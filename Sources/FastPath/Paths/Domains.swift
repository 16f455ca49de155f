import ARMSemantics
import Logic
import Model

extension FastPath {
  /// Makes a space the active one; one without a domain gets one first.
  @inlinable @inline(__always)
  public static func activate<S: Store>(_ m: inout S, _ space: Space<S.R>) {
    if m.branch("the space to activate has no domain", m[SpaceTable.domain, space] == .noDomain) {
      giveDomain(&m, space)
    }
    switchSpace(&m, to: space)
  }

  /// Gives a space without a domain one, and installs its UTCB section, if it has one.
  @inlinable
  static func giveDomain<S: Store>(_ m: inout S, _ space: Space<S.R>) {
    let domain = Kernel.victim(m)
    recycle(&m, domain)
    m[DomainTable.owner, domain] = space
    m[SpaceTable.domain, space] = domain
    m[SpaceTable.mask, space] = m[SpaceTable.mask, space] | DACR.access(DACR.client, to: domain)
    let utcbs = Section.utcbs(of: space)
    let descriptor = m[PageDirectory.descriptor, DirectoryEntry(space, utcbs)]
    m.when(descriptor != 0) { m in
      install(&m, space, utcbs, descriptor | FirstLevel.domain.holding(domain.word), domain)
    }
  }

  /// Takes a domain from its owner and everyone who uses it, and its entries out of the CPD, by way of its bitmap.
  @inlinable
  static func recycle<S: Store>(_ m: inout S, _ domain: Ref<DomainKind, S.R>) {
    let field = DACR.access(DACR.field, to: domain)
    let owner = m[DomainTable.owner, domain]
    m.when(owner != .none) { $0[SpaceTable.domain, owner] = .noDomain }
    m.updateAll(SpaceTable.mask) { m, s in m[SpaceTable.mask, s].clearing(field) }
    let mask = m[Machine.mask].clearing(field)
    m[Machine.mask] = mask
    m[CP15.domainAccessControl] = mask
    m.run(ClearSections(domain))
    Kernel.flushTLBs(&m)
    m.when(m[Machine.dirtyDomains].intersects(field)) { Kernel.flushCaches(&$0) }
    m[DomainTable.owner, domain] = .none
  }

  /// Puts a space's entry into the CPD, instead of what is there, and into its domain's bitmap. The bit in the bitmap of
  /// the domain that was there stays: a stale bit costs one look, and clearing it would cost a write each time.
  @inlinable
  static func install<S: Store>(
    _ m: inout S, _ space: Space<S.R>, _ section: Megabyte<S.R>, _ descriptor: S.R.Word, _ domain: Ref<DomainKind, S.R>
  ) {
    let word = CachingDirectory.word(m, section)
    let old = FirstLevelDescriptor<S.R>(m[PhysicalMemory.contents, word])
    let theirs = Ref<DomainKind, S.R>(old.domain)
    let isDirty = m[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: theirs))
    let sharesVspace = m.sharesVspace(space, m[DomainTable.owner, theirs])
    m.when(!old.isFault) { m in
      Kernel.flushTLBs(&m)
      m.when(isDirty && !sharesVspace) { Kernel.flushCaches(&$0) }
    }
    Bus.write(&m, word, descriptor)
    let group = Ref<SectionGroupKind, S.R>(section.word &>> 5)
    m[SectionBitmap.sections, domain, group] = m[SectionBitmap.sections, domain, group] | (1 &<< (section.word & 31))
  }
}

/// Takes the entries with a domain out of the CPD, word by word of its bitmap, which is empty then. That these are all,
/// the coupling invariant says.
@frozen public struct ClearSections<S: Store>: CountedLoop {
  /// The domain.
  public let domain: Ref<DomainKind, S.R>

  @inlinable @inline(__always)
  public init(_ domain: Ref<DomainKind, S.R>) { self.domain = domain }

  /// Groups are counted from 1.
  @inlinable @inline(__always)
  public var lower: S.R.Word { 1 }
  @inlinable @inline(__always)
  public var upper: S.R.Word { groups }
  @inlinable @inline(__always)
  var groups: S.R.Word { S.R.Word(constant: Megabyte<S.R>.count >> 5) }

  @inlinable @inline(__always)
  public func step(_ m: inout S, _ i: S.R.Word) {
    let group = Ref<SectionGroupKind, S.R>(i &- 1)
    m.run(ClearGroup(domain, group, bits: m[SectionBitmap.sections, domain, group]))
    m[SectionBitmap.sections, domain, group] = 0
  }

  public func requirement(_ m: S) -> [Claim<S.R>] {
    Coupling.sections(m) + [Claim("a-users-domain", "The domain isn't the kernel's.") { domain.word != 0 }]
  }

  @inlinable
  public func summary(_ m: inout S, through upper: S.R.Word) {
    let (domain, groups) = (domain, groups)
    m.updateAll(PhysicalMemory.contents) { m, word in
      let group = CachingDirectory.megabyte(word).word &>> 5
      return ClearGroup<S>.cleared(m, word, domain, where: upper == groups || group < upper)
    }
    m.when(upper != 0) { m in
      m.updateRange(SectionBitmap.sections, domain, from: 0, through: upper &- 1) { _, _ in 0 }
    }
  }
}

/// Takes those entries of a group of megabytes out of the CPD that a word of a bitmap names, as far as they have the
/// domain still.
@frozen public struct ClearGroup<S: Store>: BitScan {
  /// The domain.
  public let domain: Ref<DomainKind, S.R>
  /// The group.
  public let group: Ref<SectionGroupKind, S.R>
  /// The megabytes of the group.
  public let bits: S.R.Word

  @inlinable @inline(__always)
  public init(_ domain: Ref<DomainKind, S.R>, _ group: Ref<SectionGroupKind, S.R>, bits: S.R.Word) {
    self.domain = domain
    self.group = group
    self.bits = bits
  }

  @inlinable @inline(__always)
  public func step(_ m: inout S, _ bit: S.R.Word) {
    let word = CachingDirectory.word(m, Megabyte((group.word &<< 5) | bit))
    let entry = FirstLevelDescriptor<S.R>(m[PhysicalMemory.contents, word])
    if m.branch("the entry has the domain still", !entry.isFault && entry.domain == domain.word) {
      m[PhysicalMemory.contents, word] = 0
    }
  }

  @inlinable
  public func summary(_ m: inout S, of bits: S.R.Word) {
    let (domain, group) = (domain, group)
    m.updateAll(PhysicalMemory.contents) { m, word in
      let section = CachingDirectory.megabyte(word).word
      return Self.cleared(
        m, word, domain, where: section &>> 5 == group.word && bits.intersects(1 &<< (section & 31)))
    }
  }

  /// A word of memory, after an entry of the CPD with the domain has been taken out where the condition holds.
  @inlinable
  static func cleared(
    _ m: S, _ word: PhysicalWord<S.R>, _ domain: Ref<DomainKind, S.R>, where isReached: S.R.Truth
  ) -> S.R.Word {
    let entry = FirstLevelDescriptor<S.R>(m[PhysicalMemory.contents, word])
    let isTheirs: S.R.Truth = !entry.isFault && entry.domain == domain.word
    return S.R.ite((CachingDirectory.holds(m, word) && isTheirs) && isReached, 0, entry.word)
  }
}
