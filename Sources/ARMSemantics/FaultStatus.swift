import Logic

/// How an access ends: 0 when it goes ahead, a fault status as the FSR shows it, or a reason why the architecture does
/// not say (ARM ARM, B4.6).
public enum FaultStatus {
  /// The access goes ahead.
  @inlinable public static var completes: UInt32 { 0 }
  /// The address is no multiple of the size, and alignment checking is enabled.
  @inlinable public static var alignment: UInt32 { 0b0001 }
  /// The bus aborted the fetch of the first-level descriptor.
  @inlinable public static var externalOnFirstLevel: UInt32 { 0b1100 }
  /// The bus aborted the fetch of the second-level descriptor.
  @inlinable public static var externalOnSecondLevel: UInt32 { 0b1110 }
  /// The first-level descriptor is of type 00.
  @inlinable public static var sectionTranslation: UInt32 { 0b0101 }
  /// The second-level descriptor is of type 00.
  @inlinable public static var pageTranslation: UInt32 { 0b0111 }
  /// The section's domain admits no access.
  @inlinable public static var sectionDomain: UInt32 { 0b1001 }
  /// The page's domain admits no access.
  @inlinable public static var pageDomain: UInt32 { 0b1011 }
  /// The section's access permissions forbid it to a client.
  @inlinable public static var sectionPermission: UInt32 { 0b1101 }
  /// The page's access permissions forbid it to a client.
  @inlinable public static var pagePermission: UInt32 { 0b1111 }
  /// The bus aborted the access itself, to a section.
  @inlinable public static var externalOnSection: UInt32 { 0b1000 }
  /// The bus aborted the access itself, to a page.
  @inlinable public static var externalOnPage: UInt32 { 0b1010 }

  /// The bit in which a fault of a page differs from the same fault of a section, in translation, domain and permission
  /// faults and in external aborts.
  @inlinable public static var ofPage: UInt32 { 0b0010 }

  /// The least status that no FSR shows: from here on, the architecture leaves open what happens.
  @inlinable public static var unpredictable: UInt32 { 0x100 }
  /// The first-level descriptor is of a type that the processor doesn't have.
  @inlinable public static var reservedFirstLevel: UInt32 { 0x100 }
  /// The second-level descriptor is of a type that its table must not hold.
  @inlinable public static var reservedSecondLevel: UInt32 { 0x101 }
  /// Access permissions 00 with both S and R set.
  @inlinable public static var reservedPermissions: UInt32 { 0x102 }
  /// An unaligned halfword, with alignment checking disabled.
  @inlinable public static var unalignedHalfword: UInt32 { 0x103 }

  /// The statuses by name, in the manual's words.
  public static var names: [UInt32: String] {
    [
      completes: "completes", alignment: "alignment fault", externalOnFirstLevel: "external abort on first-level walk",
      externalOnSecondLevel: "external abort on second-level walk", sectionTranslation: "section translation fault",
      pageTranslation: "page translation fault", sectionDomain: "section domain fault",
      pageDomain: "page domain fault", sectionPermission: "section permission fault",
      pagePermission: "page permission fault", externalOnSection: "external abort on section access",
      externalOnPage: "external abort on page access",
      reservedFirstLevel: "unpredictable: reserved first-level descriptor",
      reservedSecondLevel: "unpredictable: reserved second-level descriptor",
      reservedPermissions: "unpredictable: access permissions 00 with S and R",
      unalignedHalfword: "unpredictable: unaligned halfword",
    ]
  }
}
