import ARMSemantics
import Logic

/// Why the kernel is entered: a system call, an exception of user code, or an event. How the processor's vectors and the
/// number of a system call tell is not modelled.
@frozen public enum KernelEntry<R: Reading> {
  /// A system call.
  case call(SystemCall)
  /// A SWI that is no system call of the kernel's own, with what the access of ``Kernel/instructionAccess(_:_:)`` has
  /// returned.
  case swi(instruction: R.Word)
  /// An exception that the thread's exception handler is sent.
  case exception(ExceptionCause<R>)
  /// An abort of user code, with what the vectors know of it.
  case abort(Abort<R>)
  /// An abort that the abort handler has nothing to repair for: the thread's pager is asked.
  case pageFault(AbortResult<R>)
  /// A tick of the timer.
  case tick
  /// An interrupt.
  case interrupt(Ref<InterruptKind, R>)
  /// Not from outside: the thread that runs goes on with what the kernel does for it, because the operation before has
  /// ended so (``Exit/continues``).
  case resume
}

extension Kernel {
  /// What the kernel does when it is entered, up to the next exit.
  ///
  /// - Parameter registers: The running thread's registers, as entry finds them; of no concern to
  ///   ``KernelEntry/resume``.
  @inlinable
  public static func enter<S: Store>(
    _ k: inout S, _ entry: KernelEntry<S.R>, _ registers: UserRegisters<S.R>
  ) -> Exit<S.R> {
    switch entry {
    case .call(let call): perform(&k, call, registers)
    case .swi(let instruction): exception(&k, .systemCall(instruction), registers)
    case .exception(let cause): exception(&k, cause, registers)
    case .abort(let abort):
      deliverAbort(&k, handleAbort(&k, abort), registers) { k, entry in enter(&k, entry, registers) }
    case .pageFault(let result): pageFault(&k, result, registers)
    case .tick: tick(&k, registers)
    case .interrupt(let source): interrupt(&k, source, registers)
    case .resume: resume(&k)
    }
  }

  /// What comes of an abort of user code: it is repaired, or told to the thread's pager or its exception handler.
  ///
  /// - Parameters:
  ///   - result: What the abort handler says.
  ///   - tell: How the kernel is entered to tell of it.
  @inlinable
  public static func deliverAbort<S: Store>(
    _ k: inout S, _ result: AbortResult<S.R>, _ registers: UserRegisters<S.R>,
    _ tell: (inout S, KernelEntry<S.R>) -> Exit<S.R>
  ) -> Exit<S.R> {
    var completion = Completion(k)
    completion.exit = .user(registers)
    completion.when(
      result.action == .pageFault,
      then: { $0.exit = tell(&$0.k, .pageFault(result)) },
      else: { c in
        c.when(
          result.action == .exception,
          then: { $0.exit = tell(&$0.k, .exception(.abort(result))) })
      })
    k = completion.k
    return completion.exit
  }
}
