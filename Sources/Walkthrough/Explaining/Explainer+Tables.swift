import ARMSemantics
import Checker
import Logic

extension Bits {
  /// The field as the manuals write it, such as `[31:20]`.
  var text: String { high == low ? "[\(high)]" : "[\(high):\(low)]" }

  /// The field's value in as many binary digits as it has bits.
  func binary(_ word: UInt32) -> String {
    let digits = String(of(word), radix: 2)
    return String(repeating: "0", count: Int(high - low) + 1 - digits.count) + digits
  }
}

extension Explainer {
  /// The walk, and what it finds.
  func walk() -> (steps: [Step], mapping: Mapping<Native>) {
    let base = k[CP15.translationTableBase]
    let address = Walk.firstLevelAddress(base, mva)
    let fetch =
      "TTBR\(TranslationTableBase.base.text) = \(hexadecimal(TranslationTableBase.base.inPlace(base))), "
      + "index MVA\(MVA.firstLevelIndex.text) = \(index(MVA.firstLevelIndex)): descriptor at \(hexadecimal(address))"
    guard let word = fetched(address) else {
      let step = Step("First level", [fetch, "the bus aborts this fetch"])
      return ([step], .fault(.externalOnFirstLevel, domain: 0, isPage: 0))
    }
    let first = FirstLevelDescriptor<Native>(word)
    let step = Step("First level", [fetch] + buffered(address) + ["\(shown(word, at: address)): \(text(first))"])
    let hasTable = first.isCoarse || (first.isFine && profile.hasFineTables)
    if !hasTable { return ([step], Walk.firstLevel(k, first, mva, profile)) }
    let (second, mapping) = page(first)
    return ([step, second], mapping)
  }

  private func page(_ first: FirstLevelDescriptor<Native>) -> (step: Step, mapping: Mapping<Native>) {
    let address = Walk.secondLevelAddress(first, mva)
    let field = first.isCoarse ? MVA.coarseIndex : MVA.fineIndex
    let fetch = "index MVA\(field.text) = \(index(field)): descriptor at \(hexadecimal(address))"
    guard let word = fetched(address) else {
      let step = Step("Second level", [fetch, "the bus aborts this fetch"])
      return (step, .fault(.externalOnSecondLevel, domain: first.domain, isPage: 1))
    }
    let mapping: Mapping<Native> = Walk.secondLevel(
      word, isCoarse: first.isCoarse, domain: first.domain, mva, profile)
    var lines = text(word, isCoarse: first.isCoarse, mapping)
    lines[0] = "\(shown(word, at: address)): \(lines[0])"
    lines = [fetch] + buffered(address) + lines
    return (Step("Second level", lines), mapping)
  }

  /// What the walker reads; nil where the bus aborts.
  private func fetched(_ address: UInt32) -> UInt32? {
    let word = PhysicalWord<Native>(at: address)
    return k[PhysicalMemory.aborts, word] == 0 ? k[PhysicalMemory.contents, word] : nil
  }

  /// A warning, where the processor would read another word than the walker.
  private func buffered(_ address: UInt32) -> [String] {
    let seen: UInt32 = Bus.read(k, PhysicalWord<Native>(at: address))
    if seen == fetched(address) { return [] }
    return ["the write buffer holds \(hexadecimal(seen)) for this word, which the walker does not see"]
  }

  /// A descriptor; a word of memory that nobody has set is easily taken for one.
  private func shown(_ word: UInt32, at address: UInt32) -> String {
    let isListed = k.listedObjects(ofKind: PhysicalWordKind.number).contains(PhysicalWord<Native>(at: address).word)
    return hexadecimal(word) + (isListed ? "" : ", as nothing is given there")
  }

  private func index(_ field: Bits) -> String { "0x" + String(field.of(mva), radix: 16, uppercase: true) }

  // MARK: Descriptors

  private func text(_ first: FirstLevelDescriptor<Native>) -> String {
    let word = first.word
    let type = "type \(FirstLevel.type.binary(word))"
    if first.isFault { return "\(type), fault: the megabyte is not mapped" }
    let domain = "domain \(first.domain)"
    if first.isSection {
      let base = "base \(hexadecimal(FirstLevel.sectionBase.inPlace(word)))"
      let permissions = "AP \(FirstLevel.sectionPermissions.binary(word))"
      return "\(type), section: \(base), \(domain), \(permissions), \(attributes(Flags(descriptor: word)))"
    }
    if first.isCoarse {
      return "\(type), coarse page table: base \(hexadecimal(FirstLevel.coarseBase.inPlace(word))), \(domain)"
    }
    if profile.hasFineTables {
      return "\(type), fine page table: base \(hexadecimal(FirstLevel.fineBase.inPlace(word))), \(domain)"
    }
    return "\(type), reserved: the \(profile.name) has no fine page tables"
  }

  private func text(_ word: UInt32, isCoarse: Bool, _ mapping: Mapping<Native>) -> [String] {
    let type = "type \(SecondLevel.type.binary(word))"
    switch SecondLevel.type.of(word) {
    case SecondLevel.fault: return ["\(type), fault: the page is not mapped"]
    case SecondLevel.large:
      return pageOfFour("\(type), large page", SecondLevel.largeBase, MVA.largeSubpage, word, mapping)
    case SecondLevel.small:
      return pageOfFour("\(type), small page", SecondLevel.smallBase, MVA.smallSubpage, word, mapping)
    default: break
    }
    if !mapping.status.completes {
      return ["\(type), reserved: a coarse page table holds no tiny pages"]
    }
    let (name, base) =
      isCoarse ? ("extended small page", SecondLevel.smallBase) : ("tiny page", SecondLevel.tinyBase)
    return [
      "\(type), \(name): base \(hexadecimal(base.inPlace(word))), "
        + "AP \(SecondLevel.permissions.binary(word)), \(attributes(Flags(descriptor: word)))"
    ]
  }

  private func pageOfFour(
    _ name: String, _ base: Bits, _ subpage: Bits, _ word: UInt32, _ mapping: Mapping<Native>
  ) -> [String] {
    [
      "\(name): base \(hexadecimal(base.inPlace(word))), AP3 to AP0 \(subpagePermissions(word)), \(attributes(Flags(descriptor: word)))",
      "subpage MVA\(subpage.text) = \(subpage.of(mva)): AP \(permissions(mapping))",
    ]
  }

  /// The four AP fields, from the highest subpage's to the lowest's.
  private func subpagePermissions(_ word: UInt32) -> String {
    let width = SecondLevel.permissions.high - SecondLevel.permissions.low + 1
    let lows = stride(
      from: SecondLevel.permissions.low, through: SecondLevel.subpagePermissions.high, by: Int(width))
    return lows.reversed().map { Bits($0 + width - 1, $0).binary(word) }.joined(separator: " ")
  }

  /// A mapping's AP in binary.
  func permissions(_ mapping: Mapping<Native>) -> String {
    let width = SecondLevel.permissions.high - SecondLevel.permissions.low
    return Bits(width, 0).binary(mapping.permissions)
  }

  /// C and B, such as `C 1, B 0`.
  func attributes(_ attributes: Flags<Attributes, Native>) -> String {
    "C \(attributes.has(.cacheable) ? 1 : 0), B \(attributes.has(.bufferable) ? 1 : 0)"
  }
}
