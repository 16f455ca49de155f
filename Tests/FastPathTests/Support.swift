import FastPath
import Logic
import Model
import Randomness

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

extension SeededGenerator {
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
