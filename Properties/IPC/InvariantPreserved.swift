import ARMSemantics
import Checker
import FastPath
import Logic
import Model

/// Mutations of what every operation does at its end.
private let switchFaults = [
  Mutation("a switch leaves the old domain mask in force", .loseWrite(.init(Machine.mask))),
  Mutation("a switch forgets that the new space's domains get dirty", .loseWrite(.init(Machine.dirtyDomains))),
  Mutation("a thread that is switched to stays ready", .alterWrite(.init(TCB.state), .become(ThreadState[.ready]))),
]

/// The IPC system call preserves the kernel invariant.
public struct IPCPreservesInvariant: KernelProperty {
  public init() {}
  public var name: String { "ipc/call-preserves-invariant" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running, and for all \
    registers: the state after the IPC system call satisfies the kernel invariant. (That the order of arrival stays a \
    permutation is ipc/call-keeps-arrival-order.)
    """
  }
  public var mutations: [Mutation] {
    switchFaults + [
      Mutation("a sender that begins to poll has nothing to restart", .loseWrite(.init(TCB.continuation)))
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let arguments = t.arbitraryRegisters()
    let (after, _) = t.perform(on: t.state) { Kernel.ipc(&$0, arguments) }
    t.prove("the kernel invariant holds afterwards", KernelInvariant.claims(after).except(["arrivals"]))
  }
}

/// The IPC system call keeps the order of arrival a permutation.
public struct IPCKeepsArrivalOrder: KernelProperty {
  public init() {}
  public var name: String { "ipc/call-keeps-arrival-order" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and for all registers: after the IPC system call, no two \
    threads have the same place in the order of arrival.
    """
  }
  public var mutations: [Mutation] {
    [Mutation("arriving threads get one place too far to the front", .alterWrite(.init(TCB.arrival), .clear(1)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let arguments = t.arbitraryRegisters()
    let (after, _) = t.perform(on: t.state) { Kernel.ipc(&$0, arguments) }
    t.prove("the order of arrival is a permutation afterwards", KernelInvariant.claims(after).only(["arrivals"]))
  }
}

/// A restarted IPC is the call again.
public struct RestartIsTheCallAgain: KernelProperty {
  public init() {}
  public var name: String { "ipc/restart-is-the-call-again" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant and in which the running thread is to start an IPC of its own \
    again: it does exactly what the system call does with the arguments that were saved when the caller began to poll, so that everything proved of the call is true \
    of a restart.
    """
  }
  public var mutations: [Mutation] {
    [Mutation("a restart takes `from` for `to`", .misread(.init(TCB.savedR0), as: .init(TCB.savedR1)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let me = before[Machine.current]
    t.assume(
      "the running thread has an IPC to start again",
      before[TCB.continuation, me] == .restartIPC)
    t.assume(
      "the IPC is its own", !before[TCB.resources, me].has(.resumesInKernel))
    let (restarted, exit) = t.perform(on: before) { Kernel.resume(&$0) }
    let (called, expected) = t.specify(on: before) { Kernel.ipc(&$0, Kernel.saved($0, me)) }
    t.proveSame("the state is that after the call", ("restarted", restarted), ("called", called))
    t.proveSame("the registers are those of the call", exit.registers, expected.registers)
    t.prove("the thread that runs next goes on in the same way", exit.continues == expected.continues)
  }
}

/// The kernel invariant and the coupling invariant hold at boot.
public struct InvariantAtBoot: KernelProperty {
  public init() {}
  public var name: String { "ipc/invariant-at-boot" }
  public var statement: String {
    """
    For all numbers of threads, spaces and capability lists: if the memory that the platform sets aside for the \
    kernel is a number of whole megabytes, the state that the kernel boots into satisfies the kernel invariant and \
    the coupling invariant, and has no dangling thread references.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("boot leaves the DACR as it was", .loseWrite(.init(CP15.domainAccessControl))),
      Mutation("boot leaves the ready queues as they were", .loseWrite(.init(ReadyQueue.head))),
      Mutation("boot leaves exception handlers as they were", .loseWrite(.init(TCB.exceptionHandler))),
      Mutation("boot leaves the handlers of interrupts as they were", .loseWrite(.init(InterruptTable.handler))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assume(Platform.megabytes, Platform.isMegabytes(t.state))
    let (after, _) = t.perform(on: t.state) { FastPath.boot(&$0) }
    t.prove("the kernel invariant holds", KernelInvariant.claims(after))
    t.prove("the coupling invariant holds", Coupling.claims(after))
    t.prove("whoever is named is there", NameInvariant.claims(after))
  }
}
