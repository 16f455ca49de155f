import Logic

/// Kinds of capability: values of ``CapabilityList/type``.
@frozen public enum CapabilityType: Vocabulary {
  /// How many capabilities the layout lets a list hold.
  @inlinable public static var slots: UInt32 { 1023 }

  public static var names: [Code<Self, Native>: String] { [.empty: "empty", .ipc: "IPC", .thread: "thread"] }
}

extension Code where V == CapabilityType {
  /// The place is empty.
  @inlinable @inline(__always) public static var empty: Self { Self(constant: 0) }
  /// May send to the thread and receive from it.
  @inlinable @inline(__always) public static var ipc: Self { Self(constant: 1) }
  /// Full authority over the thread, IPC included.
  @inlinable @inline(__always) public static var thread: Self { Self(constant: 2) }

  /// Whether it is a capability for a thread, with some authority.
  @inlinable
  public var namesThread: R.Truth { self == .ipc || self == .thread }
}

/// How user code names threads: a capability index, a reply handle, or one of the special words.
@frozen public enum Handle: Vocabulary {
  /// The bits that tell what a name is.
  @inlinable public static var typeBits: UInt32 { 0xF000_0000 }
  /// The type bits of a reply handle; the other bits are the thread's index.
  @inlinable public static var reply: UInt32 { 0x8000_0000 }
}

extension Code where V == Handle {
  /// `from`: any thread; also all ones wherever a word must not be a thread.
  @inlinable @inline(__always) public static var anyThread: Self { Self(constant: 0xFFFF_FFFF) }
  /// `from`: only notifications.
  @inlinable @inline(__always) public static var waitNotify: Self { Self(constant: 0xFFFF_FFFE) }
  /// The calling thread itself.
  @inlinable @inline(__always) public static var myself: Self { Self(constant: 0xFFFF_FFFD) }
  /// No thread: no such phase, or no sender.
  @inlinable @inline(__always) public static var nilThread: Self { Self(constant: 0xFFFF_FFFC) }

  /// Whether the word has the form of a reply handle.
  @inlinable
  public var isReplyHandle: R.Truth { word & R.Word(constant: Handle.typeBits) == R.Word(constant: Handle.reply) }

  /// The thread of a reply handle.
  @inlinable
  public var repliedTo: Thread<R> { Thread(word & R.Word(constant: ~Handle.typeBits)) }
}
