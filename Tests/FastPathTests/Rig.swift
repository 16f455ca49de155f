import FastPath
import Logic
import Model
import Properties
import Randomness

/// Room for one kernel of a given size, used again for every case of that size.
final class Rig {
  let sizes: Sizes
  let layout: Layout<Native>
  let bytes: Int
  private let beforeBytes: UnsafeMutableRawPointer
  private let afterBytes: UnsafeMutableRawPointer
  /// The state before, and the one that the fast path has worked on.
  var before, after: KernelMemory
  /// The state that the model has worked on.
  var model: Image

  init(_ sizes: Sizes) {
    self.sizes = sizes
    model = Image(kernelSchema, counts: sizes.counts)
    layout = model.layout
    bytes = Int(layout.size)
    beforeBytes = .allocate(byteCount: bytes, alignment: 64)
    afterBytes = .allocate(byteCount: bytes, alignment: 64)
    before = KernelMemory(region: beforeBytes, layout: layout)
    after = KernelMemory(region: afterBytes, layout: layout)
  }

  deinit {
    beforeBytes.deallocate()
    afterBytes.deallocate()
  }

  /// Makes a random state, and returns its arguments. The fast path's memory and the model start from a copy.
  func make(_ random: SeededGenerator) -> UserRegisters<Native> {
    beforeBytes.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    var maker = RandomCase(random, sizes)
    let arguments = maker.make(&before)
    restore()
    return arguments
  }

  /// The same for another path than IPC's.
  func make(_ random: SeededGenerator, for path: OptimisedPath) -> UserRegisters<Native> {
    beforeBytes.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    var maker = RandomCase(random, sizes)
    let made = maker.make(&before)
    let arguments = maker.adapt(&before, made, to: path)
    restore()
    return arguments
  }

  /// Takes over a state.
  func load(_ image: Image) {
    image.words.withUnsafeBytes { beforeBytes.copyMemory(from: $0.baseAddress!, byteCount: bytes) }
    restore()
  }

  /// Gives the fast path's memory the state before.
  func restore() { afterBytes.copyMemory(from: beforeBytes, byteCount: bytes) }

  /// Gives the model the state before.
  func restoreModel() {
    model.words.withUnsafeMutableBytes { $0.baseAddress!.copyMemory(from: beforeBytes, byteCount: bytes) }
  }

  /// The state before, or after the fast path, as an image.
  func image(after: Bool = false) -> Image {
    var image = model
    image.words.withUnsafeMutableBytes {
      $0.baseAddress!.copyMemory(from: after ? afterBytes : beforeBytes, byteCount: bytes)
    }
    return image
  }

  /// True when the fast path has changed nothing.
  var isUnchanged: Bool { Self.same(beforeBytes, afterBytes, bytes) }

  /// True when fast path and model have left the same words.
  var agree: Bool {
    model.words.withUnsafeBytes { Self.same($0.baseAddress!, afterBytes, bytes) }
  }

  private static func same(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ bytes: Int) -> Bool {
    var difference: UInt64 = 0
    var i = 0
    while i + 8 <= bytes {
      difference |=
        a.loadUnaligned(fromByteOffset: i, as: UInt64.self) ^ b.loadUnaligned(fromByteOffset: i, as: UInt64.self)
      i += 8
    }
    while i < bytes {
      difference |= UInt64(a.load(fromByteOffset: i, as: UInt8.self) ^ b.load(fromByteOffset: i, as: UInt8.self))
      i += 1
    }
    return difference == 0
  }
}

/// A rig for each size, made when it is first needed.
struct Rigs {
  private var rigs: [Rig?] = Array(repeating: nil, count: 1024)

  subscript(sizes: Sizes) -> Rig {
    mutating get {
      let place = Int(sizes.threads << 6 | sizes.spaces << 3 | sizes.lists)
      if let rig = rigs[place] { return rig }
      let rig = Rig(sizes)
      rigs[place] = rig
      return rig
    }
  }
}
