import Logic

/// The message tag, MR0: how many words are sent, and flags.
@frozen public enum Tag: FlagNames {
  /// How many words MR1… are sent, bits 0 to 5.
  @inlinable public static var untypedWords: UInt32 { 0x3F }

  /// The number of the last message register.
  @inlinable public static var lastRegister: UInt32 { 31 }
  /// The number of the first message register that lives in the UTCB.
  @inlinable public static var firstInMemory: UInt32 { 6 }
}

extension Flags where V == Tag {
  /// Bits 5 to 12: the fast path declines a message that sets any of them.
  @inlinable @inline(__always) public static var uncommon: Self { Self(constant: 0x1FE0) }
  /// A memory copy is wanted, bit 12.
  @inlinable @inline(__always) public static var memoryCopy: Self { Self(constant: 1 << 12) }
  /// This is a notification, bit 13.
  @inlinable @inline(__always) public static var notify: Self { Self(constant: 1 << 13) }
  /// The receive phase may block, bit 14.
  @inlinable @inline(__always) public static var receiveBlocks: Self { Self(constant: 1 << 14) }
  /// The send phase may block, bit 15.
  @inlinable @inline(__always) public static var sendBlocks: Self { Self(constant: 1 << 15) }
  /// On receipt: the operation failed, bit 15.
  @inlinable @inline(__always) public static var error: Self { Self(constant: 1 << 15) }
  /// Bits 12 to 15, which speak to the kernel and not to the receiver.
  @inlinable @inline(__always) public static var flags: Self { Self(constant: 0xF000) }

  /// The tag of a delivered notification: one word.
  @inlinable @inline(__always) public static var notification: Self { Self(constant: 1) }

  /// The bits of the number of words.
  @inlinable @inline(__always) public static var words: Self { Self(constant: Tag.untypedWords) }

  /// How many words are sent besides the tag.
  @inlinable @inline(__always)
  public var words: R.Word { word & R.Word(constant: Tag.untypedWords) }
}

/// Bits of ``UTCB/acceptor``.
@frozen public enum Acceptor: FlagNames {}

extension Flags where V == Acceptor {
  /// The thread accepts notifications.
  @inlinable @inline(__always) public static var notifications: Self { Self(constant: 1 << 1) }
}
