import Checker
import Logic
import Model

/// No ready thread is overtaken by one of a lower priority.
public struct NoReadyThreadBypassed: KernelProperty {
  public init() {}
  public var name: String { "ipc/no-ready-thread-bypassed" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and for all registers: whenever the IPC system call returns \
    to user mode, no ready thread has a higher priority than the one that runs.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "the scheduler sees priorities with their lowest bit cleared", .alterRead(.init(TCB.priority), .clear(1)))
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let arguments = t.arbitraryRegisters()
    let (after, exit) = t.perform(on: t.state) { Kernel.ipc(&$0, arguments) }
    if t.branch("the call returns to user mode", !exit.continues) {
      t.prove(
        "no ready thread is above the running one",
        KernelState.noneAbove(after, after[TCB.priority, after[Machine.current]]))
      t.reach("somebody else runs", after[Machine.current] != t.state[Machine.current])
      t.reach("the caller goes on", after[Machine.current] == t.state[Machine.current])
    }
  }
}

/// No thread is lost.
public struct NoThreadLost: KernelProperty {
  public init() {}
  public var name: String { "ipc/no-thread-lost" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, for all registers and every thread: after the IPC system \
    call, a thread that was runnable is runnable, unless it is the caller, which may block; and a thread that was \
    blocked is blocked as before, unless the call makes it runnable. Exactly one thread is running.
    """
  }
  public var mutations: [Mutation] {
    [Mutation("a thread that is to be ready is halted instead", .alterWrite(.init(TCB.state), .clear(2)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let arguments = t.arbitraryRegisters()
    let thread = t.object("thread", ThreadKind.self)
    let (after, _) = t.perform(on: before) { Kernel.ipc(&$0, arguments) }

    func isRunnable(_ k: T.S) -> T.R.Truth { KernelState.isRunnable(k, thread) }
    t.prove(
      "a runnable thread stays runnable",
      (isRunnable(before) && thread != before[Machine.current])
        .implies(isRunnable(after)))
    t.prove(
      "a thread that stays blocked is blocked as before",
      (!isRunnable(before) && !isRunnable(after))
        .implies(
          after[TCB.state, thread] == before[TCB.state, thread]
            && after[TCB.partner, thread] == before[TCB.partner, thread]))
    t.prove(
      "a thread that doesn't run is the caller blocked in its own call, or was none that ran",
      (thread == before[Machine.current] && !isRunnable(after))
        .implies(
          after[TCB.state, thread] == .waitingForever
            || after[TCB.state, thread] == .waitingNotify
            || after[TCB.state, thread] == .polling))
    t.prove(
      "the machine's current thread, and no other, is running",
      (after[TCB.state, thread] == .running) == (thread == after[Machine.current]))
    t.reach("the caller blocks", thread == before[Machine.current] && !isRunnable(after))
    t.reach("a blocked thread is woken", !isRunnable(before) && isRunnable(after))
    t.reach("a ready thread runs", thread == after[Machine.current] && thread != before[Machine.current])
  }
}

/// Senders are served in the order of arrival.
public struct FirstSenderFirst: KernelProperty {
  public init() {}
  public var name: String { "ipc/first-sender-first" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant: an open receive without a send phase, for which some thread \
    polls, is closed on a sender that polls for the caller, and no other sender that polls for it arrived before; \
    that sender runs next, and restarts its send.
    """
  }
  public var mutations: [Mutation] {
    [Mutation("the order of arrival is read backwards", .alterRead(.init(TCB.arrival), .flip(0xFFFF_FFFF)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let me = before[Machine.current]
    var arguments = t.arbitraryRegisters()
    arguments.r0 = Code<Handle, T.R>.nilThread.word
    arguments.r1 = Code<Handle, T.R>.anyThread.word
    let other = t.object("some sender", ThreadKind.self)
    func polls(_ u: Thread<T.R>) -> T.R.Truth {
      before[TCB.state, u] == .polling && before[TCB.partner, u] == me
    }
    t.assume("somebody polls for the caller", polls(other))
    let (after, exit) = t.perform(on: before) { Kernel.ipc(&$0, arguments) }
    let sender = after[Machine.current]
    t.prove("the caller waits for the one that runs", KernelState.waits(after, me, for: sender))
    t.prove("… and for nobody else", after[TCB.partner, me] == sender)
    t.prove("a sender that polled for the caller runs", before.exists(sender) && polls(sender))
    t.prove("it restarts its send", exit.continues)
    t.prove("no sender arrived before it", before[TCB.arrival, sender] <= before[TCB.arrival, other])
    t.reach("there are several senders", other != sender)
  }
}
