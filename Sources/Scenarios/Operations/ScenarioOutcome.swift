import ARMSemantics
import Logic
import Model

/// What came of an operation.
public struct ScenarioOutcome: Sendable, Equatable {
  /// How it ended.
  public var result: Result
  /// The aborts that were taken on the way, in that order; the last one too if nothing repaired it.
  public var aborts: [TakenAbort] = []
  /// Who went on after an access that nothing repaired.
  public var next: Running?
  /// The thread that made such an access, if it has nobody who could be asked, and the kernel has halted it.
  public var halted: UInt32?
  /// Why a system call other than IPC was refused.
  public var refusal: CallError<Native>?
  /// What should never happen, whatever the operation.
  public var violation: Violation?

  public init(_ result: Result) { self.result = result }

  /// Who goes on, if that is told.
  public var running: Running? {
    if case .running(let running) = result { running } else { next }
  }

  /// How an operation ends.
  public enum Result: Sendable, Equatable {
    /// It was done.
    case done
    /// It was refused.
    case refused(CallError<Native>)
    /// The access went ahead; `value` is what was read, or was stored.
    case completed(value: UInt32)
    /// Nothing repaired the access: any action but `retry`.
    case faulted(action: Code<AbortAction, Native>)
    /// The architecture leaves open what happens; the status says why.
    case unpredictable(status: Code<FaultStatus, Native>)
    /// A thread went on.
    case running(Running)
  }
}

/// A thread that goes on in user mode.
public struct Running: Sendable, Equatable {
  /// The thread.
  public var thread: UInt32
  /// What it finds in its registers.
  public var registers: UserRegisters<Native>
  /// The error code in its UTCB.
  public var errorCode: UInt32

  /// What its IPC has failed with, `error << 1 | phase`; nil if it finds something else.
  public var failure: UInt32? {
    registers == UserRegisters(sender: .nilThread, tag: .error) ? errorCode : nil
  }

  /// The words of the message that it finds, as far as they travel in registers. (It may find the results of a system
  /// call instead, which come from nobody.)
  var words: [UInt32] {
    let isMessage = registers.sender == .nilThread || registers.sender.isReplyHandle
    guard isMessage else { return [] }
    let words = [registers.mr1, registers.mr2, registers.mr3, registers.mr4, registers.mr5]
    return Array(words.prefix(Int(registers.tag.words)))
  }
}

/// An abort, and what came of it.
public struct TakenAbort: Sendable, Equatable {
  /// How the access ended.
  public var status: Code<FaultStatus, Native>
  /// The modified virtual address of the access.
  public var address: UInt32
  /// What came of it: `retry` if the thread was back in user mode, and made the access again.
  public var action: Code<AbortAction, Native>
}

/// What user code and the kernel must never do to each other.
public enum Violation: Error, Sendable, Equatable {
  /// An access went ahead that the ideal forbids, with a fault status.
  case reachesWhatIsForbidden(physicalAddress: UInt32, ideal: Code<FaultStatus, Native>)
  /// An access was refused that the ideal allows.
  case isDeniedWhatIsAllowed(status: Code<FaultStatus, Native>, physicalAddress: UInt32)
  /// An access reached another frame than the ideal's.
  case reachesAnotherFrame(physicalAddress: UInt32, ideal: UInt32)
  /// An access found a cache line of another frame than the ideal's: a line that should have been flushed, or spaces of
  /// one vspace that break their promise.
  case findsLineOfAnotherFrame(physicalAddress: UInt32, ideal: UInt32)
  /// The same access was repaired so many times, and still aborts.
  case livelock(aborts: Int)
}
