import Logic

/// A translation lookaside buffer: a table of mappings that walks have found. Entries have no address-space tag
/// (ARM ARM, B4.2).
///
/// Instruction and data TLBs are apart, as on the SA-1100 and the PXA255. The unified TLB of an ARM926EJ-S does
/// nothing that these two don't: each of its entries is an entry of both.
public protocol TLBTable: Table {}

extension TLBTable {
  @inlinable public static var shift: UInt32 { 5 }

  /// 1 for an entry that is in use.
  @inlinable public static var isValid: Field<Self, Plain> { Field(word: 0) }
  /// The first modified virtual address of the range.
  @inlinable public static var base: Field<Self, Plain> { Field(word: 1) }
  /// The size of the range less one.
  @inlinable public static var mask: Field<Self, Plain> { Field(word: 2) }
  /// The physical address of the first byte.
  @inlinable public static var frame: Field<Self, Plain> { Field(word: 3) }
  /// The domain, 0 to 15.
  @inlinable public static var domain: Field<Self, Plain> { Field(word: 4) }
  /// The access permission bits.
  @inlinable public static var permissions: Field<Self, Plain> { Field(word: 5) }
  /// The C and B bits, in their place in descriptors.
  @inlinable public static var attributes: Field<Self, Attributes> { Field(word: 6) }
  /// 1 for a page, 0 for a section.
  @inlinable public static var isPage: Field<Self, Plain> { Field(word: 7) }
}

/// The instruction TLB.
@frozen public enum InstructionTLB: TLBTable {
  public typealias Key = InstructionTLBEntryKind
  @inlinable public static var number: Int { 2 }
}

/// The data TLB.
@frozen public enum DataTLB: TLBTable {
  public typealias Key = DataTLBEntryKind
  @inlinable public static var number: Int { 3 }
}

/// What a TLB does.
public enum TLB {
  /// What an entry remembers.
  @inlinable @inline(__always)
  public static func mapping<S: Store, T: TLBTable>(_ k: S, _ tlb: T.Type, _ entry: Ref<T.Key, S.R>) -> Mapping<S.R> {
    Mapping(
      base: k[T.base, entry], mask: k[T.mask, entry], frame: k[T.frame, entry], domain: k[T.domain, entry],
      permissions: k[T.permissions, entry], attributes: k[T.attributes, entry], isPage: k[T.isPage, entry])
  }

  /// Whether an entry exists, is in use, and holds the address.
  @inlinable @inline(__always)
  public static func holds<S: Store, T: TLBTable>(
    _ k: S, _ tlb: T.Type, _ entry: Ref<T.Key, S.R>, _ mva: S.R.Word
  ) -> S.R.Truth {
    k.exists(entry) && k[T.isValid, entry] != 0 && mva & ~k[T.mask, entry] == k[T.base, entry]
  }

  /// A walk for an address fills an entry, as it may at any time while the MMU is on. Nothing is remembered of a walk
  /// that finds no mapping (ARM ARM, B4.9).
  ///
  /// - Parameter split: Whether a page of four subpages fills the entry with one of them, though all have the same
  ///   permissions: allowed, so that a processor that never joins subpages is covered.
  @inlinable
  public static func fill<S: Store, T: TLBTable>(
    _ k: inout S, _ tlb: T.Type, _ entry: Ref<T.Key, S.R>, _ mva: S.R.Word, split: S.R.Truth, _ profile: Profile
  ) {
    let found = Walk.mapping(k, mva, profile)
    let isMapped = found.status.completes
    k.when(Control.mmu.isSet(in: k[CP15.control]) && isMapped) { k in
      let quarter = found.mask &>> 2
      let mask = S.R.ite(
        split && found.isPage != 0 && quarter >= S.R.Word(constant: MVA.inTinyPage.mask), quarter, found.mask)
      k[T.isValid, entry] = 1
      k[T.base, entry] = mva & ~mask
      k[T.mask, entry] = mask
      k[T.frame, entry] = found.frame | (mva & found.mask & ~mask)
      k[T.domain, entry] = found.domain
      k[T.permissions, entry] = found.permissions
      k[T.attributes, entry] = found.attributes
      k[T.isPage, entry] = found.isPage
    }
  }

  /// An entry is forgotten, as it may be at any time.
  @inlinable
  public static func evict<S: Store, T: TLBTable>(_ k: inout S, _ tlb: T.Type, _ entry: Ref<T.Key, S.R>) {
    k[T.isValid, entry] = 0
  }

  /// Every entry is invalidated.
  @inlinable
  public static func invalidateAll<S: Store, T: TLBTable>(_ k: inout S, _ tlb: T.Type) {
    k.updateAll(T.isValid) { _, _ in 0 }
  }

  /// Every entry that holds a modified virtual address is invalidated. Of a page whose subpages differ in permissions,
  /// that is one subpage (ARM720T TRM, 7.3.12).
  @inlinable
  public static func invalidate<S: Store, T: TLBTable>(_ k: inout S, _ tlb: T.Type, _ mva: S.R.Word) {
    k.updateAll(T.isValid) { k, entry in
      S.R.ite(mva & ~k[T.mask, entry] == k[T.base, entry], 0, k[T.isValid, entry])
    }
  }
}
