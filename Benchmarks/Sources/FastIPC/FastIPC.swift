import FastPath
import Logic
import Model

/// The fast path as machine code that C and assembly could call: what is measured, and what is looked at for calls
/// and traps.
///
/// `kernel` points to a `KernelMemory`, `registers` to a `UserRegisters<Native>`.
@c(l4_fast_ipc)
public func fastIPC(_ kernel: UnsafeRawPointer, _ registers: UnsafeMutableRawPointer) -> Bool {
  var memory = kernel.assumingMemoryBound(to: KernelMemory.self).pointee
  return FastPath.ipc(&memory, &registers.assumingMemoryBound(to: UserRegisters<Native>.self).pointee)
}
