import Logic

/// How an access ends: 0 when it goes ahead, a fault status as the FSR shows it, or a reason why the architecture does
/// not say (ARM ARM, B4.6).
@frozen public enum FaultStatus: Vocabulary {
  public static var names: [Code<Self, Native>: String] {
    [
      .completes: "completes", .alignment: "alignment fault",
      .externalOnFirstLevel: "external abort on first-level walk",
      .externalOnSecondLevel: "external abort on second-level walk", .sectionTranslation: "section translation fault",
      .pageTranslation: "page translation fault", .sectionDomain: "section domain fault",
      .pageDomain: "page domain fault", .sectionPermission: "section permission fault",
      .pagePermission: "page permission fault", .externalOnSection: "external abort on section access",
      .externalOnPage: "external abort on page access",
      .reservedFirstLevel: "unpredictable: reserved first-level descriptor",
      .reservedSecondLevel: "unpredictable: reserved second-level descriptor",
      .reservedPermissions: "unpredictable: access permissions 00 with S and R",
      .unalignedHalfword: "unpredictable: unaligned halfword",
    ]
  }
}

extension Code where V == FaultStatus {
  /// The access goes ahead.
  @inlinable @inline(__always) public static var completes: Self { Self(constant: 0) }
  /// The address is no multiple of the size, and alignment checking is enabled.
  @inlinable @inline(__always) public static var alignment: Self { Self(constant: 0b0001) }
  /// The bus aborted the fetch of the first-level descriptor.
  @inlinable @inline(__always) public static var externalOnFirstLevel: Self { Self(constant: 0b1100) }
  /// The bus aborted the fetch of the second-level descriptor.
  @inlinable @inline(__always) public static var externalOnSecondLevel: Self { Self(constant: 0b1110) }
  /// The first-level descriptor is of type 00.
  @inlinable @inline(__always) public static var sectionTranslation: Self { Self(constant: 0b0101) }
  /// The second-level descriptor is of type 00.
  @inlinable @inline(__always) public static var pageTranslation: Self { Self(constant: 0b0111) }
  /// The section's domain admits no access.
  @inlinable @inline(__always) public static var sectionDomain: Self { Self(constant: 0b1001) }
  /// The page's domain admits no access.
  @inlinable @inline(__always) public static var pageDomain: Self { Self(constant: 0b1011) }
  /// The section's access permissions forbid it to a client.
  @inlinable @inline(__always) public static var sectionPermission: Self { Self(constant: 0b1101) }
  /// The page's access permissions forbid it to a client.
  @inlinable @inline(__always) public static var pagePermission: Self { Self(constant: 0b1111) }
  /// The bus aborted the access itself, to a section.
  @inlinable @inline(__always) public static var externalOnSection: Self { Self(constant: 0b1000) }
  /// The bus aborted the access itself, to a page.
  @inlinable @inline(__always) public static var externalOnPage: Self { Self(constant: 0b1010) }

  /// The first-level descriptor is of a type that the processor doesn't have. From here on, no FSR shows the status: the
  /// architecture leaves open what happens.
  @inlinable @inline(__always) public static var reservedFirstLevel: Self { Self(constant: 0x100) }
  /// The second-level descriptor is of a type that its table must not hold.
  @inlinable @inline(__always) public static var reservedSecondLevel: Self { Self(constant: 0x101) }
  /// Access permissions 00 with both S and R set.
  @inlinable @inline(__always) public static var reservedPermissions: Self { Self(constant: 0x102) }
  /// An unaligned halfword, with alignment checking disabled.
  @inlinable @inline(__always) public static var unalignedHalfword: Self { Self(constant: 0x103) }

  /// Whether the access goes ahead.
  @inlinable @inline(__always)
  public var completes: R.Truth { self == .completes }

  /// Whether the architecture leaves open what happens.
  @inlinable @inline(__always)
  public var isUnpredictable: R.Truth { word >= Self.reservedFirstLevel.word }

  /// The same fault of a page, where this is a translation, domain or permission fault of a section, or an external abort
  /// of an access to one.
  @inlinable @inline(__always)
  public var ofPage: Self { Self(word | 0b0010) }

  /// Whether it is a translation, domain or permission fault. Bit 0 tells these and alignment faults from external
  /// aborts, bits 2 and 3 tell them from alignment faults (ARM ARM, B4.6).
  @inlinable @inline(__always)
  public var isOfMapping: R.Truth { word.intersects(0b0001) && word.intersects(0b1100) }
}
