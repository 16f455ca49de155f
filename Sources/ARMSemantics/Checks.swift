import Logic

/// How an access ends.
@frozen public struct AccessOutcome<R: Reading>: Record {
  /// A ``FaultStatus``.
  public var status: R.Word
  /// The modified virtual address.
  public var mva: R.Word
  /// The physical address; meaningless unless the access goes ahead.
  public var physicalAddress: R.Word
  /// The domain, 0 to 15; meaningless for alignment and section translation faults, external aborts on the first level,
  /// and with the MMU off.
  public var domain: R.Word
  /// The C and B bits, in their place in descriptors.
  public var attributes: R.Word
  /// 1 for a page, 0 for a section.
  public var isPage: R.Word

  @inlinable @inline(__always)
  public init(
    status: R.Word, mva: R.Word, physicalAddress: R.Word, domain: R.Word, attributes: R.Word, isPage: R.Word
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
  public var completes: R.Truth { status == R.Word(constant: FaultStatus.completes) }

  /// Whether the architecture leaves open what happens.
  @inlinable @inline(__always)
  public var isUnpredictable: R.Truth { status >= R.Word(constant: FaultStatus.unpredictable) }

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
      ("status", status), ("mva", mva), ("physicalAddress", physicalAddress), ("domain", domain),
      ("attributes", attributes), ("isPage", isPage),
    ]
  }
}

/// The checks of an access, in the order in which the architecture makes them (ARM ARM, B4.5).
public enum Checks {
  /// The status after alignment: completes, an alignment fault, or unpredictable (ARM ARM, B4.5 and A2.7).
  @inlinable @inline(__always)
  public static func alignment<R: Reading>(_ access: Access<R>, _ control: R.Word, _ profile: Profile) -> R.Word {
    R.ite(
      access.isFetch || !access.isUnaligned, R.Word(constant: FaultStatus.completes),
      R.ite(
        Control.alignment.isSet(in: control), R.Word(constant: FaultStatus.alignment),
        profile.unalignedHalfword == .goesAhead
          ? R.Word(constant: FaultStatus.completes)
          : R.ite(
            access.size == 2, R.Word(constant: FaultStatus.unalignedHalfword), R.Word(constant: FaultStatus.completes)))
    )
  }

  /// The status after the domain: completes or a domain fault; and whether permissions remain to be checked
  /// (ARM ARM, B4.3).
  @inlinable @inline(__always)
  public static func domain<R: Reading>(_ mapping: Mapping<R>, _ dacr: R.Word) -> (status: R.Word, isClient: R.Truth) {
    let access = DACR.access(to: mapping.domain, in: dacr)
    let isClient = access == R.Word(constant: DACR.client)
    let isManager = access == R.Word(constant: DACR.manager)
    return (
      R.ite(
        isClient || isManager, R.Word(constant: FaultStatus.completes), fault(FaultStatus.sectionDomain, mapping)),
      isClient
    )
  }

  /// The status after a client's access permissions: completes, a permission fault, or unpredictable (ARM ARM,
  /// B4.3).
  @inlinable @inline(__always)
  public static func permissions<R: Reading>(
    _ mapping: Mapping<R>, _ access: Access<R>, _ control: R.Word, _ profile: Profile
  ) -> R.Word {
    let (system, rom) = (Control.system.isSet(in: control), Control.rom.isSet(in: control))
    let ap = mapping.permissions
    let mayRead = (system && access.isPrivileged) || rom
    let allowed =
      (ap == 0b11) || (access.isPrivileged && ap != 0b00) || (ap == 0b10 && !access.isWrite)
      || (ap == 0b00 && mayRead && !access.isWrite)
    let fault = fault(FaultStatus.sectionPermission, mapping)
    return R.ite(
      ap == 0b00 && system && rom,
      profile.reservedPermissions == .permissionFault ? fault : R.Word(constant: FaultStatus.reservedPermissions),
      R.ite(allowed, R.Word(constant: FaultStatus.completes), fault))
  }

  /// The fault of a section, or the same fault of a page.
  @inlinable @inline(__always)
  static func fault<R: Reading>(_ status: UInt32, _ mapping: Mapping<R>) -> R.Word {
    R.ite(mapping.isPage == 0, R.Word(constant: status), R.Word(constant: status | FaultStatus.ofPage))
  }

  /// What comes of an access to a mapping, by the live DACR and control register.
  @inlinable @inline(__always)
  public static func outcome<R: Reading>(
    _ mapping: Mapping<R>, _ access: Access<R>, mva: R.Word, control: R.Word, dacr: R.Word, _ profile: Profile
  ) -> AccessOutcome<R> {
    let (domain, isClient) = domain(mapping, dacr)
    let isMapped = mapping.status == R.Word(constant: FaultStatus.completes)
    let checked = R.ite(
      domain != R.Word(constant: FaultStatus.completes), domain,
      R.ite(isClient, permissions(mapping, access, control, profile), R.Word(constant: FaultStatus.completes)))
    let ordered = R.ite(isMapped, checked, mapping.status)
    let status =
      profile.deviations.checksDomainBeforeSecondLevel
      ? R.ite(mapping.isPage != 0 && domain != R.Word(constant: FaultStatus.completes), domain, ordered) : ordered
    return AccessOutcome(
      status: status, mva: mva, physicalAddress: mapping.physicalAddress(of: mva), domain: mapping.domain,
      attributes: mapping.attributes, isPage: mapping.isPage)
  }
}
