/// A small generator of random numbers (SplitMix64): the same numbers for the same seed, on every machine.
@frozen public struct SeededGenerator: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  @inlinable
  public init(seed: UInt64) { state = seed }

  /// The generator of one case: cases can be replayed without those before them.
  @inlinable
  public init(seed: UInt64, number: UInt64) {
    var mixer = SeededGenerator(seed: seed ^ (number &* 0xD134_2543_DE82_EF95))
    state = mixer.next()
  }

  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Any word.
  @inlinable @inline(__always)
  public mutating func word() -> UInt32 { UInt32(truncatingIfNeeded: next()) }

  /// A number below `n`, which is not 0.
  @inlinable @inline(__always)
  public mutating func below(_ n: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: (UInt64(word()) &* UInt64(n)) >> 32)
  }

  /// True once in `n` times.
  @inlinable @inline(__always)
  public mutating func once(in n: UInt32) -> Bool { below(n) == 0 }

  /// One of the elements, of which there is at least one.
  @inlinable @inline(__always)
  public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[Int(below(UInt32(elements.count)))] }
}
