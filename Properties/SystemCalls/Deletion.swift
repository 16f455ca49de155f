import Checker
import Logic
import Model

extension Trial {
  /// Restricts the claim to calls that aren't refused.
  mutating func assumeDone(_ call: any EntryContract, _ arguments: UserRegisters<R>) {
    assume("the call is not refused", call.refusal(state, arguments) == .none)
  }
}

/// Nothing leads to a deleted thread. What else is claimed of the call, as of every call, is in its contract
/// (`Contracts/ThreadControlContracts.swift`).
public struct DeletionLeavesNoTrace: KernelProperty {
  public init() {}
  public var name: String { "call/delete-thread-leaves-no-trace" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and all registers with which ThreadControl deletes a thread: \
    afterwards the thread is no longer in use and has no space; it doesn't run; it is no thread's partner, pager, \
    exception handler or last sender, and handles no interrupt; no capability names it in a system call; and it waits \
    for no thread, so that reply handles don't reach it either.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("threads keep a deleted pager", .loseWrite(.init(TCB.pager))),
      Mutation("threads keep a deleted exception handler", .loseWrite(.init(TCB.exceptionHandler))),
      Mutation("threads wait for a deleted thread", .loseWrite(.init(TCB.partner))),
      Mutation("threads may reply to a deleted thread", .loseWrite(.init(TCB.sentFrom))),
      Mutation("interrupts are told to a deleted thread", .loseWrite(.init(InterruptTable.handler))),
      Mutation("a deleted thread keeps its space", .loseWrite(.init(TCB.space))),
      Mutation("a deleted thread is merely halted", .alterWrite(.init(TCB.state), .become(ThreadState[.halted]))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let arguments = t.arbitraryRegisters()
    t.assumeDone(DeleteThreadContract(), arguments)
    let thread = DeleteThreadContract().subject(t.state, arguments)
    let name = t.word("any name")
    let (after, _) = t.perform(on: t.state) { Kernel.deleteThread(&$0, arguments) }
    t.prove(
      "the thread is no longer in use, and has no space", !after.isInUse(thread) && after[TCB.space, thread] == .none)
    t.prove("the thread doesn't run", after[Machine.current] != thread)
    t.prove(
      "the thread waits for nobody", after[TCB.state, thread] == .deleted)
    t.prove(
      "nobody remembers the thread",
      [
        Claim("thread", "No thread does.", forAll: after, ThreadKind.self) { u in
          after[TCB.partner, u] != thread && after[TCB.pager, u] != thread && after[TCB.exceptionHandler, u] != thread
            && after[TCB.sentFrom, u] != Kernel.handle(thread)
        },
        Claim("interrupt", "No interrupt does.", forAll: after, InterruptKind.self) { i in
          after[InterruptTable.handler, i] != thread
        },
      ])
    let isHandle = name & T.R.Word(constant: Handle.typeBits) == T.R.Word(constant: Handle.reply)
    t.prove(
      "no capability names the thread", isHandle || KernelState.destination(after, name) != thread)
    t.prove("no capability gives authority over it", Kernel.controlledThread(after, name) != thread)
    t.reach("somebody waited for it", after[Machine.current] != t.state[Machine.current])
  }
}

/// A thread that waited for a deleted thread gets an error.
public struct DeletionCancelsPartners: KernelProperty {
  public init() {}
  public var name: String { "call/delete-thread-cancels-partners" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, all registers with which ThreadControl deletes a thread, and \
    every other thread: if it was blocked until the deleted thread did something, its IPC has failed afterwards with \
    the error `cancelled` and the phase, and it is runnable, and finds the error when it runs; otherwise it is \
    blocked as it was, or runnable if it was. No ready thread has a higher priority than the one that runs.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("errors of the two phases are mixed up", .alterWrite(.init(UTCB.errorCode), .flip(1))),
      Mutation("the error is that of an abort", .alterWrite(.init(UTCB.errorCode), .flip(8))),
      Mutation(
        "a cancelled IPC starts again", .alterWrite(.init(TCB.continuation), .become(Continuation[.restartIPC]))),
      Mutation("a cancelled thread isn't woken", .loseWrite(.init(TCB.state))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let arguments = t.arbitraryRegisters()
    t.assumeDone(DeleteThreadContract(), arguments)
    let thread = DeleteThreadContract().subject(before, arguments)
    let other = t.object("another thread", ThreadKind.self)
    t.assume("it is not the thread that is deleted", other != thread)
    let (after, exit) = t.perform(on: before) { Kernel.deleteThread(&$0, arguments) }
    let runs = other == after[Machine.current]
    if t.branch("it is blocked on the thread", Kernel.isBlocked(before, other, on: thread)) {
      let sends = before[TCB.state, other] == .polling
      t.prove(
        "the error code tells the error and the phase",
        after[UTCB.errorCode, other]
          == AsWritten.code(of: Code<IPCError, T.R>.cancelled, inReceive: !sends))
      t.prove("it is runnable", KernelState.isRunnable(after, other))
      t.prove(
        "it will be told", after[TCB.continuation, other] == .failIPC)
      t.prove("it is told in the kernel", !runs || exit.continues)
      t.reach("it sends", sends)
      t.reach("it receives", !sends)
      t.reach("it runs next", runs)
    } else {
      t.prove(
        "it is runnable if it was, and blocked as it was if not",
        T.R.select(
          KernelState.isRunnable(before, other), KernelState.isRunnable(after, other),
          after[TCB.state, other] == before[TCB.state, other]
            && after[UTCB.errorCode, other] == before[UTCB.errorCode, other]
            || other == before[Machine.idle]))
    }
    t.prove(
      "no ready thread is above the running one",
      KernelState.noneAbove(after, after[TCB.priority, after[Machine.current]]))
  }
}

/// A thread whose IPC was ended finds the error in its registers.
public struct EndedIPCIsTold: KernelProperty {
  public init() {}
  public var name: String { "call/ended-ipc-is-told" }
  public var statement: String {
    """
    For every state in which the running thread's IPC, one of its own, was ended while others ran: it goes on in user \
    mode with the error bit in its tag and no sender, and nothing changes but that no error is pending any more.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("it is told again and again", .loseWrite(.init(TCB.continuation))),
      Mutation(
        "the thread starts its IPC again", .alterRead(.init(TCB.continuation), .become(Continuation[.restartIPC]))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let me = before[Machine.current]
    t.assume(
      "the running thread's IPC was ended",
      before[TCB.continuation, me] == .failIPC)
    t.assume(
      "the IPC was its own", !before[TCB.resources, me].has(.resumesInKernel))
    let (after, exit) = t.perform(on: before) { Kernel.resume(&$0) }
    t.prove("the thread goes on in user mode", !exit.continues && after[Machine.current] == me)
    t.prove(
      "it finds the error, and no sender",
      exit.registers.tag == .error && exit.registers.sender == .nilThread)
    t.prove(
      "nothing is left to be told", after[TCB.continuation, me] == .userReturn)
    t.proveSame(
      "nothing else changes", ("after", after), ("before", before), where: { _, _ in true },
      excluding: ["TCB.continuation"])
  }
}
