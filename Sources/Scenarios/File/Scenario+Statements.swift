import ARMSemantics
import Logic
import Model
import Walkthrough

extension Scenario {
  /// How lines begin, in the order in which errors list it.
  static let keywords =
    [
      "sizes", "space", "delete", "pid", "vspace", "map", "unmap", "rights", "window", "close", "grant", "revoke",
      "switch", "read", "write", "fetch", "fill", "evict", "clean", "retire", "thread", "pager", "run", "call", "reply",
      "wait", "utcb",
    ] + KernelCall.Kind.allCases.map(\.keyword) + ["expect"]

  /// Reads one line.
  mutating func add(_ line: SourceLine, isFirst: Bool) throws {
    var line = line
    let (start, word) = (line.column, try line.word("a keyword"))
    switch word.folded {
    case "sizes":
      if !isFirst { throw line.error(at: start, "“sizes” must be the first line that says something") }
      sizes = try line.sizes()
    case "expect":
      let place = line.column
      guard !steps.isEmpty else { throw line.error(at: start, "no step comes before the expectation") }
      let expectation = try expectation(&line)
      steps[steps.count - 1].expectations.append(
        Expected(expectation: expectation, line: line.number, column: place))
    case let keyword where Self.keywords.contains(keyword):
      steps.append(Step(try operation(keyword, &line), line: line.number))
    default:
      let list = Self.keywords.joined(separator: ", ")
      throw line.error(at: start, "no line begins with “\(word.shown)”; expected one of \(list)")
    }
    try line.finish()
  }

  private mutating func operation(_ keyword: String, _ line: inout SourceLine) throws -> ScenarioOperation {
    switch keyword {
    case "space":
      let space = try newSpace(&line)
      guard line.take("utcbs") else { return .createSpace(space, utcbs: Platform.utcbs(of: space)) }
      if line.take("none") { return .createSpace(space, utcbs: nil) }
      return .createSpace(space, utcbs: try line.number("the frame of the UTCBs"))
    case "delete": return .deleteSpace(try space(&line))
    case "pid": return .setProcessID(try space(&line), try line.number("a process"))
    case "vspace": return .setVspace(try space(&line), try line.number("a vspace"))
    case "map": return .map(try space(&line), try line.page())
    case "unmap":
      let (space, address) = (try space(&line), try line.number("an address"))
      return .unmap(space, address: address, size: try line.size())
    case "rights":
      let (space, address) = (try space(&line), try line.number("an address"))
      let size = try line.size()
      return .changeRights(space, address: address, size: size, permissions: try line.rights())
    case "window", "close", "grant", "revoke": return try sharing(keyword, &line)
    case "switch": return .activate(try space(&line))
    case "read", "write", "fetch": return .access(try line.access(keyword))
    case "fill", "evict", "clean", "retire": return try hardware(keyword, &line)
    default: return try threadOperation(keyword, &line)
    }
  }

  private func sharing(_ keyword: String, _ line: inout SourceLine) throws -> ScenarioOperation {
    let first = try space(&line)
    switch keyword {
    case "window":
      let megabyte = try line.megabyte("an address")
      try line.require("onto", before: "a space")
      return .openWindow(first, megabyte: megabyte, onto: try space(&line))
    case "close": return .closeWindow(first, megabyte: try line.megabyte("an address"))
    case "grant":
      try line.require("to", before: "a space")
      let client = try space(&line)
      return .grant(to: client, by: first, rights: try line.grantedRights())
    default:
      try line.require("from", before: "a space")
      return .revoke(from: try space(&line), by: first)
    }
  }

  private func hardware(_ keyword: String, _ line: inout SourceLine) throws -> ScenarioOperation {
    switch keyword {
    case "clean":
      try line.require("data-line", before: "an address")
      return .cleanLine(address: try line.number("an address"))
    case "retire": return .retire(address: try line.number("a physical address"))
    default:
      let (isTLB, side) = try line.choice(
        "place",
        [
          "data-tlb": (true, Side.data), "instruction-tlb": (true, Side.instruction),
          "data-line": (false, Side.data), "instruction-line": (false, Side.instruction),
        ])
      guard isTLB else {
        let address = try line.number("an address")
        return keyword == "fill" ? .fillLine(side, address: address) : .evictLine(side, address: address)
      }
      let entry = try line.object("entry", below: side == .data ? sizes.dataTLB : sizes.instructionTLB)
      return keyword == "fill"
        ? .fillTLB(side, entry: entry, address: try line.number("an address")) : .evictTLB(side, entry: entry)
    }
  }

  private mutating func threadOperation(_ keyword: String, _ line: inout SourceLine) throws -> ScenarioOperation {
    if let kind = KernelCall.Kind(keyword: keyword) { return .enter(try kernelCall(kind, &line)) }
    switch keyword {
    case "utcb": return try utcbWord(&line)
    case "thread":
      let thread = try newThread(&line)
      try line.require("in", before: "a space")
      let space = try space(&line)
      let priority = line.take("priority") ? try line.number("a priority") : 100
      return .createThread(thread, space: space, priority: priority)
    case "pager":
      let thread = try thread(&line)
      return .setPager(thread, pager: try self.thread(&line))
    case "run": return .switchThread(try thread(&line))
    case "call":
      let thread = try thread(&line)
      return .call(thread, try line.message())
    case "reply":
      let thread = try thread(&line)
      return .replyAndWait(thread, try line.message())
    default: return .wait
    }
  }
}
