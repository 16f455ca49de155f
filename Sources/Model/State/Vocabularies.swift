import ARMSemantics
import Logic

/// What a thread is doing: values of `TCB.state`.
public enum ThreadState {
  /// The running thread.
  @inlinable public static var running: UInt32 { 2 }
  /// Runnable, and in no hurry: waits for the processor in the order of arrival within its priority.
  @inlinable public static var ready: UInt32 { 3 }
  /// Blocked in a receive: from its partner, or open when the partner is `any`.
  @inlinable public static var waitingForever: UInt32 { 0xFFFF_FFFF }
  /// Blocked until a notify bit of its mask is set.
  @inlinable public static var waitingNotify: UInt32 { 5 }
  /// Blocked in a send until its partner is ready to receive.
  @inlinable public static var polling: UInt32 { 7 }
  /// Stopped; takes part in nothing.
  @inlinable public static var halted: UInt32 { 1 }
  /// Its IPC was aborted from outside, and nobody has resumed it.
  @inlinable public static var aborted: UInt32 { 9 }
  /// The idle thread, while something else runs.
  @inlinable public static var idle: UInt32 { 11 }
  /// No thread yet: a thread control block that waits for its first use. Nothing names it.
  @inlinable public static var free: UInt32 { 0 }
  /// A thread no more. Capabilities that named the thread name nothing, and never will again: the block has had its use.
  @inlinable public static var deleted: UInt32 { 13 }

  /// Whether a word is one of the states. They are the odd numbers up to ``deleted``, all ones, and the even numbers up to
  /// ``running``: said so, and not one by one, because every proof assumes it of many threads.
  @inlinable
  public static func isOne<W: LogicWord>(_ word: W) -> W.Truth {
    word == W(constant: waitingForever)
      || (word <= W(constant: deleted) && (word & 1 != 0 || word <= W(constant: running)))
  }

  /// The states by name.
  public static var names: [UInt32: String] {
    [
      running: "running", ready: "ready", waitingForever: "waiting-forever", waitingNotify: "waiting-notify",
      polling: "polling", halted: "halted", aborted: "aborted", idle: "idle", free: "free", deleted: "deleted",
    ]
  }
}

/// What the kernel does when a thread runs next: values of `TCB.continuation`.
public enum Continuation {
  /// Return to user mode with the saved registers.
  @inlinable public static var userReturn: UInt32 { 0 }
  /// Start the interrupted IPC again, with the saved arguments.
  @inlinable public static var restartIPC: UInt32 { 1 }
  /// Tell the thread that its IPC was ended from outside: its error code says why.
  @inlinable public static var failIPC: UInt32 { 2 }

  /// The continuations by name.
  public static var names: [UInt32: String] {
    [userReturn: "return to user", restartIPC: "restart IPC", failIPC: "fail IPC"]
  }
}

/// Resource bits of a thread.
public enum Resources {
  /// The kernel sends a message on the thread's behalf, or waits for the answer (page-fault IPC).
  @inlinable public static var kernelIPC: UInt32 { 1 }
  /// The same, for an exception IPC: the answer goes to the thread's user registers.
  @inlinable public static var exceptionIPC: UInt32 { 2 }
  /// The thread may use the coprocessor.
  @inlinable public static var coprocessor: UInt32 { 4 }
  /// What the thread does when it runs next, its continuation in the kernel decides, not user code.
  @inlinable public static var resumesInKernel: UInt32 { kernelIPC | exceptionIPC }
}

/// Kinds of capability: values of `CapabilityList.type`.
public enum CapabilityType {
  /// The place is empty.
  @inlinable public static var empty: UInt32 { 0 }
  /// May send to the thread and receive from it.
  @inlinable public static var ipc: UInt32 { 1 }
  /// Full authority over the thread, IPC included.
  @inlinable public static var thread: UInt32 { 2 }

  /// How many capabilities the layout lets a list hold.
  @inlinable public static var slots: UInt32 { 1023 }

  /// The types by name.
  public static var names: [UInt32: String] { [empty: "empty", ipc: "IPC", thread: "thread"] }
}

