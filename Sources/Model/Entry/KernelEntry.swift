import ARMSemantics
import Logic

/// Why the kernel is entered: a system call, something that user code can't help, or an event. How the processor's vectors
/// and the number of a system call tell is not modelled.
@frozen public enum KernelEntry<R: Reading> {
  /// The IPC system call.
  case ipc
  /// ThreadControl, to create a thread.
  case createThread
  /// ThreadControl, to change a thread.
  case modifyThread
  /// ThreadControl, to delete a thread.
  case deleteThread
  /// ExchangeRegisters.
  case exchangeRegisters
  /// Schedule.
  case schedule
  /// ThreadSwitch.
  case threadSwitch
  /// CapControl, to make a capability.
  case createCapability
  /// CapControl, to copy a capability.
  case copyCapability
  /// CapControl, to delete a capability.
  case deleteCapability
  /// SpaceControl, to create a space.
  case createSpace
  /// SpaceControl, to change a space.
  case modifySpace
  /// SpaceControl, to delete a space.
  case deleteSpace
  /// SpaceControl, to let a space use what another one maps.
  case grantSpace
  /// SpaceSwitch.
  case spaceSwitch
  /// MapControl.
  case mapControl
  /// CacheControl.
  case cacheControl
  /// InterruptControl, to say who is told of an interrupt.
  case bindInterrupt
  /// InterruptControl, to acknowledge an interrupt.
  case acknowledgeInterrupt
  /// A SWI that is no system call of the kernel's own, with what the access of ``Kernel/instructionAccess(_:_:)`` has
  /// returned.
  case systemCall(instruction: R.Word)
  /// An exception that is told to the thread's exception handler.
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
    case .ipc: ipc(&k, registers)
    case .createThread: createThread(&k, registers)
    case .modifyThread: modifyThread(&k, registers)
    case .deleteThread: deleteThread(&k, registers)
    case .exchangeRegisters: exchangeRegisters(&k, registers)
    case .schedule: schedule(&k, registers)
    case .threadSwitch: threadSwitch(&k, registers)
    case .createCapability: createCapability(&k, registers)
    case .copyCapability: copyCapability(&k, registers)
    case .deleteCapability: deleteCapability(&k, registers)
    case .createSpace: createSpace(&k, registers)
    case .modifySpace: modifySpace(&k, registers)
    case .deleteSpace: deleteSpace(&k, registers)
    case .grantSpace: grantSpace(&k, registers)
    case .spaceSwitch: spaceSwitch(&k, registers)
    case .mapControl: mapControl(&k, registers)
    case .cacheControl: cacheControl(&k, registers)
    case .bindInterrupt: bindInterrupt(&k, registers)
    case .acknowledgeInterrupt: acknowledgeInterrupt(&k, registers)
    case .systemCall(let instruction): exception(&k, .systemCall(instruction), registers)
    case .exception(let cause): exception(&k, cause, registers)
    case .abort(let abort):
      told(&k, handleAbort(&k, abort), registers) { k, entry in enter(&k, entry, registers) }
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
  public static func told<S: Store>(
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
