import Checker
import Logic
import Model

/// ExchangeRegisters does what its control word says.
public struct ExchangeDoesWhatIsAsked: KernelProperty {
  public init() {}
  public var name: String { "call/exchange-registers-does-what-is-asked" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running, and all registers \
    with which ExchangeRegisters isn't refused: the thread's stack pointer, program counter and flags are the given ones where \
    the control word selects them, and as they were where not; of the flags only conditions and the Thumb bit are taken, and \
    the mode is user mode. A thread that is to be halted is; one that was halted and is to be resumed is runnable. An IPC that \
    is to be aborted, or whose thread is halted, has failed with the error `aborted` and the phase; any other goes on. The caller, \
    if it goes on, finds the old registers and what the thread was doing.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("all flags are taken, the mode included", .misplaceWrite(.init(TCB.userCPSR), to: .init(TCB.userPC))),
      Mutation(
        "the stack pointer goes into the program counter", .misplaceWrite(.init(TCB.userSP), to: .init(TCB.userPC))),
      Mutation("an abort is told as a cancellation", .alterWrite(.init(UTCB.errorCode), .flip(8))),
      Mutation("errors of the two phases are mixed up", .alterWrite(.init(UTCB.errorCode), .flip(1))),
      Mutation(
        "a halted thread is ready", .alterWrite(.init(TCB.state), .flip(ThreadState[.halted] ^ ThreadState[.ready]))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let before = t.state
    let arguments = t.arbitraryRegisters()
    t.assumeDone(ExchangeRegistersContract(), arguments)
    let (me, thread) = (before[Machine.current], Kernel.controlledThread(before, arguments.r0))
    let request = Flags<ExchangeControl, T.R>(arguments.r1)
    let sends = before[TCB.state, thread] == .polling
    let receives =
      before[TCB.state, thread] == .waitingForever
      || before[TCB.state, thread] == .waitingNotify
    let halts = t.branch("the thread is to be halted", request.halts)
    let ends = t.branch(
      "the thread's IPC is to end",
      (sends && (request.halts || request.has(.abortSend)))
        || (receives && (request.halts || request.has(.abortReceive))))
    let (after, exit) = t.perform(on: before) { Kernel.exchangeRegisters(&$0, arguments) }

    func proveRegister(_ name: String, _ bit: Flags<ExchangeControl, T.R>, _ field: Field<TCB, Plain>, _ new: T.R.Word)
    {
      t.prove(
        "\(name) is the given one, or as it was",
        after[field, thread] == T.R.ite(request.has(bit), new, before[field, thread]))
    }
    proveRegister("the stack pointer", .stackPointer, TCB.userSP, arguments.mr0)
    proveRegister("the program counter", .programCounter, TCB.userPC, arguments.mr1)
    proveRegister(
      "the status", .flags, TCB.userCPSR, arguments.mr2 & 0xF000_0020 | 0x10)
    let state = after[TCB.state, thread]
    if ends {
      t.prove(
        "the error code tells the abort and the phase",
        after[UTCB.errorCode, thread]
          == AsWritten.code(of: Code<IPCError, T.R>.aborted, inReceive: !sends))
      t.reach("a send ends", sends)
      t.reach("a receive ends", receives)
    } else {
      t.prove("no error is told", after[UTCB.errorCode, thread] == before[UTCB.errorCode, thread])
    }
    if halts {
      t.prove("the thread is halted", state == .halted)
      t.reach("the caller halts itself", thread == me)
    } else {
      let wasHalted =
        before[TCB.state, thread] == .halted
        || before[TCB.state, thread] == .aborted
      let goesOn = ends ? T.R.Truth(true) : (wasHalted && request.resumes) || KernelState.isRunnable(before, thread)
      t.prove(
        "the thread is runnable, or stays as it was",
        T.R.select(goesOn, KernelState.isRunnable(after, thread), state == before[TCB.state, thread]))
      t.reach("a thread is resumed", wasHalted && request.resumes)
    }
    let isCaller = after[Machine.current] == me && !exit.continues
    t.prove(
      "the caller finds the old registers",
      !isCaller
        || (exit.registers.mr0 == before[TCB.userSP, thread] && exit.registers.mr1 == before[TCB.userPC, thread]
          && exit.registers.mr2 == before[TCB.userCPSR, thread])
    )
    let found = Flags<ExchangeState, T.R>(exit.registers.mr3)
    t.prove(
      "the caller finds what the thread was doing",
      !isCaller
        || ((found.has(.sending) == sends) && (found.has(.receiving) == receives))
    )
  }
}
