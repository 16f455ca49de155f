import Logic

extension Kernel {
  /// ThreadControl, to delete a thread that the caller has full authority over, but not the caller itself: r0 names it.
  ///
  /// Whoever waits or polls for the thread alone becomes ready, with the error ``IPCError/cancelled`` and the phase, at
  /// the place in the order of arrival that it has. Nobody's pager, exception handler or last sender is the thread any
  /// more, its capabilities name nothing, and its interrupts are masked. Its number is not used again.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func deleteThread<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let thread = controlledThread(k, arguments.r0)
    return completeCall(&k, unless: refusal(k, toDelete: thread)) { c in
      cancelPartners(&c.k, of: thread)
      clearReferences(&c.k, to: thread)
      c.k[TCB.state, thread] = .deleted
      c.k[TCB.space, thread] = .none
      c.k[TCB.partner, thread] = .none
      c.k[TCB.resources, thread] = .none
      c.k[TCB.continuation, thread] = .userReturn
      c.schedule(
        caller: Runnable(c.k[Machine.current], UserRegisters(.done)), partner: Runnable(.none, UserRegisters()))
    }
  }

  /// Why a thread can't be deleted: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toDelete thread: Thread<S.R>) -> CallError<S.R> {
    S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (thread == .none || thread == k[Machine.current], .invalidThread),
    ])
  }

  /// Whether `t` is blocked until `partner`, and nobody else, does something.
  @inlinable
  public static func isBlocked<S: Store>(_ k: S, _ t: Thread<S.R>, on partner: Thread<S.R>) -> S.R.Truth {
    k[TCB.partner, t] == partner
      && (sends(k, t) || k[TCB.state, t] == .waitingForever)
  }

  /// Ends the IPC of everyone who is blocked until a thread does something. They find the error when they run next.
  @inlinable
  static func cancelPartners<S: Store>(_ k: inout S, of thread: Thread<S.R>) {
    // State and partner tell who is blocked: they change last.
    k.updateAll(UTCB.errorCode) { k, t in
      S.R.ite(
        isBlocked(k, t, on: thread),
        Code<IPCError, S.R>.cancelled.code(in: phase(k, t)), k[UTCB.errorCode, t])
    }
    k.updateAll(TCB.sentFrom) { k, t in
      S.R.ite(isBlocked(k, t, on: thread), .nilThread, k[TCB.sentFrom, t])
    }
    k.updateAll(TCB.continuation) { k, t in
      S.R.ite(
        isBlocked(k, t, on: thread), .failIPC, k[TCB.continuation, t])
    }
    k.updateAll(TCB.state) { k, t in
      S.R.ite(isBlocked(k, t, on: thread), .ready, k[TCB.state, t])
    }
    k.updateAll(TCB.partner) { k, t in
      S.R.ite(k[TCB.partner, t] == thread, .none, k[TCB.partner, t])
    }
  }

  /// Nobody remembers a thread.
  @inlinable
  static func clearReferences<S: Store>(_ k: inout S, to thread: Thread<S.R>) {
    for field in [TCB.pager, TCB.exceptionHandler] {
      k.updateAll(field) { k, t in
        S.R.ite(k[field, t] == thread, .none, k[field, t])
      }
    }
    k.updateAll(TCB.sentFrom) { k, t in
      S.R.ite(
        k[TCB.sentFrom, t] == handle(thread), .nilThread, k[TCB.sentFrom, t])
    }
    k.updateAll(InterruptTable.isMasked) { k, i in
      S.R.ite(k[InterruptTable.handler, i] == thread, 1, k[InterruptTable.isMasked, i])
    }
    k.updateAll(InterruptTable.handler) { k, i in
      S.R.ite(
        k[InterruptTable.handler, i] == thread, .none, k[InterruptTable.handler, i])
    }
  }
}
