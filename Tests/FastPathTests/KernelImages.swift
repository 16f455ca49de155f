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
let kernelSchema = Schema.fastPath

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
