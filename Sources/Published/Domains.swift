import ARMSemantics
import FastPath
import Logic
import Model

extension Published {
  /// Makes a space the active one: as ``Kernel/activate(_:_:)``.
  @inlinable
  public static func activate<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    k.when(k[SpaceTable.domain, space] == .noDomain) { giveDomain(&$0, space) }
    Kernel.switchSpace(&k, to: space)
  }

  /// Gives a space without a domain one, and installs its UTCB section, which no bitmap knows of.
  @inlinable
  static func giveDomain<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    recycle(&k, for: space)
    let utcbs = Section.utcbs(of: space)
    k.when(k[PageDirectory.descriptor, DirectoryEntry(space, utcbs)] != 0) { k in
      Kernel.write(&k, CachingDirectory.word(k, utcbs), CachingDirectory.tagged(k, space, utcbs))
    }
  }

  /// Takes a domain from its owner and gives it to a space.
  ///
  /// - The owner's clients lose access to *every* domain but their own, so that clean ones don't get dirty.
  /// - Whatever the domain's bitmap names is cleared, without a look at what is there (B1).
  /// - Nothing is flushed if the domain had no owner.
  @inlinable
  static func recycle<S: Store>(_ k: inout S, for space: Space<S.R>) {
    let domain = replacement(&k)
    let old = k[DomainTable.owner, domain]
    let isDirty = k[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: domain))
    k.when(old != .none) { k in
      dismissClients(&k, of: old)
      k[SpaceTable.domain, old] = .noDomain
      k[SpaceTable.mask, old] = S.R.Word(constant: DACR.kernelClient)
    }
    k[SpaceTable.domain, space] = domain
    k[SpaceTable.mask, space] = ownMask(k, space)
    k[DomainTable.owner, domain] = space
    clearRecorded(&k, domain)
    k.when(old != .none) { k in
      Kernel.write(&k, CachingDirectory.word(k, Section.utcbs(of: old)), 0)
      flush(&k, caches: isDirty)
    }
  }

  /// The domain to take: the highest clean one, or else one at random. Never domain 0; never the current one, which is
  /// taken for dirty.
  @inlinable
  static func replacement<S: Store>(_ k: inout S) -> Ref<DomainKind, S.R> {
    let (dirty, current, hasClean) = (k[Machine.dirtyDomains], k[Machine.domain], hasClean(k))
    let seed = k[Replacement.seed, .only] &+ 7333
    let highest = cleanDomains(k).highestBit &>> 1
    func isDirty(_ domain: S.R.Word) -> S.R.Truth {
      dirty.intersects(DACR.access(DACR.field, to: Ref<DomainKind, S.R>(domain)))
    }
    if k.decision(hasClean) == true {
      k[Replacement.seed, .only] = seed
      return Ref(
        k.abstract(highest, "clean replacement") { hasClean.implies($0 != 0 && $0 < 16 && !isDirty($0)) })
    }
    let drawn = draw(seed, not: current, S.R.self, attempts: attempts)
    let fallback = S.R.ite(current.word < 15, current.word &+ 1, 1)
    let random = S.R.ite(isChoice(drawn, not: current, S.R.self), drawn & 15, fallback)
    k[Replacement.seed, .only] = S.R.ite(hasClean, seed, drawn)
    return Ref(
      k.abstract(S.R.ite(hasClean, highest, random), "replacement") {
        $0 != 0 && $0 < 16 && (!isDirty(current.word) || $0 != current.word) && hasClean.implies(!isDirty($0))
      })
  }

  /// One bit for each clean domain, the lower of its two.
  @inlinable
  static func cleanDomains<S: Store>(_ k: S) -> S.R.Word {
    let dirty = k[Machine.dirtyDomains]
    return ~(dirty | (dirty &>> 1)) & S.R.Word(constant: DACR.clients)
  }

  /// Whether a domain other than 0 is clean.
  @inlinable
  public static func hasClean<S: Store>(_ k: S) -> S.R.Truth { cleanDomains(k) > 1 }

  /// The domain that would be taken: for a proof to take its cases apart.
  public static func nextReplacement<S: Store>(_ k: S) -> Ref<DomainKind, S.R> {
    var k = k
    return replacement(&k)
  }

  /// How often is drawn at most. The published kernel draws on and on; each draw is good at 14 times of 16.
  @inlinable static var attempts: Int { 12 }

  /// The generator's state after drawing until it names a domain that can be taken.
  @inlinable
  static func draw<R: Reading>(
    _ seed: R.Word, not current: Ref<DomainKind, R>, _ reading: R.Type, attempts: Int
  ) -> R.Word {
    let sum = seed &+ (seed &<< 7) &+ 6277
    let next = (sum &<< 7) ^ (sum &>> 17) ^ (sum &<< 11)
    if attempts == 1 { return next }
    return R.ite(
      isChoice(next, not: current, R.self), next, draw(next, not: current, R.self, attempts: attempts - 1))
  }

  @inlinable
  static func isChoice<R: Reading>(_ seed: R.Word, not current: Ref<DomainKind, R>, _ reading: R.Type) -> R.Truth {
    seed & 15 != 0 && seed & 15 != current.word
  }

  /// Those whom a space grants something have access to nothing but their own domain any more.
  @inlinable
  static func dismissClients<S: Store>(_ k: inout S, of granter: Space<S.R>) {
    k.updateAll(SpaceTable.mask) { k, s in
      S.R.ite(
        k[Grants.rights, Ref(client: s, granter: granter)] != 0, ownMask(k, s), k[SpaceTable.mask, s])
    }
    let active = k[Machine.space]
    k.when(k[Grants.rights, Ref(client: active, granter: granter)] != 0) { k in
      Kernel.loadMask(&k, k[SpaceTable.mask, active])
    }
  }

  /// The mask of a space that uses nobody else's domain.
  @inlinable
  static func ownMask<S: Store>(_ k: S, _ space: Space<S.R>) -> S.R.Word {
    let domain = k[SpaceTable.domain, space]
    return S.R.Word(constant: DACR.kernelClient)
      | S.R.ite(domain == .noDomain, 0, DACR.access(DACR.client, to: domain))
  }

  /// Every entry of the CPD that the bitmap of a domain has becomes a gap, and the bitmap is empty.
  @inlinable
  static func clearRecorded<S: Store>(_ k: inout S, _ domain: Ref<DomainKind, S.R>) {
    k.updateAll(PhysicalMemory.contents) { k, word in
      S.R.ite(
        CachingDirectory.holds(k, word) && isRecorded(k, CachingDirectory.megabyte(word), domain), 0,
        k[PhysicalMemory.contents, word])
    }
    let last = Megabyte<S.R>.count / 32 - 1
    k.updateRange(SectionBitmap.sections, domain, from: 0, through: S.R.Word(constant: last)) { _, _ in 0 }
  }

  /// Flushes the TLBs, and the caches if it is said.
  @inlinable
  static func flush<S: Store>(_ k: inout S, caches: S.R.Truth) {
    k.when(caches) { Kernel.flushCaches(&$0) }
    Kernel.flushTLBs(&k)
  }

  /// Flushes everything, unless the space has no domain.
  @inlinable
  static func flush<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    k.when(k[SpaceTable.domain, space] != .noDomain) { flush(&$0, caches: true) }
  }
}
