import ARMSemantics
import Logic
import Randomness

/// Makes random configurations whose parts get in each other's way.
///
/// A configuration has few hot places: megabytes of the virtual space, places in a megabyte, page tables, frames.
/// Descriptors and probes use hardly any others, so that tables lie on data and on other tables, one table serves as
/// coarse and as fine, and probes meet the ends of everything.
struct ConfigurationGenerator {
  private var random: SeededGenerator
  private var registers: SystemRegisters
  /// First-level indices.
  private var megabytes: [UInt32] = []
  /// Places in a megabyte, on 1 KB boundaries.
  private var places: [UInt32] = []
  /// Physical addresses of page tables.
  private var tables: [UInt32] = []
  private var words: [Configuration.Word] = []

  init(_ random: SeededGenerator) {
    self.random = random
    registers = SystemRegisters(translationTableBase: 0, dacr: 0, pid: 0, control: 0)
  }

  /// A configuration still without probes, and proposals for those.
  mutating func make() -> (Configuration, ProbeGenerator) {
    makeRegisters()
    chooseHotPlaces()
    if Control.mmu.isSet(in: registers.control) {
      makePageTables()
      makeTranslationTable()
    } else {
      words = Configuration.vectors
    }
    return (
      Configuration(registers: registers, words: words, probes: []),
      ProbeGenerator(random, megabytes: megabytes, places: places, pid: registers.pid)
    )
  }

  private mutating func makeRegisters() {
    // The MMU is on all but always: without it there is little to say. Relocation without MMU is unpredictable.
    let isOn = !random.once(in: 50)
    registers.translationTableBase = TranslationTableBase.base.inPlace(random.below(RAM.arenaSize))
    // Once in a while everybody is a client: then permissions decide.
    let clients = (0...RAM.programDomain).reduce(0) { $0 | DACR.client << (2 * $1) }
    registers.dacr = random.pick([random.word(), random.word(), clients, random.word() | clients]) | RAM.programDACR
    // The highest slots would move probes into the window.
    let slots = FCSE.process.of(RAM.window)
    registers.pid = isOn && !random.once(in: 3) ? FCSE.process.holding(random.below(slots)) : 0
    registers.control = isOn ? Control.mmu.mask : 0
    for bit in [Control.alignment, Control.system, Control.rom] where random.once(in: 2) {
      registers.control |= bit.mask
    }
  }

  private mutating func chooseHotPlaces() {
    let slot = MVA.firstLevelIndex.of(registers.pid)
    let slotSize = MVA.firstLevelIndex.of(UInt32(1) << FCSE.shift)
    let last = MVA.firstLevelIndex.of(RAM.window) - 1
    // Both ends of the process's slot and of the one at address 0, the last megabyte, and any.
    megabytes = [0, slotSize - 1, slotSize, slot, slot + 1, slot + slotSize - 1, slot + slotSize, last]
      .map { min($0, last) }
    megabytes += (0..<3).map { _ in random.below(last + 1) }

    // Both sides of the ends of small pages, subpages and large pages; and any.
    let ends: [UInt32] = [0x0_0000, 0x0_0C00, 0x0_1000, 0x0_3C00, 0x0_F000, 0x1_0000, 0xF_0000, 0xF_FC00]
    places = (0..<3).map { _ in random.pick(ends) }
    places += (0..<3).map { _ in MVA.inSection.inPlace(random.word()) & ~MVA.inTinyPage.mask }

    let base = registers.translationTableBase
    let tableSize = 1 << TranslationTableBase.base.low as UInt32
    tables = (0..<3).map { _ in FirstLevel.coarseBase.inPlace(random.below(RAM.arenaSize)) }
    // A coarse table in the midst of what may be a fine one, and the translation table itself.
    tables.append(FirstLevel.fineBase.inPlace(tables[0]) + 0x400)
    if random.once(in: 4) { tables.append(base + FirstLevel.coarseBase.inPlace(random.below(tableSize))) }
  }

  private mutating func makeTranslationTable() {
    for megabyte in megabytes {
      let address = Walk.firstLevelAddress(registers.translationTableBase, megabyte << MVA.firstLevelIndex.low)
      words.append(.init(address: address, value: firstLevelDescriptor()))
    }
  }

  private mutating func firstLevelDescriptor() -> UInt32 {
    let domain = random.below(16)
    let ignored = random.once(in: 4) ? random.word() : 0
    let others = FirstLevel.domain.mask | FirstLevel.type.mask
    switch random.below(16) {
    case 0: return ignored & ~FirstLevel.type.mask
    case 1...4:
      let fields = FirstLevel.sectionBase.mask | FirstLevel.sectionPermissions.mask | others
      return FirstLevel.describeSection(frame: frame(), domain: domain, ap: random.below(4)) | ignored & ~fields
    case 5...10:
      let fields = FirstLevel.coarseBase.mask | others
      return FirstLevel.describeCoarse(table: table(), domain: domain) | ignored & ~fields
    default:
      let fields = FirstLevel.fineBase.mask | others
      return FirstLevel.describeFine(table: table(), domain: domain) | ignored & ~fields
    }
  }

  /// The physical address of a page table: now and then where nothing is.
  private mutating func table() -> UInt32 {
    random.once(in: 32) ? RAM.vacant | random.word() : random.pick(tables)
  }

  private mutating func makePageTables() {
    for table in tables {
      for place in places {
        let descriptor = secondLevelDescriptor()
        let coarse = FirstLevel.coarseBase.inPlace(table) + MVA.coarseIndex.of(place) * 4
        let fine = FirstLevel.fineBase.inPlace(table) + MVA.fineIndex.of(place) * 4
        if random.once(in: 2) {
          write(descriptor, at: coarse, times: 16)
        } else {
          write(descriptor, at: fine, times: 64)
        }
      }
    }
  }

  /// Writes a descriptor; that of a large page in some cases as often as it should be there, in others once.
  private mutating func write(_ descriptor: UInt32, at address: UInt32, times: UInt32) {
    guard SecondLevel.type.of(descriptor) == SecondLevel.large, random.once(in: 4) else {
      return words.append(.init(address: address, value: descriptor))
    }
    let first = address & ~(times * 4 - 1)
    for i in 0..<times { words.append(.init(address: first + i * 4, value: descriptor)) }
  }

  private mutating func secondLevelDescriptor() -> UInt32 {
    let permissions = random.word()
    let attributes = Flags<Attributes, Native>(descriptor: random.word())
    let type = random.pick([
      SecondLevel.large, SecondLevel.large, SecondLevel.large, SecondLevel.small, SecondLevel.small,
      SecondLevel.small, SecondLevel.tinyOrExtended, SecondLevel.tinyOrExtended, SecondLevel.fault,
    ])
    guard type != SecondLevel.fault else { return random.once(in: 2) ? 0 : random.word() & ~SecondLevel.type.mask }
    return SecondLevel.describe(type, frame: frame(), permissions: permissions) | attributes.word
  }

  /// The physical address of a frame: in the arena, often of a table, now and then where nothing is.
  private mutating func frame() -> UInt32 {
    switch random.below(8) {
    case 0: registers.translationTableBase
    case 1, 2: random.pick(tables)
    case 3: random.once(in: 4) ? RAM.vacant | random.word() : random.below(RAM.arenaSize)
    default: random.below(RAM.arenaSize)
    }
  }
}
