import ARMSemantics
import Checker
import Logic
import Model

extension Scenario {
  /// How an operation ended, in a few words.
  func describe(_ outcome: ScenarioOutcome, of operation: ScenarioOperation? = nil) -> String {
    let repaired = outcome.aborts.filter { $0.action == .retry }.count
    let after = repaired == 0 ? "" : ", after \(repaired) repaired abort\(repaired == 1 ? "" : "s")"
    switch outcome.result {
    case .done: return "done\(after)"
    case .refused(let error): return "refused: \(SystemCallError.names[error] ?? "\(error)")"
    case .completed(let value):
      if case .access(let access)? = operation, access.access.isWrite { return "stored\(after)" }
      return "\(hexadecimal(value))\(after)"
    case .faulted(let action):
      let ends = [outcome.halted.map { "\(threads[$0]) is halted" }, outcome.next.map(describe)].compactMap { $0 }
      return "\(AbortAction.names[action] ?? "\(action)")\(after): \(ends.joined(separator: ", "))"
    case .unpredictable(let status): return FaultStatus.names[status] ?? "unpredictable"
    case .running(let running):
      if let refusal = outcome.refusal {
        return "\(threads[running.thread]) runs, refused: \(SystemCallError.names[refusal] ?? "error \(refusal)")"
      }
      if case .enter(let call)? = operation, call.kind.tellsResult {
        let answers = call.kind == .call(.mapControl) ? answers(to: call, running.registers) : []
        let found = answers.isEmpty ? "" : ", finds " + answers.joined(separator: " and ")
        return "\(threads[running.thread]) runs\(found)"
      }
      return describe(running)
    }
  }

  /// Who goes on, in a few words.
  private func describe(_ running: Running) -> String {
    let (thread, tag) = (threads[running.thread], running.registers.mr0)
    if let failure = running.failure { return "\(thread) runs, its IPC failed: \(Self.describe(failure: failure))" }
    let label = tag & PageFaultMessage.labelBits
    let isTold = label == PageFaultMessage.label || label == ExceptionMessage.label
    let words = running.words.map { hexadecimal($0) }
    let head = words.isEmpty ? "\(thread) runs" : isTold ? "\(thread) runs, told of" : "\(thread) runs with"
    return ([head] + words).joined(separator: " ")
  }

  /// An expectation in words.
  func describe(_ expectation: Expectation) -> String {
    switch expectation {
    case .done: "the operation to be done"
    case .refused(let error): "a refusal: \(SystemCallError.names[error] ?? "\(error)")"
    case .allowed: "the access to go ahead"
    case .value(let value): "the value \(hexadecimal(value))"
    case .faulted(let action): "a \(AbortAction.names[action] ?? "\(action)")"
    case .aborts(let count): "\(count) abort\(count == 1 ? "" : "s")"
    case .noFlush: "no flush"
    case .noCacheFlush: "no flush of the caches"
    case .tlbFlush: "a flush of the TLBs"
    case .cacheFlush: "a flush of the caches"
    case .domain(let space, let domain): "\(spaces[space]) to have \(Self.describe(domain: domain))"
    case .running(let thread): "\(threads[thread]) to run"
    case .words(let words): "a message of \(words.map(hexadecimal))"
    case .error(let error): "a refusal: \(SystemCallError.names[error] ?? "error \(error)")"
    case .failed(let code): "an IPC to fail: \(Self.describe(failure: code))"
    }
  }

  /// A domain in words.
  static func describe(domain: UInt32?) -> String { domain.map { "domain \($0)" } ?? "no domain" }
}

extension Observation {
  /// What is so, where something else was expected.
  func found(_ expectation: Expectation, _ scenario: Scenario) -> String {
    switch expectation {
    case .aborts: return "\(outcome.aborts.count)"
    case .noFlush, .noCacheFlush, .tlbFlush, .cacheFlush:
      let names = events.map { event in
        switch event.kind {
        case .tlbFlush: "a flush of the TLBs"
        case .tlbPage: "a page flushed from the TLBs"
        case .cacheFlush: "a flush of the caches"
        case .cachePage: "a page flushed from the caches"
        }
      }
      return names.isEmpty ? "none" : names.joined(separator: " and ")
    case .domain(let space, _):
      let domain = after[SpaceTable.domain, Ref(space)]
      return Scenario.describe(domain: domain == .noDomain ? nil : domain.word)
    case .running: return scenario.threads[after[Machine.current].word]
    default: return scenario.describe(outcome)
    }
  }
}

extension Violation {
  /// What happened, in one sentence.
  var sentence: String {
    switch self {
    case .reachesWhatIsForbidden(let address, let ideal):
      "user code reaches \(hexadecimal(address)), where the ideal has a \(FaultStatus.names[ideal] ?? "fault")"
    case .isDeniedWhatIsAllowed(let status, let address):
      "user code is denied \(hexadecimal(address)), which the ideal allows: \(FaultStatus.names[status] ?? "fault")"
    case .reachesAnotherFrame(let address, let ideal):
      "user code reaches \(hexadecimal(address)), where the ideal has \(hexadecimal(ideal))"
    case .findsLineOfAnotherFrame(let address, let ideal):
      "user code finds a cache line of \(hexadecimal(address)), where the ideal has \(hexadecimal(ideal))"
    case .livelock(let aborts): "the access still aborts after \(aborts) repairs"
    }
  }
}
