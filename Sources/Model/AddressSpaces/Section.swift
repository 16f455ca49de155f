import ARMSemantics
import Logic

/// The sections of the address map, in megabytes of the modified virtual address space, as the published kernel's ARM port
/// has them: user addresses below 0xE0000000, UTCBs from there on, the kernel from 0xF0000000.
public enum Section {
  /// The base-2 logarithm of a section's size in bytes.
  @inlinable public static var shift: UInt32 { MVA.firstLevelIndex.low }
  /// The section of space 0's UTCBs; that of space `n` is the `n`-th after it.
  @inlinable public static var utcbs: UInt32 { 0xE00 }
  /// The first section of the kernel.
  @inlinable public static var kernel: UInt32 { 0xF00 }
  /// How many spaces have a section for their UTCBs: the most that there can be.
  @inlinable public static var spaces: UInt32 { kernel - utcbs }
  /// The kernel's code and data.
  @inlinable public static var kernelMemory: UInt32 { 0xF00 }

  /// The section of a space's UTCBs.
  @inlinable @inline(__always)
  public static func utcbs<R: Reading>(of space: Space<R>) -> Megabyte<R> {
    Megabyte(R.Word(constant: utcbs) &+ space.word)
  }
}
