import Logic
import Model

/// What a scenario says must be true after a step.
public enum Expectation: Sendable, Equatable {
  /// The kernel did what it was asked to do.
  case done
  /// The kernel refused.
  case refused(CallError<Native>)
  /// The access went ahead.
  case allowed
  /// The access went ahead, and this was read.
  case value(UInt32)
  /// Nothing repaired the access.
  case faulted(Code<AbortAction, Native>)
  /// So many aborts were taken.
  case aborts(UInt32)
  /// Nothing was flushed.
  case noFlush
  /// The caches were not flushed, though some lines may be gone.
  case noCacheFlush
  /// Both TLBs were flushed.
  case tlbFlush
  /// The caches were flushed.
  case cacheFlush
  /// A space has a domain, or none.
  case domain(space: UInt32, UInt32?)
  /// A thread runs.
  case running(UInt32)
  /// The thread that runs has got a message of these words.
  case words([UInt32])
  /// The system call was refused.
  case error(CallError<Native>)
  /// The IPC of the thread that runs has failed, with this error code.
  case failed(UInt32)
}

/// What a step did, as far as expectations ask.
struct Observation {
  let outcome: ScenarioOutcome
  let events: [Event]
  let after: Image

  func holds(_ expectation: Expectation) -> Bool {
    switch expectation {
    case .done: outcome.result == .done
    case .refused(let error): outcome.result == .refused(error)
    case .allowed: if case .completed = outcome.result { true } else { false }
    case .value(let value): outcome.result == .completed(value: value)
    case .faulted(let action): outcome.result == .faulted(action: action)
    case .aborts(let count): outcome.aborts.count == count
    case .noFlush: events.isEmpty
    case .noCacheFlush: !has(.cacheFlush)
    case .tlbFlush: has(.tlbFlush)
    case .cacheFlush: has(.cacheFlush)
    case .domain(let space, let domain):
      after[SpaceTable.domain, Ref(space)].word == domain ?? Ref<DomainKind, Native>.noDomain.word
    case .running(let thread): after[Machine.current] == Ref(thread)
    case .words(let words): outcome.running?.words == words
    case .error(let error): outcome.refusal == error
    case .failed(let code): outcome.running?.failure == code
    }
  }

  private func has(_ kind: Event.Kind) -> Bool { events.contains { $0.kind == kind } }
}
