import Logic

/// How an access ends.
@frozen public struct AccessOutcome<R: Reading>: Record {
  /// A ``FaultStatus``.
  public var status: Code<FaultStatus, R>
  /// The modified virtual address.
  public var mva: R.Word
  /// The physical address; meaningless unless the access goes ahead.
  public var physicalAddress: R.Word
  /// The domain, 0 to 15; meaningless for alignment and section translation faults, external aborts on the first level,
  /// and with the MMU off.
  public var domain: R.Word
  /// The C and B bits, in their place in descriptors.
  public var attributes: Flags<Attributes, R>
  /// 1 for a page, 0 for a section.
  public var isPage: R.Word

  @inlinable @inline(__always)
  public init(
    status: Code<FaultStatus, R>, mva: R.Word, physicalAddress: R.Word, domain: R.Word,
    attributes: Flags<Attributes, R>, isPage: R.Word
  ) {
    self.status = status
    self.mva = mva
    self.physicalAddress = physicalAddress
    self.domain = domain
    self.attributes = attributes
    self.isPage = isPage
  }

  /// Whether the access goes ahead.
  @inlinable @inline(__always)
  public var completes: R.Truth { status.completes }

  /// Whether the architecture leaves open what happens.
  @inlinable @inline(__always)
  public var isUnpredictable: R.Truth { status.isUnpredictable }

  /// Whether the processor takes an abort: a prefetch abort for a fetch, a data abort for everything else.
  @inlinable @inline(__always)
  public var aborts: R.Truth { !completes && !isUnpredictable }

  @inlinable
  public static func merge(_ c: R.Truth, _ a: Self, _ b: Self) -> Self {
    Self(
      status: R.ite(c, a.status, b.status), mva: R.ite(c, a.mva, b.mva),
      physicalAddress: R.ite(c, a.physicalAddress, b.physicalAddress), domain: R.ite(c, a.domain, b.domain),
      attributes: R.ite(c, a.attributes, b.attributes), isPage: R.ite(c, a.isPage, b.isPage))
  }

  public var leaves: [(name: String, word: R.Word)] {
    [
      ("status", status.word), ("mva", mva), ("physicalAddress", physicalAddress), ("domain", domain),
      ("attributes", attributes.word), ("isPage", isPage),
    ]
  }
}

/// The checks of an access, in the order in which the architecture makes them (ARM ARM, B4.5).
public enum Checks {
  /// The status after alignment: completes, an alignment fault, or unpredictable (ARM ARM, B4.5 and A2.7).
  @inlinable @inline(__always)
  public static func alignment<R: Reading>(
    _ access: Access<R>, _ control: R.Word, _ profile: Profile
  ) -> Code<FaultStatus, R> {
    R.ite(
      access.isFetch || !access.isUnaligned, .completes,
      R.ite(
        Control.alignment.isSet(in: control), .alignment,
        profile.unalignedHalfword == .goesAhead
          ? .completes
          : R.ite(
            access.size == 2, .unalignedHalfword, .completes))
    )
  }

  /// The status after the domain: completes or a domain fault; and whether permissions remain to be checked
  /// (ARM ARM, B4.3).
  @inlinable @inline(__always)
  public static func domain<R: Reading>(
    _ mapping: Mapping<R>, _ dacr: R.Word
  ) -> (status: Code<FaultStatus, R>, isClient: R.Truth) {
    let access = DACR.access(to: mapping.domain, in: dacr)
    let isClient = access == R.Word(constant: DACR.client)
    let isManager = access == R.Word(constant: DACR.manager)
    return (
      R.ite(
        isClient || isManager, .completes, fault(.sectionDomain, mapping)),
      isClient
    )
  }

  /// The status after a client's access permissions: completes, a permission fault, or unpredictable (ARM ARM,
  /// B4.3).
  @inlinable @inline(__always)
  public static func permissions<R: Reading>(
    _ mapping: Mapping<R>, _ access: Access<R>, _ control: R.Word, _ profile: Profile
  ) -> Code<FaultStatus, R> {
    let (system, rom) = (Control.system.isSet(in: control), Control.rom.isSet(in: control))
    let ap = mapping.permissions
    let mayRead = (system && access.isPrivileged) || rom
    let allowed =
      (ap == 0b11) || (access.isPrivileged && ap != 0b00) || (ap == 0b10 && !access.isWrite)
      || (ap == 0b00 && mayRead && !access.isWrite)
    let fault = fault(.sectionPermission, mapping)
    return R.ite(
      ap == 0b00 && system && rom,
      profile.reservedPermissions == .permissionFault ? fault : .reservedPermissions,
      R.ite(allowed, .completes, fault))
  }

  /// The fault of a section, or the same fault of a page.
  @inlinable @inline(__always)
  static func fault<R: Reading>(_ status: Code<FaultStatus, R>, _ mapping: Mapping<R>) -> Code<FaultStatus, R> {
    R.ite(mapping.isPage == 0, status, status.ofPage)
  }

  /// What comes of an access to a mapping, by the live DACR and control register.
  @inlinable @inline(__always)
  public static func outcome<R: Reading>(
    _ mapping: Mapping<R>, _ access: Access<R>, mva: R.Word, control: R.Word, dacr: R.Word, _ profile: Profile
  ) -> AccessOutcome<R> {
    let (domain, isClient) = domain(mapping, dacr)
    let isMapped = mapping.status.completes
    let checked = R.ite(
      domain != .completes, domain,
      R.ite(isClient, permissions(mapping, access, control, profile), .completes))
    let ordered = R.ite(isMapped, checked, mapping.status)
    let status =
      profile.deviations.checksDomainBeforeSecondLevel
      ? R.ite(mapping.isPage != 0 && domain != .completes, domain, ordered) : ordered
    return AccessOutcome(
      status: status, mva: mva, physicalAddress: mapping.physicalAddress(of: mva), domain: mapping.domain,
      attributes: mapping.attributes, isPage: mapping.isPage)
  }
}
