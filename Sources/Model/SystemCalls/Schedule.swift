import Logic

/// Time slices of threads.
public enum Timeslice {
  /// That of a new thread, in ticks of the timer.
  @inlinable public static var standard: UInt32 { 10 }
  /// A thread with this slice runs until it blocks, yields, or is overtaken.
  @inlinable public static var unlimited: UInt32 { 0 }
  /// As an argument: the slice, or the priority, stays as it is.
  @inlinable public static var unchanged: UInt32 { 0xFFFF_FFFF }
}

extension Kernel {
  /// Schedule: r0 names a thread that the caller has full authority over, r1 is its new priority, MR0 its new time slice
  /// in ticks, each of which may be ``Timeslice/unchanged``.
  ///
  /// The priority may be up to the maximum of the active space. A ready thread goes to the back of its new priority; a new
  /// slice begins at once. The caller finds the old priority in MR0, the old slice in MR1, and in MR2 what was left of it.
  @inlinable
  public static func schedule<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let thread = controlledThread(k, arguments.r0)
    let unchanged = S.R.Word(constant: Timeslice.unchanged)
    return completeCall(&k, unless: refusal(k, toSchedule: arguments)) { c in
      let results = UserRegisters<S.R>(
        .done, mr0: c.k[TCB.priority, thread].word,
        mr1: c.k[TCB.timeslice, thread], mr2: c.k[TCB.remainingTicks, thread])
      c.k.when(arguments.mr0 != unchanged) { k in
        k[TCB.timeslice, thread] = arguments.mr0
        k[TCB.remainingTicks, thread] = arguments.mr0
      }
      c.k.when(arguments.r1 != unchanged) { k in
        k[TCB.priority, thread] = Ref(arguments.r1)
        k.when(k[TCB.state, thread] == .ready) { arrive(&$0, thread) }
      }
      c.schedule(caller: Runnable(c.k[Machine.current], results), partner: Runnable(.none, UserRegisters()))
    }
  }

  /// Why a thread can't be scheduled so: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toSchedule arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let priority = arguments.r1
    return S.R.firstError([
      (controlledThread(k, arguments.r0) == .none, .invalidThread),
      (
        priority != S.R.Word(constant: Timeslice.unchanged)
          && (priority > k[SpaceTable.maximumPriority, k[Machine.space]]
            || !k.exists(Ref<PriorityKind, S.R>(priority))),
        .invalidPriority
      ),
    ])
  }
}
