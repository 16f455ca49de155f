import Logic

/// What a walk finds for a range of addresses, and what a TLB entry remembers of it.
@frozen public struct Mapping<R: Reading>: Record {
  /// ``FaultStatus/completes``, or why there is no mapping.
  public var status: Code<FaultStatus, R>
  /// The first modified virtual address of the range.
  public var base: R.Word
  /// The size of the range less one: a mask of the bits in which its addresses differ.
  public var mask: R.Word
  /// The physical address of the first byte.
  public var frame: R.Word
  /// The domain, 0 to 15.
  public var domain: R.Word
  /// The access permission bits, AP.
  public var permissions: R.Word
  /// The C and B bits, in their place in descriptors.
  public var attributes: Flags<Attributes, R>
  /// 1 for a page, 0 for a section: their faults have different statuses.
  public var isPage: R.Word

  @inlinable @inline(__always)
  public init(
    status: Code<FaultStatus, R> = .completes, base: R.Word, mask: R.Word, frame: R.Word, domain: R.Word,
    permissions: R.Word,
    attributes: Flags<Attributes, R>, isPage: R.Word
  ) {
    self.status = status
    self.base = base
    self.mask = mask
    self.frame = frame
    self.domain = domain
    self.permissions = permissions
    self.attributes = attributes
    self.isPage = isPage
  }

  /// No mapping.
  @inlinable @inline(__always)
  public static func fault(_ status: Code<FaultStatus, R>, domain: R.Word, isPage: UInt32) -> Self {
    Self(
      status: status, base: 0, mask: 0, frame: 0, domain: domain, permissions: 0, attributes: .none,
      isPage: R.Word(constant: isPage))
  }

  /// Whether the address is in the range.
  @inlinable @inline(__always)
  public func covers(_ mva: R.Word) -> R.Truth { mva & ~mask == base }

  /// The physical address of a modified virtual one in the range.
  @inlinable @inline(__always)
  public func physicalAddress(of mva: R.Word) -> R.Word { frame | (mva & mask) }

  @inlinable
  public static func merge(_ c: R.Truth, _ a: Self, _ b: Self) -> Self {
    Self(
      status: R.ite(c, a.status, b.status), base: R.ite(c, a.base, b.base), mask: R.ite(c, a.mask, b.mask),
      frame: R.ite(c, a.frame, b.frame), domain: R.ite(c, a.domain, b.domain),
      permissions: R.ite(c, a.permissions, b.permissions), attributes: R.ite(c, a.attributes, b.attributes),
      isPage: R.ite(c, a.isPage, b.isPage))
  }

  public var leaves: [(name: String, word: R.Word)] {
    [
      ("status", status.word), ("base", base), ("mask", mask), ("frame", frame), ("domain", domain),
      ("permissions", permissions), ("attributes", attributes.word), ("isPage", isPage),
    ]
  }
}