/// How user code names threads: a capability index, a reply handle, or one of the special words.
public enum Handle {
  /// `from`: any thread; also all ones wherever a word must not be a thread.
  @inlinable public static var anyThread: UInt32 { 0xFFFF_FFFF }
  /// `from`: only notifications.
  @inlinable public static var waitNotify: UInt32 { 0xFFFF_FFFE }
  /// The calling thread itself.
  @inlinable public static var myself: UInt32 { 0xFFFF_FFFD }
  /// No thread: no such phase, or no sender.
  @inlinable public static var nilThread: UInt32 { 0xFFFF_FFFC }
  /// The bits that tell what a name is.
  @inlinable public static var typeBits: UInt32 { 0xF000_0000 }
  /// The type bits of a reply handle; the other bits are the thread's index.
  @inlinable public static var reply: UInt32 { 0x8000_0000 }
}

/// The message tag, MR0.
public enum Tag {
  /// How many words MR1… are sent, bits 0 to 5.
  @inlinable public static var untypedWords: UInt32 { 0x3F }
  /// Bits 5 to 12: a message that sets any is none for the fast path.
  @inlinable public static var uncommon: UInt32 { 0x1FE0 }
  /// A memory copy is wanted, bit 12.
  @inlinable public static var memoryCopy: UInt32 { 1 << 12 }
  /// This is a notification, bit 13.
  @inlinable public static var notify: UInt32 { 1 << 13 }
  /// The receive phase may block, bit 14.
  @inlinable public static var receiveBlocks: UInt32 { 1 << 14 }
  /// The send phase may block, bit 15.
  @inlinable public static var sendBlocks: UInt32 { 1 << 15 }
  /// On receipt: the operation failed, bit 15.
  @inlinable public static var error: UInt32 { 1 << 15 }
  /// Bits 12 to 15, which speak to the kernel and not to the receiver.
  @inlinable public static var flags: UInt32 { 0xF000 }
  /// The tag of a delivered notification: one word.
  @inlinable public static var notification: UInt32 { 1 }

  /// The number of the last message register.
  @inlinable public static var lastRegister: UInt32 { 31 }
  /// The number of the first message register that lives in the UTCB.
  @inlinable public static var firstInMemory: UInt32 { 6 }
}

/// Bits of `UTCB.acceptor`.
public enum Acceptor {
  /// The thread accepts notifications.
  @inlinable public static var notifications: UInt32 { 1 << 1 }
}

/// Why an IPC failed.
public enum IPCError {
  /// The partner is not there, and the operation must not block.
  @inlinable public static var noPartner: UInt32 { 1 }
  /// The name means no thread.
  @inlinable public static var nonExisting: UInt32 { 2 }
  /// The operation was cancelled from outside.
  @inlinable public static var cancelled: UInt32 { 3 }
  /// The message has more words than there are message registers.
  @inlinable public static var messageOverflow: UInt32 { 4 }
  /// The receiver does not accept this kind of message.
  @inlinable public static var notAccepted: UInt32 { 5 }
  /// The operation was aborted from outside.
  @inlinable public static var aborted: UInt32 { 7 }

  /// The failure was in the send phase.
  @inlinable public static var send: UInt32 { 0 }
  /// The failure was in the receive phase.
  @inlinable public static var receive: UInt32 { 1 }

  /// The code that user code sees, in `UTCB.errorCode`.
  @inlinable @inline(__always)
  public static func code<W: LogicWord>(_ error: W, in phase: W) -> W { error &<< 1 | phase }
}

extension DACR {
  /// Client access to every domain: what the kernel itself runs with.
  @inlinable public static var clients: UInt32 { 0x5555_5555 }
  /// Client access to domain 0, which every mask has.
  @inlinable public static var kernelClient: UInt32 { client }

  /// The given access to a domain, at its place in the register.
  @inlinable @inline(__always)
  public static func access<R: Reading>(_ access: UInt32, to domain: Ref<DomainKind, R>) -> R.Word {
    R.Word(constant: access) &<< (domain.word &+ domain.word)
  }
}
