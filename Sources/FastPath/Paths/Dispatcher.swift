import ARMSemantics
import Logic
import Model

/// The optimised paths that the dispatcher tries. Each does what the model does, or declines, and has changed nothing then.
///
/// A parameter of the dispatcher, so that what is proved of the dispatcher rests on no more than this.
public protocol Paths {
  associatedtype S: Store
  /// A call, or a reply-and-wait.
  func ipc(_ m: inout S, _ registers: inout UserRegisters<S.R>) -> Bool
  /// A notification without a receive phase.
  func notify(_ m: inout S, _ registers: inout UserRegisters<S.R>) -> Bool
  /// The answer to a SWI.
  func answerSystemCall(_ m: inout S, _ registers: inout UserRegisters<S.R>) -> Bool
  /// A SWI that is no system call of the kernel's own.
  func systemCall(_ m: inout S, _ instruction: S.R.Word, _ registers: inout UserRegisters<S.R>) -> Bool
  /// The abort handler, which declines nothing.
  func handleAbort(_ m: inout S, _ abort: Abort<S.R>) -> AbortResult<S.R>
  /// Whatever the others decline, as the model does it.
  func slowPath(_ m: inout S, _ entry: KernelEntry<S.R>, _ registers: UserRegisters<S.R>) -> Exit<S.R>
}

/// The dispatcher: the one entry into the kernel, which tries the optimised paths and leaves the rest to the model.
public enum Dispatcher {
  /// What the kernel does when it is entered, up to the next exit; as `Kernel.enter(_:_:_:)`.
  @inlinable @inline(__always)
  public static func dispatch<P: Paths>(
    _ m: inout P.S, _ entry: KernelEntry<P.S.R>, _ registers: UserRegisters<P.S.R>, _ paths: P
  ) -> Exit<P.S.R> {
    var found = registers
    switch entry {
    case .call(.ipc):
      if m.branch("a notification is sent", registers.tag.has(.notify)) {
        if paths.notify(&m, &found) { return .user(found) }
      } else if paths.ipc(&m, &found) || paths.answerSystemCall(&m, &found) {
        return .user(found)
      }
    case .swi(let instruction):
      if paths.systemCall(&m, instruction, &found) { return .user(found) }
    case .abort(let abort):
      let result = paths.handleAbort(&m, abort)
      if m.branch("the pager is asked", result.action == .pageFault) {
        return paths.slowPath(&m, .pageFault(result), registers)
      }
      if m.branch("the exception handler is told", result.action == .exception) {
        return paths.slowPath(&m, .exception(.abort(result)), registers)
      }
      return .user(registers)
    case .call, .exception, .pageFault, .tick, .interrupt, .resume: break
    }
    return paths.slowPath(&m, entry, registers)
  }
}

/// The optimised paths on a state whose queues the slow path keeps.
@frozen public struct KernelPaths<S: Store>: Paths where S.R == Native {
  @inlinable @inline(__always)
  public init() {}

  @inlinable @inline(__always)
  public func ipc(_ m: inout S, _ registers: inout UserRegisters<Native>) -> Bool { FastPath.ipc(&m, &registers) }

  /// The order of arrival is the model's, which goes on by it where a path declines.
  @inlinable @inline(__always)
  public func notify(_ m: inout S, _ registers: inout UserRegisters<Native>) -> Bool {
    FastPath.notify(&m, &registers) { Kernel.arrive(&$0, $1) }
  }

  @inlinable @inline(__always)
  public func answerSystemCall(_ m: inout S, _ registers: inout UserRegisters<Native>) -> Bool {
    FastPath.answerSystemCall(&m, &registers)
  }

  @inlinable @inline(__always)
  public func systemCall(_ m: inout S, _ instruction: UInt32, _ registers: inout UserRegisters<Native>) -> Bool {
    FastPath.systemCall(&m, instruction, &registers)
  }

  @inlinable @inline(__always)
  public func handleAbort(_ m: inout S, _ abort: Abort<Native>) -> AbortResult<Native> {
    FastPath.handleAbort(&m, abort)
  }

  @inlinable
  public func slowPath(
    _ m: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> {
    var memory = CoupledMemory(m)
    let exit = Kernel.enter(&memory, entry, registers)
    m = memory.base
    return exit
  }
}

extension FastPath {
  /// Enters the kernel: the optimised paths, and for the rest the model on a ``CoupledMemory``.
  @inlinable @inline(__always)
  public static func enter<S: Store>(
    _ m: inout S, _ entry: KernelEntry<Native>, _ registers: UserRegisters<Native>
  ) -> Exit<Native> where S.R == Native {
    Dispatcher.dispatch(&m, entry, registers, KernelPaths())
  }
}
