import Logic

/// Physical memory and the write buffer before it (ARM ARM, B6).
///
/// The write buffer holds at most one value for a word, and lets words go in any order: this allows all that a queue
/// of any length does, in which later writes to a word merge with earlier ones.
@frozen public enum PhysicalMemory: Table {
  public typealias Key = PhysicalWordKind
  @inlinable public static var number: Int { 1 }
  @inlinable public static var shift: UInt32 { 4 }

  /// What memory itself holds.
  @inlinable public static var contents: Field<Self, Plain> { Field(word: 0) }
  /// 1 where the bus aborts an access: nothing answers at the address.
  @inlinable public static var aborts: Field<Self, Plain> { Field(word: 1) }
  /// 1 while the write buffer holds a value for the word.
  @inlinable public static var isBuffered: Field<Self, Plain> { Field(word: 2) }
  /// That value.
  @inlinable public static var buffered: Field<Self, Plain> { Field(word: 3) }
}

/// What the bus does.
public enum Bus {
  /// What the processor reads: a value in the write buffer comes before memory's.
  @inlinable @inline(__always)
  public static func read<S: Store>(_ k: S, _ word: PhysicalWord<S.R>) -> S.R.Word {
    S.R.ite(k[PhysicalMemory.isBuffered, word] == 0, k[PhysicalMemory.contents, word], k[PhysicalMemory.buffered, word])
  }

  /// A write that goes to the write buffer.
  @inlinable @inline(__always)
  public static func buffer<S: Store>(_ k: inout S, _ word: PhysicalWord<S.R>, _ value: S.R.Word) {
    k[PhysicalMemory.isBuffered, word] = 1
    k[PhysicalMemory.buffered, word] = value
  }

  /// A write that goes to memory at once. What the buffer held for the word is overtaken, not written later.
  @inlinable @inline(__always)
  public static func write<S: Store>(_ k: inout S, _ word: PhysicalWord<S.R>, _ value: S.R.Word) {
    k[PhysicalMemory.isBuffered, word] = 0
    k[PhysicalMemory.contents, word] = value
  }

  /// The write buffer lets go of one word, as it may at any time.
  @inlinable @inline(__always)
  public static func retire<S: Store>(_ k: inout S, _ word: PhysicalWord<S.R>) {
    write(&k, word, read(k, word))
  }

  /// The write buffer lets go of every word: “drain write buffer” (CP15 c7, c10, 4; ARM ARM, B6.6).
  @inlinable
  public static func drain<S: Store>(_ k: inout S) {
    k.updateAll(PhysicalMemory.contents) { read($0, $1) }
    k.updateAll(PhysicalMemory.isBuffered) { _, _ in 0 }
  }
}
