import Checker
import Logic
import Model

/// A message arrives whole and unaltered.
public struct MessageArrivesWhole: KernelProperty {
  public init() {}
  public var name: String { "ipc/message-arrives-whole" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and for all registers: when the caller's message can be \
    delivered, every word MR1 to MRn arrives unaltered, in registers or in the receiver's UTCB, whichever thread runs \
    next; the tag arrives without the flags that are meant for the kernel; the receiver learns the sender's reply \
    handle and space; and no other message register of the receiver in memory changes.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the sender's space isn't told", .loseWrite(.init(UTCB.senderSpace))),
      Mutation("the sender's handle names another thread", .alterWrite(.init(TCB.sentFrom), .flip(1))),
      Mutation("message words arrive altered", .alterRead(.init(UTCB.message), .flip(1))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let arguments = t.arbitraryRegisters()
    let me = before[Machine.current]
    let receiver = t.object("receiver", ThreadKind.self)
    t.assumeDelivery(of: arguments, to: receiver)
    let isHandle = arguments.r0 & T.R.Word(constant: Handle.typeBits) == T.R.Word(constant: Handle.reply)
    t.assume(
      "a reply handle's thread waits for exactly the caller",
      isHandle.implies(before[TCB.partner, receiver] == me))
    t.assume("`from` names somebody, anybody or nobody", t.sourceExists(arguments))
    // With nothing to wait for, the caller's own end is of no interest, and receiver and caller differ in fate.
    let (after, exit) = t.perform(on: before) { Kernel.ipc(&$0, arguments) }

    let i = t.object("message register", MessageRegister.self)
    let words = arguments.mr0 & T.R.Word(constant: Tag.untypedWords)
    let isSent = i.word >= T.R.Word(constant: Tag.firstInMemory) && i.word <= words
    t.prove(
      "a word of the message that travels in memory arrives",
      isSent.implies(after[UTCB.message, receiver, i] == before[UTCB.message, me, i]))
    t.prove(
      "no other message register in memory changes",
      (!isSent).implies(after[UTCB.message, receiver, i] == before[UTCB.message, receiver, i]))
    t.prove("the receiver learns the sender's space", after[UTCB.senderSpace, receiver] == before[TCB.space, me])
    t.prove("the receiver's kernel state names the sender", after[TCB.sentFrom, receiver] == Kernel.handle(me))

    let runs = after[Machine.current] == receiver && !exit.continues
    t.proveSame(
      "the registers arrive, in the processor or saved for later",
      .ite(runs, exit.registers, Kernel.saved(after, receiver)), arguments.received(from: me))
    t.reach("the receiver runs next", runs)
    t.reach("the receiver is made ready", after[TCB.state, receiver] == .ready)
    t.reach("the longest message", words == T.R.Word(constant: Tag.lastRegister))
  }
}

/// A failing IPC leaves its partner alone.
public struct ErrorsLeavePartnerUntouched: KernelProperty {
  public init() {}
  public var name: String { "ipc/errors-leave-partner-untouched" }
  public var decidesConditionals: Bool { true }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant and in which no ready thread is above the caller, and for all \
    registers: when the IPC system call fails in its send phase, or because `from` denotes no thread, nothing changes \
    but the caller's error code, its sent-from handle and its continuation; the code says what failed and in which \
    phase; and the caller goes on, with the error bit in its tag and no sender.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the error code isn't told", .loseWrite(.init(UTCB.errorCode))),
      Mutation("the caller keeps its old sent-from handle", .loseWrite(.init(TCB.sentFrom))),
      Mutation("errors of the two phases are mixed up", .alterWrite(.init(UTCB.errorCode), .flip(1))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let arguments = t.arbitraryRegisters()
    let me = before[Machine.current]
    t.assume(
      "no ready thread is above the caller, as when it came from user mode",
      KernelState.noneAbove(before, before[TCB.priority, me]))
    let error = t.earlyError(of: arguments)
    t.assume("the call fails before anything is sent", error != 0)
    let (after, exit) = t.perform(on: before) { Kernel.ipc(&$0, arguments) }

    let (expected, _) = t.specify(on: before) { k in
      k[TCB.continuation, me] = .userReturn
      k[TCB.sentFrom, me] = .nilThread
      k[UTCB.errorCode, me] = error
    }
    t.proveSame("only the caller's own error words change", ("after", after), ("expected", expected))
    t.prove("the caller goes on", !exit.continues)
    t.prove("the tag has the error bit and nothing else", exit.registers.tag == .error)
    t.prove("the sender's handle is nil", exit.registers.sender == .nilThread)
    func isError(_ code: Code<IPCError, T.R>, _ phase: Code<IPCPhase, T.R>) -> T.R.Truth {
      error == code.code(in: phase)
    }
    t.reach("no partner", isError(.noPartner, .send))
    t.reach("nobody to send to", isError(.nonExisting, .send))
    t.reach("nobody to receive from", isError(.nonExisting, .receive))
    t.reach("message overflow", isError(.messageOverflow, .send))
    t.reach("not accepted", isError(.notAccepted, .send))
  }
}
