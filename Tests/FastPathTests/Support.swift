import FastPath
import Logic
import Model

/// The numbers of objects of each kind, for a kernel of this size.
func kernelCounts(threads: UInt32, spaces: UInt32, lists: UInt32) -> [UInt32] {
  var counts = kernelSchema.kinds.map(\.least)
  counts[ThreadKind.number] = threads
  counts[SpaceKind.number] = spaces
  counts[CapabilityListKind.number] = lists
  return counts
}

/// The kernel's schema; one value, because making it takes much longer than a system call.
let kernelSchema = Schema.kernel

extension UserRegisters: Equatable where R == Native {
  public static func == (a: Self, b: Self) -> Bool {
    a.r0 == b.r0 && a.r1 == b.r1 && a.mr0 == b.mr0 && a.mr1 == b.mr1 && a.mr2 == b.mr2 && a.mr3 == b.mr3
      && a.mr4 == b.mr4 && a.mr5 == b.mr5
  }
}

extension Image {
  /// Runs code on the words as raw memory.
  mutating func onMemory<Result>(_ body: (inout KernelMemory) -> Result) -> Result {
    let layout = layout
    return words.withUnsafeMutableBytes { bytes in
      var memory = KernelMemory(region: bytes.baseAddress!, layout: layout)
      return body(&memory)
    }
  }
}

/// A small generator of random numbers (SplitMix64): the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The generator of one case: cases can be replayed without those before them.
  init(seed: UInt64, number: UInt64) {
    var mixer = SeededGenerator(seed: seed ^ (number &* 0xD134_2543_DE82_EF95))
    state = mixer.next()
  }

  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Any word.
  @inline(__always)
  mutating func word() -> UInt32 { UInt32(truncatingIfNeeded: next()) }

  /// A number below `n`, which is not 0.
  @inline(__always)
  mutating func below(_ n: UInt32) -> UInt32 { UInt32((UInt64(word()) &* UInt64(n)) >> 32) }

  /// True once in `n` times.
  @inline(__always)
  mutating func once(in n: UInt32) -> Bool { below(n) == 0 }

  /// One of the words.
  @inline(__always)
  mutating func pick(_ words: StaticWords) -> UInt32 { words[below(words.count)] }
}

/// Up to eight words, without an allocation.
struct StaticWords: ExpressibleByArrayLiteral {
  private var words: SIMD8<UInt32> = .zero
  let count: UInt32

  init(arrayLiteral elements: UInt32...) {
    for (i, word) in elements.enumerated() { words[i] = word }
    count = UInt32(elements.count)
  }

  subscript(i: UInt32) -> UInt32 { words[Int(i)] }
}
