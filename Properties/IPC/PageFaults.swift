import ARMSemantics
import Checker
import FastPath
import Logic
import Model

extension Trial {
  /// Any result of the abort handler at all.
  mutating func arbitraryAbortResult() -> AbortResult<R> {
    AbortResult(
      action: .pageFault, address: word("fault address"), access: Code(word("access")),
      instruction: word("instruction address"), status: Code(word("status")))
  }
}

/// A page fault is delivered to the pager.
public struct PageFaultReachesPager: KernelProperty {
  public init() {}
  public var name: String { "ipc/page-fault-reaches-pager" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running, and whatever \
    the abort handler says of a page fault: if the running thread's pager waits for the thread, or for anyone, in \
    user code, it is made runnable with a message that gives exactly the fault address, the kind of access and the \
    address of the instruction, from the thread; if it does not, the thread polls for it, and sends the same message \
    when it is started again. Until the answer, the thread waits for the pager alone, and its registers are kept. A \
    thread without a pager is halted.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the instruction's address isn't told", .alterWrite(.init(TCB.savedMR), .become(0))),
      Mutation("the thread is told of as somebody else", .alterWrite(.init(TCB.sentFrom), .flip(1))),
      Mutation("the thread waits for anyone", .alterWrite(.init(TCB.partner), .become(Thread<Native>.any.word))),
      Mutation("the registers are lost", .loseWrite(.init(TCB.userMR))),
      Mutation("the thread takes the answer for a message of its own", .loseWrite(.init(TCB.resources))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let before = t.state
    let (me, result, registers) = (before[Machine.current], t.arbitraryAbortResult(), t.arbitraryRegisters())
    let pager = before[TCB.pager, me]
    let message = t.pageFaultMessage(result.access, address: result.address, instruction: result.instruction)
    if t.branch("the thread is started again", t.word("again") != 0) {
      t.assume(
        "the thread was telling its pager of a page fault",
        before[TCB.continuation, me] == .restartIPC
          && before[TCB.resources, me].has(.kernelIPC) && pager != .none)
      for (saved, register) in zip(Kernel.saved(before, me).leaves, message.leaves) {
        t.assume("the message is saved: \(saved.name)", saved.word == register.word)
      }
      let (after, exit) = t.perform(on: before) { Kernel.resume(&$0) }
      t.proveTold(message, before, after, exit)
      return
    }
    let (after, exit) = t.perform(on: before) { Kernel.pageFault(&$0, result, registers) }
    t.proveSame("the thread's registers are kept", Kernel.saved(after, me, in: .user), registers)
    if t.branch("the thread has no pager", pager == .none) {
      t.prove("the thread is halted", after[TCB.state, me] == .halted)
      return
    }
    t.proveTold(message, before, after, exit)
  }
}

extension Trial {
  /// The message that tells of a page fault, with the tag of Version X.2 written out.
  func pageFaultMessage(_ access: Code<AccessKind, R>, address: R.Word, instruction: R.Word) -> UserRegisters<R> {
    let tag = R.ite(
      access == .fetch, 0xFFE1_0002,
      R.ite(access == .write, 0xFFE2_0002, 0xFFE4_0002))
    return UserRegisters(
      mr0: tag | R.Word(constant: Tag[.sendBlocks | .receiveBlocks]), mr1: address, mr2: instruction)
  }

