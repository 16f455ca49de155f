import ARMSemantics
import Logic

/// What ThreadControl is asked to change of a thread: bits of r1, and the arguments that they select.
public enum ThreadChange {
  /// The pager: MR0, a name or nil.
  @inlinable public static var pager: UInt32 { 1 }
  /// The exception handler: MR1, a name or nil.
  @inlinable public static var exceptionHandler: UInt32 { 2 }
  /// Whether it may use the coprocessor: MR2, which is ``Resources/coprocessor`` or zero.
  @inlinable public static var coprocessor: UInt32 { 4 }
  /// All bits that there are.
  @inlinable public static var all: UInt32 { pager | exceptionHandler | coprocessor }
}

extension Kernel {
  /// ThreadControl, to change a thread that the caller has full authority over: r0 names it, r1 says what is changed
  /// (``ThreadChange``).
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``. A thread's space and UTCB are changed by
  /// ``spaceSwitch(_:_:)``.
  @inlinable
  public static func modifyThread<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let thread = controlledThread(k, arguments.r0)
    return end(&k, refusal(k, toModify: arguments)) { c in
      func selects(_ bit: UInt32) -> S.R.Truth { arguments.r1.intersects(S.R.Word(constant: bit)) }
      let (pager, handler) = (namedThread(c.k, arguments.mr0), namedThread(c.k, arguments.mr1))
      c.k.when(selects(ThreadChange.pager)) { $0[TCB.pager, thread] = pager }
      c.k.when(selects(ThreadChange.exceptionHandler)) { $0[TCB.exceptionHandler, thread] = handler }
      c.k.when(selects(ThreadChange.coprocessor)) { k in
        let coprocessor = S.R.Word(constant: Resources.coprocessor)
        k[TCB.resources, thread] = k[TCB.resources, thread].clearing(coprocessor) | (arguments.mr2 & coprocessor)
        k.when(thread == k[Machine.current]) { $0[Machine.coprocessorAccess] = coprocessorAccess($0, thread) }
      }
      c.exit = .user(done())
    }
  }

  /// Why a thread can't be changed: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toModify arguments: UserRegisters<S.R>) -> S.R.Word {
    func misnames(_ bit: UInt32, _ name: S.R.Word) -> S.R.Truth {
      arguments.r1.intersects(S.R.Word(constant: bit)) && !isNamedOrNil(k, name)
    }
    return S.R.firstError([
      (!isPrivileged(k), SystemCallError.noPrivilege),
      (controlledThread(k, arguments.r0) == .none, SystemCallError.invalidThread),
      (
        arguments.r1.intersects(S.R.Word(constant: ~ThreadChange.all))
          || misnames(ThreadChange.pager, arguments.mr0) || misnames(ThreadChange.exceptionHandler, arguments.mr1),
        SystemCallError.invalidParameter
      ),
    ])
  }
}
