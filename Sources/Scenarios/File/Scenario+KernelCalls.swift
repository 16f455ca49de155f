import Checker
import Logic
import Model
import Walkthrough

extension Scenario {
  /// What comes after the keyword of a ``KernelCall``.
  mutating func kernelCall(_ kind: KernelCall.Kind, _ line: inout SourceLine) throws -> KernelCall {
    var call = KernelCall(kind)
    var open = kind.parameters
    for parameter in open where parameter.keyword == nil {
      call[keyPath: parameter.place] = try value(parameter, of: kind, &line)
    }
    open.removeAll { $0.keyword == nil }
    for parameter in open { call[keyPath: parameter.place] = parameter.usual ?? 0 }
    var (words, items): ([UInt32], [MapItem<Native>]) = ([], [])
    while !line.isEmpty {
      if kind.takesWords, line.take("with") {
        words = try line.message()
        break
      }
      if kind == .call(.mapControl), let item = try mapItem(&line, after: items.count) {
        items.append(item)
        continue
      }
      let next = open.firstIndex { line.take($0.keyword ?? "") }
      guard let next else { throw try unexpected(&line, open, kind) }
      let parameter = open.remove(at: next)
      call[keyPath: parameter.place] = try value(parameter, of: kind, &line)
    }
    if let missing = open.first(where: { $0.usual == nil }), let keyword = missing.keyword {
      throw line.error(at: line.column, "the line ends where “\(keyword)” is expected")
    }
    Self.setWords(&call.registers, words)
    Self.setItems(&call.registers, items)
    if kind == .call(.ipc), open.contains(where: { $0.keyword == "tag" }) { call.registers.mr0 |= UInt32(words.count) }
    if open.contains(where: { $0.keyword == "count" }) { call.registers.r1 = UInt32(items.count) }
    return call
  }

  private func unexpected(
    _ line: inout SourceLine, _ open: [LineParameter], _ kind: KernelCall.Kind
  ) throws -> ScenarioFileError {
    let items = kind == .call(.mapControl) ? Self.itemKeywords.map(\.key) : []
    let expected = open.compactMap(\.keyword) + items + (kind.takesWords ? ["with"] : [])
    let word = try line.word("a word")
    return line.error(
      at: word.column,
      expected.isEmpty
        ? "“\(word.shown)” is one word too many on the line"
        : "“\(word.shown)” is unexpected; expected one of \(expected.joined(separator: ", "))")
  }

  private mutating func value(
    _ parameter: LineParameter, of kind: KernelCall.Kind, _ line: inout SourceLine
  ) throws -> UInt32 {
    let what = parameter.keyword.map { "the value of “\($0)”" } ?? "a number"
    switch parameter.style {
    case .number: return try line.number(what, atMost: kind == .interrupt ? InterruptTable.sources - 1 : .max)
    case .name:
      if line.nextIsNumber { return try line.number("a name") }
      if line.take("reply") { return Kernel.handle(Thread<Native>(try thread(&line))).word }
      return try line.choice("name", Self.specialNames)
    case .thread:
      if line.nextIsNumber { return try line.number("a thread") }
      return kind == .call(.createThread) ? try newThread(&line) : try thread(&line)
    case .space:
      if line.nextIsNumber { return try line.number("a space") }
      return kind == .call(.createSpace) ? try newSpace(&line) : try space(&line)
    case .type:
      if line.nextIsNumber { return try line.number("a type") }
      return try line.choice("type", ["ipc": CapabilityType[.ipc], "thread": CapabilityType[.thread]])
    case .rights: return try line.grantedRights()
    }
  }

  private static var specialNames: KeyValuePairs<String, UInt32> {
    [
      "nil": Handle[.nilThread], "myself": Handle[.myself], "any": Handle[.anyThread], "notify": Handle[.waitNotify],
    ]
  }

  /// A line that is read as the call.
  func line(_ call: KernelCall) -> String {
    var line = [call.kind.keyword]
    let words = Self.words(call.registers)
    let items = call.kind == .call(.mapControl) ? Self.items(call.registers) : []
    for parameter in call.kind.parameters {
      let value = call[keyPath: parameter.place]
      let usual =
        switch parameter.keyword {
        case "tag": parameter.usual.map { $0 | UInt32(words.count) }
        case "count": UInt32(items.count)
        default: parameter.usual
        }
      if value == usual { continue }
      line += [parameter.keyword, text(value, parameter.style)].compactMap(\.self)
    }
    line += items.map { text($0) }
    if call.kind.takesWords, !words.isEmpty { line += ["with"] + words.map { hexadecimal($0) } }
    return line.joined(separator: " ")
  }

  private func text(_ value: UInt32, _ style: CallParameter.Style) -> String {
    let number = value < 1024 ? "\(value)" : hexadecimal(value)
    switch style {
    case .number: return number
    case .name:
      if let name = Self.specialNames.first(where: { $0.value == value }) { return name.key }
      let thread = value & ~Handle.typeBits
      let isHandle = value & Handle.typeBits == Handle.reply && thread < sizes.threads
      return isHandle ? "reply \(threads[thread])" : number
    case .thread: return value < sizes.threads ? threads[value] : number
    case .space: return value < sizes.spaces ? spaces[value] : number
    case .rights: return Self.granted(value)
    case .type:
      return [CapabilityType[.ipc]: "ipc", CapabilityType[.thread]: "thread"][value] ?? number
    }
  }

  /// MR1 to MR5, up to the last that isn't zero.
  private static func words(_ registers: UserRegisters<Native>) -> [UInt32] {
    var words = [registers.mr1, registers.mr2, registers.mr3, registers.mr4, registers.mr5]
    while words.last == 0 { words.removeLast() }
    return words
  }

  private static func setWords(_ registers: inout UserRegisters<Native>, _ words: [UInt32]) {
    let places: [WritableKeyPath<UserRegisters<Native>, UInt32>] = [\.mr1, \.mr2, \.mr3, \.mr4, \.mr5]
    for (place, word) in zip(places, words) { registers[keyPath: place] = word }
  }

  /// `utcb acceptor|mask N`, or `utcb mrK N`
  func utcbWord(_ line: inout SourceLine) throws -> ScenarioOperation {
    let fixed: [(String, UTCBWord)] = [("acceptor", .acceptor), ("mask", .notifyMask)]
    let messages = (Tag.firstInMemory...Tag.lastRegister).map { ("mr\($0)", UTCBWord.message($0)) }
    let token = try line.word("a word of the UTCB, one of acceptor, mask, mr6 to mr31,")
    guard let found = (fixed + messages).first(where: { $0.0 == token.folded }) else {
      throw line.error(
        at: token.column, "“\(token.shown)” is no word of the UTCB; expected one of acceptor, mask, mr6 to mr31")
    }
    return .writeUTCB(found.1, try line.number("a value"))
  }

  /// A line that is read as a write to the UTCB.
  static func line(_ word: UTCBWord, _ value: UInt32) -> String {
    switch word {
    case .acceptor: "utcb acceptor \(value)"
    case .notifyMask: "utcb mask \(hexadecimal(value))"
    case .message(let i): "utcb mr\(i) \(hexadecimal(value))"
    }
  }
}
