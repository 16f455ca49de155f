import ARMSemantics
import Logic

extension Kernel {
  /// Gives a space without a domain one, and installs its UTCB section, if it has one.
  @inlinable
  static func giveDomain<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    let domain = victim(k)
    recycle(&k, domain)
    k[DomainTable.owner, domain] = space
    k[SpaceTable.domain, space] = domain
    k[SpaceTable.mask, space] = k[SpaceTable.mask, space] | DACR.access(DACR.client, to: domain)
    let utcbs = Section.utcbs(of: space)
    k.when(k[PageDirectory.descriptor, DirectoryEntry(space, utcbs)] != 0) { k in install(&k, space, utcbs) }
  }

  /// The domain to take: the highest clean one, by one scan of the mask of dirty domains, or else the one after the
  /// current domain. Never domain 0, and never the current one.
  @inlinable @inline(__always)
  public static func victim<S: Store>(_ k: S) -> Ref<DomainKind, S.R> {
    let current = k[Machine.domain]
    let dirty = k[Machine.dirtyDomains]
    // One bit for each domain, the lower of its two: clean, not the current domain, and not domain 0.
    let clean: S.R.Word =
      ~(dirty | (dirty &>> 1)) & S.R.Word(constant: DACR.clients & ~DACR.field)
      & ~DACR.access(DACR.client, to: current)
    let next: S.R.Word = S.R.ite(current.word < 15, current.word &+ 1, 1)
    let victim = S.R.ite(clean != 0, clean.highestBit &>> 1, next)
    return Ref(k.abstract(victim, "victim") { $0 != 0 && $0 < 16 && $0 != current.word })
  }

  /// Takes a domain from its owner and everyone who uses it: no space has access to it, and no entry of the CPD has it.
  ///
  /// The caches are flushed when the domain counts as dirty: when it may own cache lines.
  @inlinable
  static func recycle<S: Store>(_ k: inout S, _ domain: Ref<DomainKind, S.R>) {
    let field = DACR.access(DACR.field, to: domain)
    let owner = k[DomainTable.owner, domain]
    k.when(owner != .none) { k in k[SpaceTable.domain, owner] = .noDomain }
    k.updateAll(SpaceTable.mask) { k, s in k[SpaceTable.mask, s].clearing(field) }
    loadMask(&k, k[Machine.mask].clearing(field))
    clear(&k, domain)
    flushTLBs(&k)
    k.when(k[Machine.dirtyDomains].intersects(field)) { flushCaches(&$0) }
    k[DomainTable.owner, domain] = .none
  }

  /// Every entry of the CPD that has a domain becomes a gap.
  @inlinable
  static func clear<S: Store>(_ k: inout S, _ domain: Ref<DomainKind, S.R>) {
    k.updateAll(PhysicalMemory.contents) { k, word in
      let entry = FirstLevelDescriptor<S.R>(k[PhysicalMemory.contents, word])
      let isTheirs: S.R.Truth = !entry.isFault && entry.domain == domain.word
      return S.R.ite(CachingDirectory.holds(k, word) && isTheirs, 0, entry.word)
    }
  }

  /// The active space's domain mask changes, and with it what user mode will find in the DACR.
  @inlinable @inline(__always)
  public static func loadMask<S: Store>(_ k: inout S, _ mask: S.R.Word) {
    k[Machine.mask] = mask
    k[CP15.domainAccessControl] = mask
  }

  /// What a space's mask says of a domain is replaced; if the space is the active one, with effect at once.
  @inlinable
  static func setAccess<S: Store>(
    _ k: inout S, of space: Space<S.R>, to domain: Ref<DomainKind, S.R>, _ access: S.R.Word
  ) {
    let field = DACR.access(DACR.field, to: domain)
    let mask = k[SpaceTable.mask, space].clearing(field) | DACR.rights(access, to: domain)
    k[SpaceTable.mask, space] = mask
    k.when(space == k[Machine.space]) { k in
      loadMask(&k, mask)
      k[Machine.dirtyDomains] = k[Machine.dirtyDomains] | mask
    }
  }
}
