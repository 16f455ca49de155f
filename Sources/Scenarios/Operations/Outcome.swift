import ARMSemantics
import Logic
import Model

/// What came of an operation.
public struct Outcome: Sendable, Equatable {
  /// How it ended.
  public var result: Result
  /// The aborts that were taken on the way, in that order; the last one too if nothing repaired it.
  public var aborts: [TakenAbort] = []
  /// What should never happen, whatever the operation.
  public var violation: Violation?

  public init(_ result: Result) { self.result = result }

  /// How an operation ends.
  public enum Result: Sendable, Equatable {
    /// It was done.
    case done
    /// It was refused, with a `SpaceError`.
    case refused(UInt32)
    /// The access went ahead; `value` is what was read, or was stored.
    case completed(value: UInt32)
    /// Nothing repaired the access: an `AbortAction` that isn't `retry`.
    case faulted(action: UInt32)
    /// The architecture leaves open what happens: a `Status`, from `Status.unpredictable` on.
    case unpredictable(status: UInt32)
    /// A thread went on, with these registers: the sender's handle, r1, and MR0 to MR5.
    case running(thread: UInt32, registers: [UInt32])
  }
}

/// An abort, and what the kernel said of it.
public struct TakenAbort: Sendable, Equatable {
  /// How the access ended: one of `Status`.
  public var status: UInt32
  /// The modified virtual address.
  public var address: UInt32
  /// An `AbortAction`.
  public var action: UInt32
}

/// What user code and the kernel must never do to each other.
public enum Violation: Error, Sendable, Equatable {
  /// An access went ahead that the ideal forbids, with a `Status`.
  case reachesWhatIsForbidden(physicalAddress: UInt32, ideal: UInt32)
  /// An access was refused that the ideal allows.
  case isDeniedWhatIsAllowed(status: UInt32, physicalAddress: UInt32)
  /// An access reached another frame than the ideal's.
  case reachesAnotherFrame(physicalAddress: UInt32, ideal: UInt32)
  /// An access found a cache line of another frame than the ideal's: a line that should have been flushed, or spaces of
  /// one vspace that break their promise.
  case findsLineOfAnotherFrame(physicalAddress: UInt32, ideal: UInt32)
  /// The same access was repaired so many times, and still aborts.
  case livelock(aborts: Int)
}
