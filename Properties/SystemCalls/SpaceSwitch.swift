import ARMSemantics
import Checker
import Logic
import Model

/// SpaceSwitch moves a thread, and loses nothing on the way.
public struct SpaceSwitchMovesTheThread: KernelProperty {
  public init() {}
  public var name: String { "call/space-switch-moves-the-thread" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and all registers with which SpaceSwitch reports success to \
    its caller: the thread belongs to the space and has the UTCB address that were asked for, an address in that \
    space's UTCB section that is no other thread's; its priority is not above the space's maximum. The caller goes \
    on. If it has moved itself, then the space is the active one, names mean what they mean in that space's list, and \
    user code finds the address of the new UTCB; otherwise the active space is what it was. A thread that was blocked \
    in an IPC hasn't moved.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the thread stays in its space", .loseWrite(.init(TCB.space))),
      Mutation("user code finds the old UTCB", .loseWrite(.init(Machine.utcb))),
      Mutation("the caller keeps the names of its old space", .loseWrite(.init(Machine.capabilities))),
      Mutation("two threads may have one UTCB", .alterRead(.init(TCB.utcb), .become(1))),
      Mutation("the priority may be any", .alterRead(.init(SpaceTable.maximumPriority), .become(255))),
      Mutation(
        "a thread may move while it is blocked", .alterRead(.init(TCB.state), .become(ThreadState[.ready]))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let arguments = t.arbitraryRegisters()
    let (me, thread) = (before[Machine.current], Kernel.controlledThread(before, arguments.r0))
    let other = t.object("another thread", ThreadKind.self)
    let space = Space<T.R>(arguments.r1)
    let (after, exit) = t.perform(on: before) { Kernel.spaceSwitch(&$0, arguments) }
    guard t.branch("the caller is told that it is done", exit.registers.result == .done)
    else { return }
    t.prove("the thread belongs to the space", after[TCB.space, thread] == space && before.isInUse(space))
    t.prove(
      "its UTCB is in the space's section",
      after[TCB.utcb, thread] == arguments.mr0 && Megabyte(at: arguments.mr0) == Section.utcbs(of: space))
    t.prove(
      "no other thread has its UTCB",
      other == thread || !after.isInUse(other) || after[TCB.utcb, other] != arguments.mr0)
    t.prove(
      "its priority is not above the maximum",
      after[TCB.priority, thread].word <= before[SpaceTable.maximumPriority, space])
    t.prove("the caller goes on", after[Machine.current] == me && !exit.continues)
    let state = before[TCB.state, thread]
    t.prove(
      "the thread was not blocked",
      state != .polling && state != .waitingForever
        && state != .waitingNotify)
    if t.branch("the caller moves itself", thread == me) {
      t.prove("the space is the active one", after[Machine.space] == space)
      t.prove("names are those of the space", after[Machine.capabilities] == before[SpaceTable.capabilities, space])
      t.prove("user code is told the new UTCB", after[Machine.utcb] == arguments.mr0)
    } else {
      t.prove("the active space stays", after[Machine.space] == before[Machine.space])
      t.reach("a ready thread moves", state == .ready)
      t.reach("a halted thread moves", state == .halted)
    }
  }
}
