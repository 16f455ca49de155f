import ARMSemantics
import Logic

/// What ThreadControl is asked to change of a thread: bits of r1, and the arguments that they select.
@frozen public enum ThreadChange: FlagNames {}

extension Flags where V == ThreadChange {
  /// The pager: MR0, a name or nil.
  @inlinable @inline(__always) public static var pager: Self { Self(constant: 1) }
  /// The exception handler: MR1, a name or nil.
  @inlinable @inline(__always) public static var exceptionHandler: Self { Self(constant: 2) }
  /// Whether it may use the coprocessor: MR2, which is ``Resources/coprocessor`` or zero.
  @inlinable @inline(__always) public static var coprocessor: Self { Self(constant: 4) }
  /// All bits that there are.
  @inlinable @inline(__always) public static var all: Self { pager | exceptionHandler | coprocessor }
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
    return completeCall(&k, unless: refusal(k, toModify: arguments)) { c in
      let change = Flags<ThreadChange, S.R>(arguments.r1)
      let (pager, handler) = (namedThread(c.k, arguments.mr0), namedThread(c.k, arguments.mr1))
      c.k.when(change.has(.pager)) { $0[TCB.pager, thread] = pager }
      c.k.when(change.has(.exceptionHandler)) { $0[TCB.exceptionHandler, thread] = handler }
      c.k.when(change.has(.coprocessor)) { k in
        k[TCB.resources, thread] =
          k[TCB.resources, thread].clearing(.coprocessor) | (Flags(arguments.mr2) & .coprocessor)
        k.when(thread == k[Machine.current]) { $0[Machine.coprocessorAccess] = coprocessorAccess($0, thread) }
      }
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why a thread can't be changed: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toModify arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let change = Flags<ThreadChange, S.R>(arguments.r1)
    func misnames(_ bit: Flags<ThreadChange, S.R>, _ name: S.R.Word) -> S.R.Truth {
      change.has(bit) && !isNamedOrNil(k, name)
    }
    return S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (controlledThread(k, arguments.r0) == .none, .invalidThread),
      (
        change.has(~.all)
          || misnames(.pager, arguments.mr0) || misnames(.exceptionHandler, arguments.mr1),
        .invalidParameter
      ),
    ])
  }
}
