import ARMSemantics
import Logic

/// Exceptions of user code: values of `TCB.exceptionNumber`. The small ones are the numbers of the processor's vectors
/// (ARM ARM, A2.6).
@frozen public enum ExceptionNumber: Vocabulary {}

extension Code where V == ExceptionNumber {
  /// The thread has had none.
  @inlinable @inline(__always) public static var none: Self { Self(constant: 0) }
  /// An undefined instruction.
  @inlinable @inline(__always) public static var undefinedInstruction: Self { Self(constant: 1) }
  /// A SWI that is no system call of the kernel's own.
  @inlinable @inline(__always) public static var systemCall: Self { Self(constant: 2) }
  /// An abort that is no fault of a mapping; the fault status is added.
  @inlinable @inline(__always) public static var abort: Self { Self(constant: 0x100) }

  /// The number of an abort with this fault status.
  @inlinable @inline(__always)
  public static func abort(_ status: Code<FaultStatus, R>) -> Self { Self(Self.abort.word &+ status.word) }
}

/// What has happened to the running thread.
@frozen public struct ExceptionCause<R: Reading> {
  /// Which exception it is.
  public var number: Code<ExceptionNumber, R>
  /// The instruction, zero-extended, of a SWI or an undefined instruction; the fault address of an abort.
  public var code: R.Word

  @inlinable @inline(__always)
  public init(number: Code<ExceptionNumber, R>, code: R.Word) {
    self.number = number
    self.code = code
  }

  /// A SWI.
  ///
  /// - Parameter instruction: What the access of ``Kernel/instructionAccess(_:_:)`` has returned.
  @inlinable @inline(__always)
  public static func systemCall(_ instruction: R.Word) -> Self {
    Self(number: .systemCall, code: instruction)
  }

  /// An abort for which the abort handler's action is an exception.
  @inlinable @inline(__always)
  public static func abort(_ result: AbortResult<R>) -> Self {
    Self(number: .abort(result.status), code: result.address)
  }
}

extension Kernel {
  /// Tells the running thread's exception handler of an exception.
  ///
  /// The thread's registers are kept, and it waits for the handler alone: first until that takes the message, then until
  /// it answers. A thread without an exception handler is halted.
  ///
  /// - Parameters:
  ///   - cause: What has happened.
  ///   - registers: The thread's registers when it was interrupted. The others are where kernel entry has left them, with pc the address
  ///     at which the thread would go on: after a SWI that of the next instruction, otherwise that of the same one.
  @inlinable
  public static func exception<S: Store>(
    _ k: inout S, _ cause: ExceptionCause<S.R>, _ registers: UserRegisters<S.R>
  ) -> Exit<S.R> {
    let me = k[Machine.current]
    save(&k, me, registers, in: .user)
    k[TCB.exceptionNumber, me] = cause.number
    k[TCB.exceptionCode, me] = cause.code
    let handler = k[TCB.exceptionHandler, me]
    let end = IPC(k, message(k, cause, registers), isKernels: true)
      .callOnBehalf(handler, .exceptionIPC).finish()
    k = end.k
    return end.exit
  }

  /// What the exception handler is told in registers, MR0 to MR5.
  @inlinable
  public static func message<S: Store>(
    _ k: S, _ cause: ExceptionCause<S.R>, _ registers: UserRegisters<S.R>
  ) -> UserRegisters<S.R> {
    .ite(
      cause.number == .systemCall,
      SystemCallMessage.inRegisters(registers), ExceptionMessage.inRegisters(k, k[Machine.current], cause))
  }

  /// The access by which kernel entry reads the SWI that brought a thread into the kernel, with the rights of user mode. A
  /// Thumb instruction is a halfword, and may lie in either half of a word.
  @inlinable @inline(__always)
  public static func instructionAccess<S: Store>(_ k: S, _ t: Thread<S.R>) -> Access<S.R> {
    let size = S.R.ite(ProgramStatus.thumb.isSet(in: k[TCB.userCPSR, t]), 2, 4)
    return Access(
      address: k[TCB.userPC, t] &- size, kind: .read, size: size, isPrivileged: false)
  }
}

extension IPC {
  /// A message for a thread that waits for the answer to an exception: its words go to the thread's user registers, as
  /// far as the message is long enough, and the thread goes on with them. Nothing else tells the thread that a message
  /// came.
  @inlinable
  mutating func answerException(_ words: R.Word) {
    let thread = destination
    let answer = ExceptionAnswer<R>(arguments, words)
    k[TCB.resources, thread] = k[TCB.resources, thread].clearing(.exceptionIPC)
    partner = Runnable(thread, UserRegisters())
    when(
      k[TCB.exceptionNumber, thread] == .systemCall,
      then: { $0.partner.registers = SystemCallMessage.takeAnswer(&$0.k, thread, answer, from: $0.me) },
      else: { $0.partner.registers = ExceptionMessage.takeAnswer(&$0.k, thread, answer) })
  }
}
