import Logic

/// The user registers that an IPC passes: on entry `to`, `from` and MR0 to MR5, on return to user mode the sender's
/// handle and MR0 to MR5.
@frozen public struct UserRegisters<R: Reading> {
  /// r0: `to` on entry, the sender's handle on return.
  public var r0: R.Word
  /// r1: `from` on entry, zero on return.
  public var r1: R.Word
  /// r3: the message tag.
  public var mr0: R.Word
  /// r4.
  public var mr1: R.Word
  /// r5.
  public var mr2: R.Word
  /// r6.
  public var mr3: R.Word
  /// r7.
  public var mr4: R.Word
  /// r8.
  public var mr5: R.Word

  @inlinable @inline(__always)
  public init(
    r0: R.Word = 0, r1: R.Word = 0, mr0: R.Word = 0, mr1: R.Word = 0, mr2: R.Word = 0, mr3: R.Word = 0,
    mr4: R.Word = 0, mr5: R.Word = 0
  ) {
    self.r0 = r0
    self.r1 = r1
    self.mr0 = mr0
    self.mr1 = mr1
    self.mr2 = mr2
    self.mr3 = mr3
    self.mr4 = mr4
    self.mr5 = mr5
  }

  /// Every register with its name. A test compares the list with the stored properties.
  public var leaves: [(name: String, word: R.Word)] {
    [
      ("r0", r0), ("r1", r1), ("mr0", mr0), ("mr1", mr1), ("mr2", mr2), ("mr3", mr3), ("mr4", mr4), ("mr5", mr5),
    ]
  }

  /// `a` where the condition holds, `b` elsewhere.
  @inlinable
  public static func ite(_ c: R.Truth, _ a: Self, _ b: Self) -> Self {
    Self(
      r0: R.ite(c, a.r0, b.r0), r1: R.ite(c, a.r1, b.r1), mr0: R.ite(c, a.mr0, b.mr0), mr1: R.ite(c, a.mr1, b.mr1),
      mr2: R.ite(c, a.mr2, b.mr2), mr3: R.ite(c, a.mr3, b.mr3), mr4: R.ite(c, a.mr4, b.mr4),
      mr5: R.ite(c, a.mr5, b.mr5))
  }
}

extension UserRegisters: Sendable where R.Word: Sendable {}

extension UserRegisters: Equatable where R == Native {
  @inlinable
  public static func == (a: Self, b: Self) -> Bool {
    a.r0 == b.r0 && a.r1 == b.r1 && a.mr0 == b.mr0 && a.mr1 == b.mr1 && a.mr2 == b.mr2 && a.mr3 == b.mr3
      && a.mr4 == b.mr4 && a.mr5 == b.mr5
  }
}

/// How a kernel operation ends for the thread that runs next.
@frozen public struct Exit<R: Reading> {
  /// True when the thread's continuation in the kernel runs next; the registers are zero then.
  public var continues: R.Truth
  /// What the thread finds in its registers when it is back in user mode.
  public var registers: UserRegisters<R>

  @inlinable @inline(__always)
  public init(continues: R.Truth, registers: UserRegisters<R>) {
    self.continues = continues
    self.registers = registers
  }

  /// Back to user mode with these registers.
  @inlinable @inline(__always)
  public static func user(_ registers: UserRegisters<R>) -> Self { Self(continues: false, registers: registers) }

  /// On to the thread's continuation in the kernel.
  @inlinable @inline(__always)
  public static var continuation: Self { Self(continues: true, registers: UserRegisters()) }

  /// `a` where the condition holds, `b` elsewhere.
  @inlinable
  public static func ite(_ c: R.Truth, _ a: Self, _ b: Self) -> Self {
    Self(continues: R.select(c, a.continues, b.continues), registers: .ite(c, a.registers, b.registers))
  }
}

extension UserRegisters {
  /// MR0 as a message tag.
  @inlinable @inline(__always)
  public var tag: Flags<Tag, R> { Flags(mr0) }

  /// r0 of an IPC: the name of the thread that is sent to.
  @inlinable @inline(__always)
  public var to: Code<Handle, R> { Code(r0) }

  /// r1 of an IPC: the name of the thread that is received from.
  @inlinable @inline(__always)
  public var from: Code<Handle, R> { Code(r1) }

  /// r0 on return from an IPC: who has sent, as a reply handle, or nil.
  @inlinable @inline(__always)
  public var sender: Code<Handle, R> { Code(r0) }

  /// r0 on return from any other system call: whether it was done.
  @inlinable @inline(__always)
  public var result: Code<SystemCallResult, R> { Code(r0) }

  /// What a receiver finds: who has sent, the tag, and MR1.
  @inlinable @inline(__always)
  public init(sender: Code<Handle, R>, tag: Flags<Tag, R> = .none, mr1: R.Word = 0) {
    self.init(r0: sender.word, mr0: tag.word, mr1: mr1)
  }

  /// What the caller of a system call finds: whether it was done.
  @inlinable @inline(__always)
  public init(_ result: Code<SystemCallResult, R>, mr0: R.Word = 0, mr1: R.Word = 0, mr2: R.Word = 0, mr3: R.Word = 0) {
    self.init(r0: result.word, mr0: mr0, mr1: mr1, mr2: mr2, mr3: mr3)
  }
}
