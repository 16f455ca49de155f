import ARMSemantics

extension FirstLevel {
  /// A descriptor for a section; of the frame's address the high bits count.
  static func describeSection(frame: UInt32, domain: UInt32, ap: UInt32) -> UInt32 {
    sectionBase.inPlace(frame) | sectionPermissions.holding(ap) | self.domain.holding(domain) | section
  }

  /// A descriptor for a coarse page table; of its address the high bits count.
  static func describeCoarse(table: UInt32, domain: UInt32) -> UInt32 {
    coarseBase.inPlace(table) | self.domain.holding(domain) | coarse
  }

  /// A descriptor for a fine page table; of its address the high bits count.
  static func describeFine(table: UInt32, domain: UInt32) -> UInt32 {
    fineBase.inPlace(table) | self.domain.holding(domain) | fine
  }
}

extension SecondLevel {
  /// A descriptor of the type for a page; of the frame's address the high bits count. `permissions` has two bits for
  /// each subpage.
  static func describe(_ type: UInt32, frame: UInt32, permissions: UInt32) -> UInt32 {
    let base =
      switch type {
      case large: largeBase
      case small: smallBase
      default: tinyBase
      }
    // A tiny page has one pair of permission bits; the rest of the field is part of its frame's address, or ignored.
    let field = type == tinyOrExtended ? self.permissions : subpagePermissions
    return base.inPlace(frame) | field.holding(permissions) | type
  }
}
