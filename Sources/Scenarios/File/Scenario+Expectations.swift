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
      "words": "words",
    ]
  }

  /// What comes after `expect`.
  func expectation(_ line: inout SourceLine) throws -> Expectation {
    switch try line.choice("expectation", Self.kinds) {
    case "done": .done
    case "refused": .refused(try line.choice("reason", Self.reasons))
    case "allowed": .allowed
    case "value": .value(try line.number("a value"))
    case "page-fault": .faulted(AbortAction.pageFault)
    case "exception": .faulted(AbortAction.exception)
    case "panic": .faulted(AbortAction.panic)
    case "aborts": .aborts(try line.number("a number of aborts"))
    case "no-flush": .noFlush
    case "no-cache-flush": .noCacheFlush
    case "tlb-flush": .tlbFlush
    case "cache-flush": .cacheFlush
    case "domain":
      .domain(space: try space(&line), line.take("none") ? nil : try line.number("a domain", atMost: 15))
    case "running": .running(try thread(&line))
    default: .words(try line.message())
    }
  }

  /// The reasons for a refusal, as one word each.
  private static var reasons: KeyValuePairs<String, UInt32> {
    [
      "invalid-space": SpaceError.invalidSpace, "invalid-parameter": SpaceError.invalidParameter,
      "reserved": SpaceError.reserved, "occupied": SpaceError.occupied, "overlap": SpaceError.overlap,
      "no-memory": SpaceError.noMemory, "busy": SpaceError.busy, "not-mapped": SpaceError.notMapped,
    ]
  }
}
