import ARMSemantics
import Checker
import Logic
import Model

extension Trial {
  /// Restricts the claim to states in which no place of the active space's list has the number of a reply handle.
  fileprivate mutating func assumeListFits() {
    assume(
      "the active space's capability list is no larger than its table",
      state[CapabilityList.size, state[Machine.capabilities]] <= R.Word(constant: CapabilityType.slots))
  }
}

/// A new thread is what was asked for.
public struct NewThreadIsAsAskedFor: KernelProperty {
  public init() {}
  public var name: String { "call/create-thread-makes-what-is-asked" }
  public var statement: String {
    """
    For every state in which the active space's capability list is no larger than its table, and all registers with \
    which ThreadControl reports to its caller that it has created a thread: the thread is halted, in the space, with \
    the priority, pager, exception handler and UTCB that were asked for; its priority is not above its space's \
    maximum, and no other thread that is in use has its UTCB; it has no resources, no messages and no user registers \
    from before; it can be resumed by the caller, who has its capability at the place that was asked for.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the new thread runs at once", .alterWrite(.init(TCB.state), .become(ThreadState[.ready]))),
      Mutation(
        "the pager becomes the exception handler, too",
        .misplaceWrite(.init(TCB.pager), to: .init(TCB.exceptionHandler))),
      Mutation("two threads may have one UTCB", .alterRead(.init(TCB.utcb), .become(1))),
      Mutation("the priority may be any", .alterRead(.init(SpaceTable.maximumPriority), .become(255))),
      Mutation(
        "the caller gets a capability for IPC only",
        .alterWrite(.init(CapabilityList.type), .become(CapabilityType[.ipc]))),
      Mutation("the list doesn't grow", .loseWrite(.init(CapabilityList.size))),
      Mutation("r9 is what it was", .loseWrite(.init(TCB.userR9))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let arguments = t.arbitraryRegisters()
    let new = NewThread<T.R>(arguments)
    let other = t.object("another thread", ThreadKind.self)
    t.assumeListFits()
    let (after, exit) = t.perform(on: before) { Kernel.createThread(&$0, arguments) }
    guard t.branch("the caller is told that it is done", exit.registers.result == .done)
    else { return }
    func asked(_ name: T.R.Word) -> Thread<T.R> { KernelState.destination(before, name) }
    t.prove("it is halted", after[TCB.state, new.thread] == .halted)
    t.prove("its space is the one", after[TCB.space, new.thread] == new.space && before.isInUse(new.space))
    t.prove(
      "its priority is the one, and not above the maximum",
      after[TCB.priority, new.thread].word == new.priority
        && new.priority <= before[SpaceTable.maximumPriority, new.space])
    let isNil = { (name: T.R.Word) in Code<Handle, T.R>(name) == .nilThread }
    t.prove(
      "its pager is the one",
      after[TCB.pager, new.thread] == T.R.ite(isNil(new.pager), .none, asked(new.pager)))
    t.prove(
      "its exception handler is the one",
      after[TCB.exceptionHandler, new.thread]
        == T.R.ite(isNil(new.exceptionHandler), .none, asked(new.exceptionHandler)))
    t.prove("its UTCB is the one", after[TCB.utcb, new.thread] == new.utcb)
    t.prove(
      "no other thread has its UTCB",
      other == new.thread || !after.isInUse(other) || after[TCB.utcb, other] != new.utcb)
    t.prove("it has no resources", after[TCB.resources, new.thread] == .none)
    t.proveSame("its registers are zero", Kernel.saved(after, new.thread), UserRegisters())
    t.proveSame("they are zero wherever they are held", Kernel.saved(after, new.thread, in: .user), UserRegisters())
    for (name, field) in [
      ("r2", TCB.userR2), ("r9", TCB.userR9), ("r10", TCB.userR10), ("r11", TCB.userR11), ("r12", TCB.userR12),
      ("sp", TCB.userSP), ("lr", TCB.userLR), ("pc", TCB.userPC),
    ] {
      t.prove("\(name) is zero", after[field, new.thread] == 0)
    }
    t.prove("it is in user mode", after[TCB.userCPSR, new.thread] == T.R.Word(constant: ProgramStatus.userMode))
    t.prove(
      "the caller can resume it",
      Kernel.controlledThread(after, new.place) == new.thread || new.thread == before[Machine.idle])
    t.reach("it has a pager", after[TCB.pager, new.thread] != .none)
    t.reach("the list grows", new.place == before[CapabilityList.size, before[Machine.capabilities]])
  }
}

/// A copied capability gives no more than what it is a copy of.
public struct CopyGivesNoMore: KernelProperty {
  public init() {}
  public var checksMemory: Bool { true }
  public var name: String { "call/copy-capability-gives-no-more" }
  public var statement: String {
    """
    For every state in which the kernel's own threads, capability lists and capabilities name what exists, and all registers \
    with which CapControl copies a capability: no access leaves its table; the copy names the thread that the capability \
    names; if it gives full authority, then so does the capability; and whatever any name means to the caller \
    afterwards, it meant before, but for the place of the copy.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "every copy gives full authority", .alterWrite(.init(CapabilityList.type), .become(CapabilityType[.thread]))),
      Mutation(
        "a capability for IPC is taken for more",
        .alterRead(.init(CapabilityList.type), .become(CapabilityType[.thread]))
      ),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let arguments = t.arbitraryRegisters()
    let name = t.word("any name")
    t.assumeDone(CopyCapabilityContract(), arguments)
    t.assume(
      "what is named exists",
      KernelInvariant.claims(before).only([
        "machine-threads", "machine-space", "machine-cache", "capabilities", "list-size", "capability",
      ]))
    let (list, place) = (Ref<CapabilityListKind, T.R>(arguments.r1), Ref<CapabilitySlot, T.R>(arguments.mr0))
    let (after, _) = t.perform(on: before) { Kernel.copyCapability(&$0, arguments) }
    t.prove(
      "the copy names the same thread",
      after[CapabilityList.thread, list, place] == KernelState.destination(before, arguments.r0))
    t.prove(
      "full authority is copied from full authority",
      after[CapabilityList.type, list, place] != .thread
        || before[CapabilityList.type, before[Machine.capabilities], Ref(arguments.r0)]
          == .thread
    )
    t.prove(
      "no other name means more",
      name == place.word
        || (KernelState.destination(after, name) == KernelState.destination(before, name)
          && Kernel.controlledThread(after, name) == Kernel.controlledThread(before, name))
    )
    t.reach("authority is weakened", Code<CapabilityType, T.R>(arguments.mr1) == .ipc)
    t.reach("authority is copied", Code<CapabilityType, T.R>(arguments.mr1) == .thread)
  }
}
