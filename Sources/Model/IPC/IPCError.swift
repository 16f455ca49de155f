import Logic

/// Why an IPC failed.
@frozen public enum IPCError: Vocabulary {}

extension Code where V == IPCError {
  /// The partner is not there, and the operation must not block.
  @inlinable @inline(__always) public static var noPartner: Self { Self(constant: 1) }
  /// The name means no thread.
  @inlinable @inline(__always) public static var nonExisting: Self { Self(constant: 2) }
  /// The partner was deleted.
  @inlinable @inline(__always) public static var cancelled: Self { Self(constant: 3) }
  /// The message has more words than there are message registers.
  @inlinable @inline(__always) public static var messageOverflow: Self { Self(constant: 4) }
  /// The receiver does not accept this kind of message.
  @inlinable @inline(__always) public static var notAccepted: Self { Self(constant: 5) }
  /// ExchangeRegisters aborted it, or halted the thread.
  @inlinable @inline(__always) public static var aborted: Self { Self(constant: 7) }

  /// What user code finds in ``UTCB/errorCode``: `error << 1 | phase`.
  @inlinable @inline(__always)
  public func code(in phase: Code<IPCPhase, R>) -> R.Word { word &<< 1 | phase.word }
}

/// The phase of an IPC that failed.
@frozen public enum IPCPhase: Vocabulary {}

extension Code where V == IPCPhase {
  /// The failure was in the send phase.
  @inlinable @inline(__always) public static var send: Self { Self(constant: 0) }
  /// The failure was in the receive phase.
  @inlinable @inline(__always) public static var receive: Self { Self(constant: 1) }
}
