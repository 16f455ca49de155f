import ARMSemantics
import Logic

/// The caching page directory (CPD): the one first-level table that the hardware walks. It holds entries of many
/// spaces, each with its owner's domain.
public enum CachingDirectory {
  /// The word of the table for a megabyte.
  @inlinable @inline(__always)
  public static func word<S: Store>(_ k: S, _ m: Megabyte<S.R>) -> PhysicalWord<S.R> {
    PhysicalWord(at: Walk.firstLevelAddress(k[CP15.translationTableBase], m.address))
  }

  /// The entry for a megabyte.
  @inlinable @inline(__always)
  public static func entry<S: Store>(_ k: S, _ m: Megabyte<S.R>) -> FirstLevelDescriptor<S.R> {
    FirstLevelDescriptor(k[PhysicalMemory.contents, word(k, m)])
  }

  /// Whether a word of physical memory is an entry of the table.
  @inlinable @inline(__always)
  public static func holds<S: Store>(_ k: S, _ word: PhysicalWord<S.R>) -> S.R.Truth {
    word.word &>> S.R.Word(constant: Megabyte<S.R>.width) == TranslationTableBase.base.of(k[CP15.translationTableBase])
  }

  /// The megabyte of an entry, by its word of physical memory.
  @inlinable @inline(__always)
  public static func megabyte<R: Reading>(_ word: PhysicalWord<R>) -> Megabyte<R> {
    Megabyte(word.word & R.Word(constant: Megabyte<R>.count - 1))
  }

  /// What the entry of a space looks like in the table, when the space has a domain.
  @inlinable @inline(__always)
  public static func tagged<S: Store>(_ k: S, _ space: Space<S.R>, _ m: Megabyte<S.R>) -> S.R.Word {
    k[PageDirectory.descriptor, DirectoryEntry(space, m)]
      | FirstLevel.domain.holding(k[SpaceTable.domain, space].word)
  }

  /// Whether the entry of a space is in the table.
  @inlinable @inline(__always)
  public static func shows<S: Store>(_ k: S, _ space: Space<S.R>, _ m: Megabyte<S.R>) -> S.R.Truth {
    k[SpaceTable.domain, space] != .noDomain && entry(k, m).word == tagged(k, space, m)
  }
}

extension Store {
  /// Whether a space is of the same vspace as another, or `none`: their mappings agree, by their promise.
  @inlinable @inline(__always)
  public func sharesVspace(_ space: Space<R>, _ other: Space<R>) -> R.Truth {
    exists(other) && self[SpaceTable.vspace, space] != 0
      && self[SpaceTable.vspace, other] == self[SpaceTable.vspace, space]
  }
}

extension Kernel {
  /// Puts the entry of a space into the CPD, instead of what is there.
  ///
  /// Requires: the space has a domain, and its entry isn't there yet.
  ///
  /// A gap needs no flush: no TLB entry and no cache line stands for one. An entry of another space may be in the TLB;
  /// its lines may be in the caches if its domain counts as dirty, and they are no danger when both spaces are of one
  /// vspace.
  @inlinable
  public static func install<S: Store>(_ k: inout S, _ space: Space<S.R>, _ m: Megabyte<S.R>) {
    let old = CachingDirectory.entry(k, m)
    let domain = Ref<DomainKind, S.R>(old.domain)
    let owner = k[DomainTable.owner, domain]
    let isDirty = k[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: domain))
    let sharesVspace = k.sharesVspace(space, owner)
    let new = CachingDirectory.tagged(k, space, m)
    k.when(!old.isFault) { k in
      flushTLBs(&k)
      k.when(isDirty && !sharesVspace) { flushCaches(&$0) }
    }
    write(&k, CachingDirectory.word(k, m), new)
  }

  /// Takes the entry of a space out of the CPD, if it is there; flushing is up to the caller.
  @inlinable
  static func uninstall<S: Store>(_ k: inout S, _ space: Space<S.R>, _ m: Megabyte<S.R>) {
    k.when(CachingDirectory.shows(k, space, m)) { k in write(&k, CachingDirectory.word(k, m), 0) }
  }

  /// Writes a word of a table that the hardware walks. The kernel maps its tables neither cacheable nor bufferable, so
  /// that a walk sees the word at once (ARM926EJ-S TRM, 3.2).
  @inlinable @inline(__always)
  public static func write<S: Store>(_ k: inout S, _ word: PhysicalWord<S.R>, _ value: S.R.Word) {
    Bus.write(&k, word, value)
  }
}
