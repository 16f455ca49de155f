import ARMSemantics
import CInstructions
import FastPath
import Logic
import Model

/// A call of the kernel with its arguments: written once, for the store that counts and for raw memory.
protocol KernelCall {
  /// Does it, and tells whether it was possible.
  func apply<S: Store>(to k: inout S) -> Bool where S.R == Native

  /// Does it on raw memory, for a ``NativeCall`` of this type. Each type has a function of its own, so that it is compiled
  /// for this store: the code that is counted is the code that would run.
  var native: NativeFunction { get }
}

/// A function that C calls.
typealias NativeFunction = @convention(c) (UnsafeMutableRawPointer?) -> Void

/// A call on raw memory.
struct NativeCall<Call: KernelCall> {
  var memory: SystemMemory
  let call: Call
  /// Whether it was possible, once it has been done.
  var isDone = false

  init(_ call: Call, _ memory: SystemMemory) {
    self.call = call
    self.memory = memory
  }

  /// Does the call that is at an address.
  @inline(__always)
  static func run(_ address: UnsafeMutableRawPointer?) {
    guard let this = address?.assumingMemoryBound(to: Self.self) else { return }
    this.pointee.isDone = this.pointee.call.apply(to: &this.pointee.memory)
  }

  /// Does it.
  mutating func run() {
    let native = call.native
    withUnsafeMutablePointer(to: &self) { native($0) }
  }

  /// How many instructions it takes, which changes nothing; nil where they cannot be counted.
  mutating func instructions() -> Int? {
    let native = call.native
    let count = withUnsafeMutablePointer(to: &self) { count_instructions(native, $0) }
    return count < 0 ? nil : Int(count)
  }
}

/// A switch to a space.
struct Activate: KernelCall {
  let space: UInt32

  @inline(__always)
  func apply<S: Store>(to k: inout S) -> Bool where S.R == Native {
    FastPath.activate(&k, Ref(space))
    return true
  }

  var native: NativeFunction { { NativeCall<Activate>.run($0) } }
}

/// The kernel's part of an abort that user code's reading has caused.
struct HandleAbort: KernelCall {
  @inline(__always)
  func apply<S: Store>(to k: inout S) -> Bool where S.R == Native {
    let abort = Abort<Native>(isPrefetch: false, isWrite: false, isPrivileged: false, instruction: 0)
    return FastPath.handleAbort(&k, abort).action == .retry
  }

  var native: NativeFunction { { NativeCall<HandleAbort>.run($0) } }
}

/// A space grants another one its domain.
struct Grant: KernelCall {
  let granter, client: UInt32

  @inline(__always)
  func apply<S: Store>(to k: inout S) -> Bool where S.R == Native {
    Kernel.grant(&k, Ref(client), by: Ref(granter), DACR.client) == .none
  }

  var native: NativeFunction { { NativeCall<Grant>.run($0) } }
}

/// A page of 4 KB is mapped.
struct MapPage: KernelCall {
  let space, address: UInt32

  @inline(__always)
  func apply<S: Store>(to k: inout S) -> Bool where S.R == Native {
    let inSpace = address & (1 << Section.shift - 1)
    let request = PageRequest<Native>(
      address: address, size: .small, frame: 0x2000_0000 + space << Section.shift + inSpace,
      permissions: 0b11, attributes: .both)
    return Kernel.map(&k, Ref(space), request) == .none
  }

  var native: NativeFunction { { NativeCall<MapPage>.run($0) } }
}

/// A page is unmapped; of the size of a section, a megabyte.
struct Unmap: KernelCall {
  let space, address: UInt32
  let size: Code<PageSize, Native>

  @inline(__always)
  func apply<S: Store>(to k: inout S) -> Bool where S.R == Native {
    Kernel.unmap(&k, Ref(space), address, size: size) == .none
  }

  var native: NativeFunction { { NativeCall<Unmap>.run($0) } }
}
