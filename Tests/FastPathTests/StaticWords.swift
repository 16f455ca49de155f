import Randomness

/// Up to sixteen words, without an allocation.
struct StaticWords: ExpressibleByArrayLiteral {
  private var words: SIMD16<UInt32> = .zero
  let count: UInt32

  init(arrayLiteral elements: UInt32...) {
    for (i, word) in elements.enumerated() { words[i] = word }
    count = UInt32(elements.count)
  }

  subscript(i: UInt32) -> UInt32 { words[Int(i)] }
}

extension SeededGenerator {
  /// One of the words.
  @inline(__always)
  mutating func pick(_ words: StaticWords) -> UInt32 { words[below(words.count)] }
}
