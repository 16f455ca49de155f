import Logic

/// The translation table walk (ARM ARM, B4.7).
///
/// The walker reads memory, neither the data cache nor the write buffer: tables must have got there before they count
/// (ARM926EJ-S TRM, 3.2).
public enum Walk {
  /// Where the first-level descriptor of an address is (ARM ARM, B4.7).
  @inlinable @inline(__always)
  public static func firstLevelAddress<W: LogicWord>(_ translationTableBase: W, _ mva: W) -> W {
    TranslationTableBase.base.inPlace(translationTableBase) | descriptor(MVA.firstLevelIndex.of(mva))
  }

  /// Where the second-level descriptor of an address is, by its first-level descriptor (ARM ARM, B4.7).
  @inlinable @inline(__always)
  public static func secondLevelAddress<R: Reading>(_ first: FirstLevelDescriptor<R>, _ mva: R.Word) -> R.Word {
    R.ite(
      first.isCoarse, FirstLevel.coarseBase.inPlace(first.word) | descriptor(MVA.coarseIndex.of(mva)),
      FirstLevel.fineBase.inPlace(first.word) | descriptor(MVA.fineIndex.of(mva)))
  }

  @inlinable @inline(__always)
  static func descriptor<W: LogicWord>(_ index: W) -> W { index &<< W(constant: Granule.wordShift) }

  /// What the tables in memory say of an address.
  @inlinable @inline(__always)
  public static func mapping<S: Store>(_ k: S, _ mva: S.R.Word, _ profile: Profile) -> Mapping<S.R> {
    let word = PhysicalWord<S.R>(at: firstLevelAddress(k[CP15.translationTableBase], mva))
    return S.R.choose(
      k[PhysicalMemory.aborts, word] != 0, .fault(.externalOnFirstLevel, domain: 0, isPage: 0),
      firstLevel(k, FirstLevelDescriptor(k[PhysicalMemory.contents, word]), mva, profile))
  }

  /// What the tables say, by the first-level descriptor.
  @inlinable @inline(__always)
  public static func firstLevel<S: Store>(
    _ k: S, _ first: FirstLevelDescriptor<S.R>, _ mva: S.R.Word, _ profile: Profile
  ) -> Mapping<S.R> {
    S.R.choose(
      first.isFault, .fault(.sectionTranslation, domain: 0, isPage: 0),
      S.R.choose(
        first.isSection, section(first, mva),
        S.R.choose(
          profile.hasFineTables ? false : first.isFine,
          reserved(
            profile.reservedFirstLevel, .reservedFirstLevel, .sectionTranslation, 0, isPage: 0),
          page(k, first, mva, profile))))
  }

  @inlinable @inline(__always)
  static func section<R: Reading>(_ first: FirstLevelDescriptor<R>, _ mva: R.Word) -> Mapping<R> {
    Mapping(
      base: FirstLevel.sectionBase.inPlace(mva), mask: R.Word(constant: MVA.inSection.mask),
      frame: FirstLevel.sectionBase.inPlace(first.word), domain: first.domain,
      permissions: FirstLevel.sectionPermissions.of(first.word), attributes: first.attributes,
      isPage: 0)
  }

  @inlinable @inline(__always)
  static func page<S: Store>(
    _ k: S, _ first: FirstLevelDescriptor<S.R>, _ mva: S.R.Word, _ profile: Profile
  ) -> Mapping<S.R> {
    let word = PhysicalWord<S.R>(at: secondLevelAddress(first, mva))
    return S.R.choose(
      k[PhysicalMemory.aborts, word] != 0, .fault(.externalOnSecondLevel, domain: first.domain, isPage: 1),
      secondLevel(k[PhysicalMemory.contents, word], isCoarse: first.isCoarse, domain: first.domain, mva, profile))
  }

  /// What the tables say, by the second-level descriptor.
  @inlinable @inline(__always)
  public static func secondLevel<R: Reading>(
    _ word: R.Word, isCoarse: R.Truth, domain: R.Word, _ mva: R.Word, _ profile: Profile
  ) -> Mapping<R> {
    let type = SecondLevel.type.of(word)
    return R.choose(
      type == R.Word(constant: SecondLevel.fault), .fault(.pageTranslation, domain: domain, isPage: 1),
      R.choose(
        type == R.Word(constant: SecondLevel.large),
        pageOfFour(word, domain, mva, SecondLevel.largeBase, MVA.inLargePage, MVA.largeSubpage),
        R.choose(
          type == R.Word(constant: SecondLevel.small),
          pageOfFour(word, domain, mva, SecondLevel.smallBase, MVA.inSmallPage, MVA.smallSubpage),
          R.choose(
            !isCoarse, singlePage(word, domain, mva, SecondLevel.tinyBase, MVA.inTinyPage),
            profile.hasExtendedSmallPages
              ? singlePage(word, domain, mva, SecondLevel.smallBase, MVA.inSmallPage)
              : reserved(
                profile.reservedSecondLevel, .reservedSecondLevel, .pageTranslation, domain,
                isPage: 1)))))
  }

  /// A page with access permissions for each of its four subpages. It is one range when they are all the same;
  /// otherwise each subpage is a range of its own (ARM720T TRM, 7.3.12).
  @inlinable @inline(__always)
  static func pageOfFour<R: Reading>(
    _ word: R.Word, _ domain: R.Word, _ mva: R.Word, _ base: Bits, _ inPage: Bits, _ subpage: Bits
  ) -> Mapping<R> {
    let all = SecondLevel.subpagePermissions.of(word)
    let one = SecondLevel.permissions.mask >> SecondLevel.permissions.low
    let permissions = (all &>> (subpage.of(mva) &<< 1)) & R.Word(constant: one)
    let isUniform = all == permissions &* R.Word(constant: SecondLevel.inEverySubpage)
    let mask = R.ite(isUniform, R.Word(constant: inPage.mask), R.Word(constant: inPage.mask >> 2))
    return Mapping(
      base: mva & ~mask, mask: mask, frame: base.inPlace(word) | (inPage.inPlace(mva) & ~mask), domain: domain,
      permissions: permissions, attributes: Flags(descriptor: word), isPage: 1)
  }

  /// A page with access permissions for all of it.
  @inlinable @inline(__always)
  static func singlePage<R: Reading>(
    _ word: R.Word, _ domain: R.Word, _ mva: R.Word, _ base: Bits, _ inPage: Bits
  ) -> Mapping<R> {
    Mapping(
      base: mva & ~R.Word(constant: inPage.mask), mask: R.Word(constant: inPage.mask), frame: base.inPlace(word),
      domain: domain, permissions: SecondLevel.permissions.of(word), attributes: Flags(descriptor: word),
      isPage: 1)
  }

  /// A descriptor of a reserved type.
  @inlinable @inline(__always)
  static func reserved<R: Reading>(
    _ choice: Profile.Choice, _ unpredictable: Code<FaultStatus, R>, _ fault: Code<FaultStatus, R>, _ domain: R.Word,
    isPage: UInt32
  ) -> Mapping<R> {
    .fault(choice == .translationFault ? fault : unpredictable, domain: domain, isPage: isPage)
  }
}
