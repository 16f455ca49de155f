import Logic

/// The current program status register, CPSR, as user code has it (ARM ARM, A2.5).
public enum ProgramStatus {
  /// The condition flags N, Z, C and V.
  @inlinable public static var conditionFlags: Bits { Bits(31, 28) }
  /// T: instructions are Thumb's, two bytes each.
  @inlinable public static var thumb: Bits { Bits(5) }

  /// The mode bits of user mode. Interrupts are enabled.
  @inlinable public static var userMode: UInt32 { 0x10 }

  /// A status for user mode with the condition flags and the Thumb bit of a word, and nothing else of it.
  @inlinable
  public static func user<W: LogicWord>(_ flags: W) -> W { sanitised(flags, into: W(constant: userMode)) }

  /// A status after somebody else has had a say in it: the condition flags and the Thumb bit are theirs; mode,
  /// interrupt masks and all other bits stay.
  @inlinable @inline(__always)
  public static func sanitised<W: LogicWord>(_ theirs: W, into own: W) -> W {
    let taken = W(constant: conditionFlags.mask | thumb.mask)
    return own.clearing(taken) | (theirs & taken)
  }
}
