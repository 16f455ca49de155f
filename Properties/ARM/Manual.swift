import ARMSemantics
import Checker
import Logic

/// What the manual says of one access, as a reader would write it down: a list of cases with what each leads to,
/// none of them in terms of the code that is proved (ARM ARM, B4.3 to B4.8).
struct Manual<S: Store> {
  typealias R = S.R

  /// A case of the manual.
  struct Case {
    let name: String
    let status: Code<FaultStatus, R>
    let applies: R.Truth
  }

  let k: S
  let access: Access<R>
  let profile: Profile

  // MARK: Addresses

  /// The modified virtual address: the PID takes the place of seven zero bits.
  var mva: R.Word {
    R.ite(
      Bits(31, 25).of(access.address) == 0, access.address | Bits(31, 25).inPlace(k[CP15.processID]), access.address)
  }

  /// Entry MVA[31:20] of the table of 4096 words at TTBR[31:14].
  private var firstLevelWord: PhysicalWord<R> {
    PhysicalWord(at: Bits(31, 14).inPlace(k[CP15.translationTableBase]) | Bits(31, 20).of(mva) &<< 2)
  }

  private var first: R.Word { k[PhysicalMemory.contents, firstLevelWord] }

  /// Entry MVA[19:12] of a coarse table of 256 words, or MVA[19:10] of a fine table of 1024.
  private var secondLevelWord: PhysicalWord<R> {
    PhysicalWord(
      at: R.ite(
        isType(first, 0b01), Bits(31, 10).inPlace(first) | Bits(19, 12).of(mva) &<< 2,
        Bits(31, 12).inPlace(first) | Bits(19, 10).of(mva) &<< 2))
  }

  private var second: R.Word { k[PhysicalMemory.contents, secondLevelWord] }

  private func isType(_ descriptor: R.Word, _ type: UInt32) -> R.Truth {
    Bits(1, 0).of(descriptor) == R.Word(constant: type)
  }

  // MARK: What the access meets

  private var isMisaligned: R.Truth {
    !access.isFetch
      && ((access.size == 4 && Bits(1, 0).of(access.address) != 0)
        || (access.size == 2 && Bits(0).of(access.address) != 0))
  }

  private func control(_ bit: UInt32) -> R.Truth { Bits(bit).of(k[CP15.control]) == 1 }

  /// The MMU is on, and alignment stops nothing.
  private var isTranslated: R.Truth {
    control(0) && !isMisaligned || control(0) && !control(1) && access.size == 4
      || control(0) && !control(1) && access.isFetch
  }

  private var isUnmappedMegabyte: R.Truth { firstAnswers && isType(first, 0b00) }
  private var firstAnswers: R.Truth { isTranslated && k[PhysicalMemory.aborts, firstLevelWord] == 0 }
  private var isSection: R.Truth { firstAnswers && isType(first, 0b10) }
  private var isFine: R.Truth { firstAnswers && isType(first, 0b11) && R.Truth(profile.hasFineTables) }
  private var isCoarse: R.Truth { firstAnswers && isType(first, 0b01) }
  private var secondAnswers: R.Truth { (isCoarse || isFine) && k[PhysicalMemory.aborts, secondLevelWord] == 0 }
  private var isReservedPage: R.Truth {
    secondAnswers && isCoarse && isType(second, 0b11) && !R.Truth(profile.hasExtendedSmallPages)
  }
  private var isPage: R.Truth { secondAnswers && !isType(second, 0b00) && !isReservedPage }

  private var domainField: R.Word { (k[CP15.domainAccessControl] &>> (2 &* Bits(8, 5).of(first))) & 3 }
  private var isClient: R.Truth { domainField == 0b01 }
  private var isManager: R.Truth { domainField == 0b11 }

  /// AP of a section; of the subpage of a large or small page; of a tiny or extended small page.
  private var permissions: R.Word {
    let large = Bits(15, 14).of(mva)
    let small = Bits(11, 10).of(mva)
    let subpage = R.ite(isType(second, 0b01), large, R.ite(isType(second, 0b10), small, 0))
    let ofPage = R.ite(
      subpage == 0, Bits(5, 4).of(second),
      R.ite(
        subpage == 1, Bits(7, 6).of(second), R.ite(subpage == 2, Bits(9, 8).of(second), Bits(11, 10).of(second))))
    return R.ite(isType(first, 0b10), Bits(11, 10).of(first), ofPage)
  }

