import ARMSemantics
import FastPath
import Logic
import Model
import Published
import Scenarios

extension AbortVector {
  /// The vector's state as one of the published kernel's in the model.
  func state() -> Image {
    var sizes = Platform.Sizes()
    sizes.spaces = UInt32(input.spaces.count)
    sizes.pageTables = sizes.spaces * UInt32(Self.sections.count)
    var k = Platform.boot(sizes, .published)
    for d in 0..<UInt32(16) { k[DomainTable.owner, Ref(d)] = .none }
    for (i, space) in input.spaces.enumerated() { write(space, Space(UInt32(i)), &k) }
    for (j, entry) in input.cpd.enumerated() {
      k[PhysicalMemory.contents, Self.word(k, j)] = Self.descriptor(entry, j, k)
    }
    for (domain, places) in input.bits {
      for j in places { record(Self.sections[j], UInt32(domain)!, &k) }
    }
    let running = input.spaces[0]
    k[Machine.domain] = Ref(running.domain)
    k[Machine.mask] = running.mask
    k[CP15.domainAccessControl] = running.mask
    k[CP15.processID] = FCSE.slot(of: running.pid)
    k[Machine.dirtyDomains] = input.dirty
    k[Replacement.seed, .only] = input.rand
    k[CP15.faultAddress] = input.addr
    k[CP15.faultStatus] = input.status
    return k
  }

  /// What the abort vectors know of the abort.
  var abort: Abort<Native> {
    Abort(isPrefetch: !input.data, isWrite: false, isPrivileged: false, instruction: input.addr)
  }

  private func write(_ space: SpaceFields, _ s: Space<Native>, _ k: inout Image) {
    k[SpaceTable.isInUse, s] = 1
    k[SpaceTable.domain, s] = Ref(space.domain)
    k[SpaceTable.mask, s] = Self.mask(space.mask, domain: space.domain)
    k[SpaceTable.processID, s] = space.pid
    k[SpaceTable.vspace, s] = space.vspace
    if space.domain < 16 { k[DomainTable.owner, Ref(space.domain)] = s }
    for (granter, isManager) in space.grants {
      k[Grants.rights, Ref(client: s, granter: Ref(UInt32(granter)!))] = isManager ? DACR.manager : DACR.client
    }
    for (j, entry) in space.l1.enumerated() {
      let place = DirectoryEntry(s, Megabyte<Native>(Self.sections[j]))
      switch entry.kind {
      case "none": break
      case "window", "callback":
        k[PageDirectory.isWindow, place] = entry.kind == "window" ? 1 : PublishedWindow.callback
        k[PageDirectory.granter, place] = entry.numbers[0]
      case "section": k[PageDirectory.descriptor, place] = Self.section(entry.numbers[0])
      default:
        let table = Self.table(s.word, j, k)
        k[PageDirectory.descriptor, place] = table
        if entry.numbers[0] != 0 {
          k[PhysicalMemory.contents, Kernel.slot(FirstLevelDescriptor<Native>(table), input.addr)] = SecondLevel.small
        }
      }
    }
    let utcbs = Section.utcbs(of: s)
    k[PageDirectory.descriptor, DirectoryEntry(s, utcbs)] = Self.section(0x300 + s.word)
    if space.domain < 16 {
      k[PhysicalMemory.contents, CachingDirectory.word(k, utcbs)] = CachingDirectory.tagged(k, s, utcbs)
    }
  }

  private func record(_ section: UInt32, _ domain: UInt32, _ k: inout Image) {
    let group = Ref<SectionGroupKind, Native>(section >> 5)
    k[SectionBitmap.sections, Ref(domain), group] = k[SectionBitmap.sections, Ref(domain), group] | 1 << (section & 31)
  }
}

extension AbortVector {
  /// The mask of a space without a domain is never read: the compiled kernel has 0 there, or 1, and the rendering 1.
  static func mask(_ mask: UInt32, domain: UInt32) -> UInt32 { domain < 16 ? mask : mask | DACR.kernelClient }

  /// The entry of the CPD for a watched section.
  static func word(_ k: Image, _ j: Int) -> PhysicalWord<Native> { CachingDirectory.word(k, Megabyte(sections[j])) }

  static func section(_ frame: UInt32) -> UInt32 {
    PageRequest<Native>(
      address: 0, size: .section, frame: frame << Section.shift, permissions: 0b11, attributes: .none
    ).section
  }

  /// The page table of a space for a watched section.
  static func table(_ space: UInt32, _ j: Int, _ k: Image) -> UInt32 {
    Kernel.coarseTable(k, Ref(space * UInt32(sections.count) + UInt32(j)))
  }

  /// The word of an entry of the CPD.
  private static func descriptor(_ entry: Entry, _ j: Int, _ k: Image) -> UInt32 {
    switch entry.kind {
    case "zero": 0
    case "invalid": FirstLevel.domain.holding(entry.numbers[0])
    case "section": section(entry.numbers[0]) | FirstLevel.domain.holding(entry.numbers[1])
    default: table(entry.numbers[0], j, k) | FirstLevel.domain.holding(entry.numbers[1])
    }
  }

  /// What a word of the CPD is.
  static func entry(_ word: UInt32, _ k: Image) -> Entry {
    let descriptor = FirstLevelDescriptor<Native>(word)
    if word == 0 { return Entry("zero") }
    if descriptor.isFault { return Entry("invalid", descriptor.domain) }
    if descriptor.isSection { return Entry("section", FirstLevel.sectionBase.of(word), descriptor.domain) }
    return Entry("coarse", Kernel.pageTable(k, descriptor).word / UInt32(sections.count), descriptor.domain)
  }
}
