import Logic
import Model
import Walkthrough

extension Scenario {
  /// How expectations begin, in the order in which errors list it.
  private static var kinds: KeyValuePairs<String, String> {
    [
      "done": "done", "refused": "refused", "allowed": "allowed", "value": "value", "page-fault": "page-fault",
      "exception": "exception", "panic": "panic", "aborts": "aborts", "no-flush": "no-flush",
      "no-cache-flush": "no-cache-flush",
      "tlb-flush": "tlb-flush", "cache-flush": "cache-flush", "domain": "domain", "running": "running",
      "words": "words", "error": "error", "failed": "failed",
    ]
  }

  /// What comes after `expect`.
  func expectation(_ line: inout SourceLine) throws -> Expectation {
    switch try line.choice("expectation", Self.kinds) {
    case "done": .done
    case "refused": .refused(try line.choice("reason", Self.reasons))
    case "allowed": .allowed
    case "value": .value(try line.number("a value"))
    case "page-fault": .faulted(.pageFault)
    case "exception": .faulted(.exception)
    case "panic": .faulted(.panic)
    case "aborts": .aborts(try line.number("a number of aborts"))
    case "no-flush": .noFlush
    case "no-cache-flush": .noCacheFlush
    case "tlb-flush": .tlbFlush
    case "cache-flush": .cacheFlush
    case "domain":
      .domain(space: try space(&line), line.take("none") ? nil : try line.number("a domain", atMost: 15))
    case "running": .running(try thread(&line))
    case "error": .error(try Self.error(&line))
    case "failed":
      .failed(
        try line.choice("error", Self.failures).code(in: line.choice("phase", ["send": .send, "receive": .receive])))
    default: .words(try line.message())
    }
  }

  /// An error of a system call other than IPC, as one word.
  private static func error(_ line: inout SourceLine) throws -> CallError<Native> {
    let token = try line.word("an error")
    let errors = SystemCallError.names.filter { $0.key != .none }.map { code, name in
      (code: code, word: name.lowercased().map { $0 == " " ? "-" : String($0) }.joined())
    }
    if let found = errors.first(where: { $0.word == token.folded }) { return found.code }
    let words = errors.sorted { $0.code.word < $1.code.word }.map(\.word).joined(separator: ", ")
    throw line.error(at: token.column, "“\(token.shown)” is no error; expected one of \(words)")
  }

  /// The errors of an IPC, as one word each.
  static var failures: KeyValuePairs<String, Code<IPCError, Native>> {
    [
      "no-partner": .noPartner, "non-existing": .nonExisting, "cancelled": .cancelled,
      "message-overflow": .messageOverflow, "not-accepted": .notAccepted,
      "aborted": .aborted,
    ]
  }

  /// An error of an IPC with its phase, in words.
  static func describe(failure code: UInt32) -> String {
    let name = failures.first { $0.value.word == code >> 1 }?.key ?? "\(code >> 1)"
    return "\(name) in the \(code & 1 == IPCPhase[.send] ? "send" : "receive") phase"
  }

  /// The reasons for a refusal, as one word each.
  private static var reasons: KeyValuePairs<String, CallError<Native>> {
    [
      "invalid-space": .invalidSpace, "invalid-parameter": .invalidParameter,
      "reserved": .reserved, "occupied": .occupied, "overlap": .overlap,
      "no-memory": .noMemory, "busy": .busy, "not-mapped": .notMapped,
    ]
  }
}
