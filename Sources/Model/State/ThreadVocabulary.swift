import ARMSemantics
import Logic

/// What a thread is doing: values of ``TCB/state``.
@frozen public enum ThreadState: Vocabulary {
  public static var names: [Code<Self, Native>: String] {
    [
      .running: "running", .ready: "ready", .waitingForever: "waiting-forever", .waitingNotify: "waiting-notify",
      .polling: "polling", .halted: "halted", .aborted: "aborted", .idle: "idle", .free: "free", .deleted: "deleted",
    ]
  }
}

extension Code where V == ThreadState {
  /// The running thread.
  @inlinable @inline(__always) public static var running: Self { Self(constant: 2) }
  /// Runnable, but not running: waits for the processor in the order of arrival within its priority.
  @inlinable @inline(__always) public static var ready: Self { Self(constant: 3) }
  /// Blocked in a receive: from its partner, or open when the partner is `any`.
  @inlinable @inline(__always) public static var waitingForever: Self { Self(constant: 0xFFFF_FFFF) }
  /// Blocked until a notify bit of its mask is set.
  @inlinable @inline(__always) public static var waitingNotify: Self { Self(constant: 5) }
  /// Blocked in a send until its partner is ready to receive.
  @inlinable @inline(__always) public static var polling: Self { Self(constant: 7) }
  /// Stopped; takes part in nothing.
  @inlinable @inline(__always) public static var halted: Self { Self(constant: 1) }
  /// Its IPC was aborted from outside, and nobody has resumed it.
  @inlinable @inline(__always) public static var aborted: Self { Self(constant: 9) }
  /// The idle thread, while something else runs.
  @inlinable @inline(__always) public static var idle: Self { Self(constant: 11) }
  /// No thread yet: a thread control block that waits for its first use. Nothing names it.
  @inlinable @inline(__always) public static var free: Self { Self(constant: 0) }
  /// A thread no more. Capabilities that named the thread name nothing, and never will again: the block has had its use.
  @inlinable @inline(__always) public static var deleted: Self { Self(constant: 13) }

  /// Whether the word is one of the states. They are the odd numbers up to ``deleted``, all ones, and the even numbers up
  /// to ``running``: said so, and not one by one, because every proof assumes it of many threads.
  @inlinable
  public var isState: R.Truth {
    self == .waitingForever || (word <= Self.deleted.word && (word & 1 != 0 || word <= Self.running.word))
  }
}

/// What the kernel does when a thread runs next: values of ``TCB/continuation``.
@frozen public enum Continuation: Vocabulary {
  public static var names: [Code<Self, Native>: String] {
    [.userReturn: "return to user", .restartIPC: "restart IPC", .failIPC: "fail IPC"]
  }
}

extension Code where V == Continuation {
  /// Return to user mode with the saved registers.
  @inlinable @inline(__always) public static var userReturn: Self { Self(constant: 0) }
  /// Start the interrupted IPC again, with the saved arguments.
  @inlinable @inline(__always) public static var restartIPC: Self { Self(constant: 1) }
  /// Report to the thread that its IPC was ended from outside: its error code says why.
  @inlinable @inline(__always) public static var failIPC: Self { Self(constant: 2) }
}

/// Resource bits of a thread: ``TCB/resources``.
@frozen public enum Resources: FlagNames {}

extension Flags where V == Resources {
  /// The kernel sends a message on the thread's behalf, or waits for the answer (page-fault IPC).
  @inlinable @inline(__always) public static var kernelIPC: Self { Self(constant: 1) }
  /// The same, for an exception IPC: the answer goes to the thread's user registers.
  @inlinable @inline(__always) public static var exceptionIPC: Self { Self(constant: 2) }
  /// The thread may use the coprocessor.
  @inlinable @inline(__always) public static var coprocessor: Self { Self(constant: 4) }
  /// What the thread does when it runs next, its continuation in the kernel decides, not user code.
  @inlinable @inline(__always) public static var resumesInKernel: Self { Self(constant: 3) }
}
