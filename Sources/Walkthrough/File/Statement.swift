import ARMSemantics
import Logic

/// What one line of a file says.
enum Statement {
  case processor(Profile)
  case register(CP15Register, UInt32)
  case access(Access<Native>)
  /// Words of memory from an address on.
  case memory(UInt32, [UInt32])
  /// Words that wait in the write buffer, from an address on.
  case buffered(UInt32, [UInt32])
  /// Words that the bus does not answer for.
  case aborts([UInt32])
  /// The first-level descriptor of a modified virtual address.
  case firstLevel(mva: UInt32, descriptor: UInt32)
  case page(PageStatement)
  case entry(TLBEntryStatement)

  /// How lines begin, in the order in which errors list it.
  static let keywords = [
    "processor", "control", "ttbr", "dacr", "pid", "fsr", "far", "ifsr", "access", "memory", "buffered", "aborts",
    "section", "coarse", "fine", "large", "small", "tiny", "extended", "data-tlb", "instruction-tlb",
  ]

  /// The keywords of which a file has one line at most.
  static let once: Set = ["processor", "control", "ttbr", "dacr", "pid", "fsr", "far", "ifsr", "access"]

  /// Reads the rest of a line that begins with a keyword.
  init(_ keyword: String, _ line: inout SourceLine) throws {
    switch keyword {
    case "processor":
      self = .processor(try line.choice("processor", Profile.named.map { ($0.id, $0) }))
    case "control": self = .register(.control, try line.control())
    case "ttbr":
      let size = UInt32(1) << TranslationTableBase.base.low
      self = .register(.translationTableBase, try line.address("the translation table base", multipleOf: size))
    case "dacr": self = .register(.domainAccessControl, try line.domainAccess())
    case "pid":
      let process = try line.number("a process", atMost: FCSE.processes - 1)
      self = .register(.processID, FCSE.process.holding(process))
    case "fsr": self = .register(.faultStatus, try line.number("the fault status"))
    case "far": self = .register(.faultAddress, try line.number("the fault address"))
    case "ifsr": self = .register(.instructionFaultStatus, try line.number("the instruction fault status"))
    case "access": self = .access(try line.access())
    case "memory":
      let (address, words) = try line.words()
      self = .memory(address, words)
    case "buffered":
      let (address, words) = try line.words()
      self = .buffered(address, words)
    case "aborts":
      var addresses: [UInt32] = []
      repeat { addresses.append(try line.wordAddress()) } while !line.isEmpty
      self = .aborts(addresses)
    case "section", "coarse", "fine": self = try Self.firstLevel(keyword, &line)
    case "large", "small", "tiny", "extended": self = .page(try PageStatement(keyword, &line))
    case "data-tlb", "instruction-tlb":
      self = .entry(try TLBEntryStatement(isInstruction: keyword == "instruction-tlb", &line))
    default: preconditionFailure("no such keyword: \(keyword)")
    }
    try line.finish()
  }
}

extension SourceLine {
  /// The address of a word of memory.
  mutating func wordAddress() throws -> UInt32 {
    try address("the address of a word", multipleOf: 1 << Granule.wordShift)
  }

  /// `ADDRESS = WORD…`
  mutating func words() throws -> (address: UInt32, words: [UInt32]) {
    let place = column
    let address = try wordAddress()
    try require("=", before: "words")
    var words: [UInt32] = []
    repeat { words.append(try number("a word")) } while !isEmpty
    let room = (UInt32.max - address) >> Granule.wordShift
    if words.count - 1 > Int(room) { throw error(at: place, "\(words.count) words from here reach beyond 32 bits") }
    return (address, words)
  }
}
