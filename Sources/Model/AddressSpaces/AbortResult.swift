import ARMSemantics
import Logic

/// What the processor's abort vectors know of an abort, besides the fault registers.
@frozen public struct Abort<R: Reading> {
  /// Whether this is a prefetch abort: the fault registers say nothing of it.
  public var isPrefetch: R.Truth
  /// Whether the instruction stores: the kernel looks at it, because no fault register tells.
  public var isWrite: R.Truth
  /// Whether the kernel itself was interrupted.
  public var isPrivileged: R.Truth
  /// The virtual address of the instruction.
  public var instruction: R.Word

  @inlinable
  public init(isPrefetch: R.Truth, isWrite: R.Truth, isPrivileged: R.Truth, instruction: R.Word) {
    self.isPrefetch = isPrefetch
    self.isWrite = isWrite
    self.isPrivileged = isPrivileged
    self.instruction = instruction
  }

  /// The fault status and the modified virtual address. A prefetch abort counts as a translation fault of the
  /// instruction's address: not every processor says more (ARM ARM, B4.6).
  @inlinable @inline(__always)
  public func cause<S: Store>(_ k: S) -> (status: Code<FaultStatus, R>, mva: R.Word) where S.R == R {
    let status = R.ite(
      isPrefetch, .sectionTranslation, Code(FaultStatusRegister.status.of(k[CP15.faultStatus])))
    let address = R.ite(isPrefetch, instruction, k[CP15.faultAddress])
    return (status, FCSE.relocate(address, k[CP15.processID], reading: R.self))
  }

  /// What is said of the abort when it comes to an action.
  @inlinable @inline(__always)
  public func result(_ action: Code<AbortAction, R>, address: R.Word, status: Code<FaultStatus, R>) -> AbortResult<R> {
    AbortResult(
      action: action, address: address,
      access: R.ite(
        isPrefetch, .fetch,
        R.ite(isWrite, .write, .read)),
      instruction: instruction, status: status)
  }
}

/// What comes of an abort: values of ``AbortResult/action``.
@frozen public enum AbortAction: Vocabulary {
  public static var names: [Code<Self, Native>: String] {
    [.retry: "retry", .pageFault: "page fault", .exception: "exception", .panic: "panic"]
  }
}

extension Code where V == AbortAction {
  /// The tables are repaired: the instruction runs again.
  @inlinable @inline(__always) public static var retry: Self { Self(constant: 0) }
  /// The thread's pager is asked.
  @inlinable @inline(__always) public static var pageFault: Self { Self(constant: 1) }
  /// The thread's exception handler is told.
  @inlinable @inline(__always) public static var exception: Self { Self(constant: 2) }
  /// The kernel stops: it made an access that nothing repairs.
  @inlinable @inline(__always) public static var panic: Self { Self(constant: 3) }
}

/// What the kernel says of an abort.
@frozen public struct AbortResult<R: Reading>: Record {
  /// An ``AbortAction``.
  public var action: Code<AbortAction, R>
  /// The modified virtual address of the access: the fault registers tell no other.
  public var address: R.Word
  /// What was tried: an `AccessKind`.
  public var access: Code<AccessKind, R>
  /// The virtual address of the instruction.
  public var instruction: R.Word
  /// The fault status.
  public var status: Code<FaultStatus, R>

  @inlinable
  public init(
    action: Code<AbortAction, R>, address: R.Word, access: Code<AccessKind, R>, instruction: R.Word,
    status: Code<FaultStatus, R>
  ) {
    self.action = action
    self.address = address
    self.access = access
    self.instruction = instruction
    self.status = status
  }

  @inlinable
  public static func merge(_ c: R.Truth, _ a: Self, _ b: Self) -> Self {
    Self(
      action: R.ite(c, a.action, b.action), address: R.ite(c, a.address, b.address),
      access: R.ite(c, a.access, b.access), instruction: R.ite(c, a.instruction, b.instruction),
      status: R.ite(c, a.status, b.status))
  }

  public var leaves: [(name: String, word: R.Word)] {
    [
      ("action", action.word), ("address", address), ("access", access.word), ("instruction", instruction),
      ("status", status.word),
    ]
  }
}