  /// The pager of the thread that has run has the message, or will have it when it asks; and the thread waits for it.
  mutating func proveTold(_ message: UserRegisters<R>, _ before: S, _ after: S, _ exit: Exit<R>) {
    let me = before[Machine.current]
    let pager = before[TCB.pager, me]
    prove("the answer will be the kernel's", after[TCB.resources, me].has(.kernelIPC))
    guard let runs = proveAsked(pager, called: "pager", waits: "the pager waits", message, after, exit) else {
      return
    }
    prove("the pager can answer", after[TCB.sentFrom, pager] == Kernel.handle(me))
    reach("the pager runs next", runs)
    reach("the pager is made ready", after[TCB.state, pager] == .ready)
  }
}

/// A thread whose page fault has been answered goes on as if nothing had been.
public struct PageFaultResumesThread: KernelProperty {
  public init() {}
  public var name: String { "ipc/page-fault-resumes-the-thread" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running, on whose behalf \
    the kernel has made an IPC with its pager, or with its exception handler: where it is answered, the thread goes \
    on in user mode with exactly the registers that were kept, so that the instruction is made again, and nothing \
    changes but that the kernel waits for no answer any more. If the IPC was ended from outside instead, the thread \
    is halted.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "the thread finds the pager's answer in its registers", .misread(.init(TCB.userR0), as: .init(TCB.savedR0))),
      Mutation("the next message is taken for an answer, too", .loseWrite(.init(TCB.resources))),
      Mutation("a failure counts as an answer", .alterRead(.init(TCB.savedMR), .clear(Tag[.error]))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let before = t.state
    let me = before[Machine.current]
    t.assume(
      "an answer was waited for, and is there",
      before[TCB.resources, me].has(.resumesInKernel)
        && before[TCB.continuation, me] != .restartIPC)
    let (after, exit) = t.perform(on: before) { Kernel.resume(&$0) }
    if t.branch(
      "the IPC failed",
      Kernel.saved(before, me).tag.has(.error)
        || before[TCB.continuation, me] == .failIPC)
    {
      t.prove("the thread is halted", after[TCB.state, me] == .halted)
      return
    }
    t.prove("the thread goes on in user mode", !exit.continues && after[Machine.current] == me)
    t.proveSame("the registers are those of the fault", exit.registers, Kernel.saved(before, me, in: .user))
    t.prove(
      "no answer is waited for",
      after[TCB.resources, me] == before[TCB.resources, me].clearing(.resumesInKernel))
    t.proveSame(
      "nothing else changes", ("after", after), ("before", before),
      where: { table, i in table == TCB.number ? Thread<T.R>(i) != me : true }, excluding: [])
    t.proveSame(
      "nothing else of the thread changes", ("after", after), ("before", before), where: { _, _ in true },
      excluding: ["TCB.resources"])
  }
}

/// Page faults and their answers preserve the kernel invariant.
public struct PageFaultPreservesInvariant: KernelProperty {
  private let resumes: Bool

  /// The property of a page fault, or of a thread that resumes in the kernel.
  public init(resuming resumes: Bool) { self.resumes = resumes }

  public var name: String { resumes ? "ipc/resume-preserves-invariant" : "ipc/page-fault-preserves-invariant" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running: the state after \
    \(resumes ? Self.resuming : "a page fault, with whatever the abort handler says, and whatever the registers,") satisfies the kernel \
    invariant.\(resumes
        ? " (What else a thread does in the kernel is an IPC again: see ipc/restart-is-the-call-again.)" : "")
    """
  }
  private static let resuming = """
    the kernel has sent the running thread's page fault to its pager again, or its exception to its exception \
    handler, or has received the answer,
    """
  public var mutations: [Mutation] { mutationsOfAsking }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let before = t.state
    if resumes {
      let me = before[Machine.current]
      t.assume(
        "the kernel does an IPC for the running thread",
        before[TCB.resources, me].has(.resumesInKernel))
      _ = t.branch(
        "it is told again", before[TCB.continuation, me] == .restartIPC)
      let (after, _) = t.perform(on: before) { Kernel.resume(&$0) }
      t.prove("the kernel invariant holds afterwards", KernelInvariant.claims(after))
    } else {
      let (result, registers) = (t.arbitraryAbortResult(), t.arbitraryRegisters())
      let (after, _) = t.perform(on: before) { Kernel.pageFault(&$0, result, registers) }
      t.prove("the kernel invariant holds afterwards", KernelInvariant.claims(after))
    }
  }
}