  private func ap(_ value: UInt32) -> R.Truth { permissions == R.Word(constant: value) }

  /// Table B4-1, row by row.
  private var isReserved: R.Truth { ap(0b00) && control(8) && control(9) }
  private var isAllowed: R.Truth {
    let (reads, user) = (!access.isWrite, !access.isPrivileged)
    let systemOnly = ap(0b00) && control(8) && !control(9) && !user && reads
    let romForAll = ap(0b00) && !control(8) && control(9) && reads
    let privilegedOnly = ap(0b01) && !user
    let userReads = ap(0b10) && (!user || reads)
    return systemOnly || romForAll || privilegedOnly || userReads || ap(0b11)
  }

  // MARK: The cases

  /// Every case. One and only one is to apply.
  var cases: [Case] {
    [
      Case(name: "alignment fault", status: .alignment, applies: isMisaligned && control(1)),
      Case(
        name: "unaligned halfword", status: .unalignedHalfword,
        applies: isMisaligned && !control(1) && access.size == 2),
      Case(
        name: "the MMU is off", status: .completes,
        applies: !control(0) && !(isMisaligned && (control(1) || access.size == 2))),
      Case(
        name: "external abort on the first level", status: .externalOnFirstLevel,
        applies: isTranslated && k[PhysicalMemory.aborts, firstLevelWord] != 0),
      Case(name: "section translation fault", status: .sectionTranslation, applies: isUnmappedMegabyte),
      Case(
        name: "fine table on a processor that has none", status: .reservedFirstLevel,
        applies: firstAnswers && isType(first, 0b11) && !R.Truth(profile.hasFineTables)),
      Case(
        name: "external abort on the second level", status: .externalOnSecondLevel,
        applies: (isCoarse || isFine) && k[PhysicalMemory.aborts, secondLevelWord] != 0),
      Case(
        name: "page translation fault", status: .pageTranslation,
        applies: secondAnswers && isType(second, 0b00)),
      Case(name: "tiny page in a coarse table", status: .reservedSecondLevel, applies: isReservedPage),
      Case(
        name: "section domain fault", status: .sectionDomain, applies: isSection && !isClient && !isManager),
      Case(name: "page domain fault", status: .pageDomain, applies: isPage && !isClient && !isManager),
      Case(
        name: "AP 00 with S and R", status: .reservedPermissions,
        applies: (isSection || isPage) && isClient && isReserved),
      Case(
        name: "section permission fault", status: .sectionPermission,
        applies: isSection && isClient && !isAllowed && !isReserved),
      Case(
        name: "page permission fault", status: .pagePermission,
        applies: isPage && isClient && !isAllowed && !isReserved),
      Case(
        name: "a section is accessed", status: .completes,
        applies: isSection && (isManager || (isClient && isAllowed))),
      Case(
        name: "a page is accessed", status: .completes,
        applies: isPage && (isManager || (isClient && isAllowed))),
    ]
  }

  /// The physical address of an access that goes ahead.
  var physicalAddress: R.Word {
    let large = Bits(31, 16).inPlace(second) | Bits(15, 0).inPlace(mva)
    let small = Bits(31, 12).inPlace(second) | Bits(11, 0).inPlace(mva)
    let tiny = Bits(31, 10).inPlace(second) | Bits(9, 0).inPlace(mva)
    let page = R.ite(
      isType(second, 0b01), large, R.ite(isType(second, 0b10) || isType(first, 0b01), small, tiny))
    return R.ite(
      !control(0), mva, R.ite(isType(first, 0b10), Bits(31, 20).inPlace(first) | Bits(19, 0).inPlace(mva), page))
  }

  /// The domain of an access that a domain is known of.
  var domain: R.Word { Bits(8, 5).of(first) }

  /// The C and B bits of an access that goes ahead through a mapping.
  var attributes: Flags<Attributes, R> { Flags(Bits(3, 2).inPlace(R.ite(isType(first, 0b10), first, second))) }
}
