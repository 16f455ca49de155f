import ARMSemantics
import Checker
import Logic

/// The statements of a file, and the machine that they make.
struct ParsedProbe {
  /// A statement and its place: the line, and the column of what comes after the keyword.
  private struct Placed {
    let statement: Statement
    let line: Int
    let column: Int

    func error(_ sentence: String) -> MemorySystemFileError {
      MemorySystemFileError(line: line, column: column, sentence: sentence)
    }
  }

  private var statements: [Placed] = []
  private var settings: [String: Int] = [:]
  /// The lines that give words of memory, by the word.
  private var given: [UInt32: Int] = [:]

  /// Reads one line.
  mutating func add(_ line: SourceLine) throws {
    var line = line
    let word = try line.word("a keyword")
    let (start, keyword) = (word.column, word.folded)
    guard Statement.keywords.contains(keyword) else {
      let list = Statement.keywords.joined(separator: ", ")
      throw line.error(at: start, "no line begins with “\(word.shown)”; expected one of \(list)")
    }
    if Statement.once.contains(keyword) {
      if let other = settings[keyword] { throw line.error(at: start, "line \(other) gives \(keyword), too") }
      settings[keyword] = line.number
    }
    let column = line.column
    statements.append(Placed(statement: try Statement(keyword, &line), line: line.number, column: column))
  }

  /// The machine, whatever the order of the lines was: registers come first, then words as they are, then the
  /// translation table, then pages in the page tables that are there by then.
  mutating func build() throws -> Probe {
    var probe = Probe(machine: machine())
    probe.machine[CP15.control] = Control.mmu.mask
    for placed in statements {
      switch placed.statement {
      case .processor(let processor): probe.processor = processor
      case .register(let register, let value): Coprocessor.write(&probe.machine, register, value)
      case .access(let access): probe.access = access
      default: continue
      }
    }
    for placed in statements {
      guard case .memory(let address, let words) = placed.statement else { continue }
      for (index, word) in words.enumerated() {
        try set(&probe.machine, address + UInt32(index) << Granule.wordShift, word, placed)
      }
    }
    for placed in statements {
      guard case .firstLevel(let mva, let descriptor) = placed.statement else { continue }
      let place = Walk.firstLevelAddress(probe.machine[CP15.translationTableBase], mva)
      try set(&probe.machine, place, descriptor, placed)
    }
    for placed in statements {
      guard case .page(let page) = placed.statement else { continue }
      try map(page, in: &probe.machine, placed)
    }
    addBus(&probe.machine)
    addEntries(&probe.machine)
    return probe
  }

  // MARK: Memory

  private mutating func set(_ machine: inout Image, _ address: UInt32, _ word: UInt32, _ placed: Placed) throws {
    let place = PhysicalWord<Native>(at: address)
    if let other = given[place.word] {
      let line = other == placed.line ? "the line gives it twice" : "line \(other) gives that word, too"
      throw placed.error("the word at \(hexadecimal(address)) cannot be set: \(line)")
    }
    given[place.word] = placed.line
    machine[PhysicalMemory.contents, place] = word
  }

  /// Writes a page into its page table, as often as it has room there (ARM ARM, B4.7 and B4.8).
  private mutating func map(_ page: PageStatement, in machine: inout Image, _ placed: Placed) throws {
    let place = PhysicalWord<Native>(at: Walk.firstLevelAddress(machine[CP15.translationTableBase], page.mva))
    let first = FirstLevelDescriptor<Native>(machine[PhysicalMemory.contents, place])
    guard first.isCoarse || first.isFine else {
      throw placed.error(
        "no page table covers \(hexadecimal(page.mva)); expected a line “coarse” or “fine” for its megabyte")
    }
    if page.size == .tiny, first.isCoarse {
      throw placed.error("a coarse table covers \(hexadecimal(page.mva)); tiny pages are in fine tables")
    }
    if page.size == .extended, first.isFine {
      throw placed.error("a fine table covers \(hexadecimal(page.mva)); extended small pages are in coarse tables")
    }
    let step = (first.isCoarse ? MVA.inSmallPage : MVA.inTinyPage).mask + 1
    for offset in stride(from: 0, through: page.size.inPage.mask, by: Int(step)) {
      try set(&machine, Walk.secondLevelAddress(first, page.mva + offset), page.descriptor, placed)
    }
  }

  private func addBus(_ machine: inout Image) {
    for placed in statements {
      switch placed.statement {
      case .buffered(let address, let words):
        for (index, word) in words.enumerated() {
          Bus.buffer(&machine, PhysicalWord(at: address + UInt32(index) << Granule.wordShift), word)
        }
      case .aborts(let addresses):
        for address in addresses { machine[PhysicalMemory.aborts, PhysicalWord(at: address)] = 1 }
      default: continue
      }
    }
  }

  // MARK: TLBs

  private var entries: [TLBEntryStatement] {
    statements.compactMap { if case .entry(let entry) = $0.statement { entry } else { nil } }
  }

  /// A machine with room for the file's TLB entries, and nothing else in it.
  private func machine() -> Image {
    let counts = Schema.memorySystem.kinds.enumerated().map { number, kind in
      let isInstruction = number == InstructionTLBEntryKind.number
      guard isInstruction || number == DataTLBEntryKind.number else { return kind.least }
      return max(kind.least, UInt32(entries.count { $0.isInstruction == isInstruction }))
    }
    return Image(.memorySystem, counts: counts)
  }

  private func addEntries(_ machine: inout Image) {
    for (index, entry) in entries.filter(\.isInstruction).enumerated() {
      machine.load(InstructionTLB.self, UInt32(index), entry.mapping)
    }
    for (index, entry) in entries.filter({ !$0.isInstruction }).enumerated() {
      machine.load(DataTLB.self, UInt32(index), entry.mapping)
    }
  }
}

extension Image {
  /// An entry of a TLB, in use.
  fileprivate mutating func load<T: TLBTable>(_ tlb: T.Type, _ index: UInt32, _ mapping: Mapping<Native>) {
    let entry = Ref<T.Key, Native>(index)
    self[T.isValid, entry] = 1
    self[T.base, entry] = mapping.base
    self[T.mask, entry] = mapping.mask
    self[T.frame, entry] = mapping.frame
    self[T.domain, entry] = mapping.domain
    self[T.permissions, entry] = mapping.permissions
    self[T.attributes, entry] = mapping.attributes
    self[T.isPage, entry] = mapping.isPage
  }
}
