import FastPath
import Logic
import Model

// The fast paths as machine code that C and assembly could call: what is measured, and what is looked at for calls and
// traps.
//
// `kernel` points to a `KernelMemory`, `registers` to a `UserRegisters<Native>`.

/// IPC call and reply-and-wait.
@c(l4_fast_ipc)
public func fastIPC(_ kernel: UnsafeRawPointer, _ registers: UnsafeMutableRawPointer) -> Bool {
  var memory = kernel.assumingMemoryBound(to: KernelMemory.self).pointee
  return FastPath.ipc(&memory, &registers.assumingMemoryBound(to: UserRegisters<Native>.self).pointee)
}

/// A notification.
@c(l4_fast_notify)
public func fastNotify(_ kernel: UnsafeRawPointer, _ registers: UnsafeMutableRawPointer) -> Bool {
  var memory = kernel.assumingMemoryBound(to: KernelMemory.self).pointee
  return FastPath.notify(&memory, &registers.assumingMemoryBound(to: UserRegisters<Native>.self).pointee)
}

/// A SWI that the thread's exception handler is told of.
@c(l4_fast_system_call)
public func fastSystemCall(
  _ kernel: UnsafeRawPointer, _ registers: UnsafeMutableRawPointer, _ instruction: UInt32
) -> Bool {
  var memory = kernel.assumingMemoryBound(to: KernelMemory.self).pointee
  return FastPath.systemCall(
    &memory, instruction, &registers.assumingMemoryBound(to: UserRegisters<Native>.self).pointee)
}

/// The answer to one.
@c(l4_fast_answer)
public func fastAnswer(_ kernel: UnsafeRawPointer, _ registers: UnsafeMutableRawPointer) -> Bool {
  var memory = kernel.assumingMemoryBound(to: KernelMemory.self).pointee
  return FastPath.answerSystemCall(&memory, &registers.assumingMemoryBound(to: UserRegisters<Native>.self).pointee)
}
