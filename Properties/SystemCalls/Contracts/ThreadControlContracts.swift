import Checker
import Logic
import Model

/// The privilege is not asked for.
let nobodyAsksForPrivilege = Mutation(
  "nobody asks for the privilege", .alterRead(.init(SpaceTable.privileges), .become(Privileges[.systemCalls])))

struct CreateThreadContract: EntryContract {
  let entry = ClaimedEntry.call(.createThread)
  let description = "ThreadControl (create)"
  let footprint =
    "the control block and the UTCB of the thread that it names, and the place in the active space's capability list"
  let isPrivileged = true
  let changedThreadColumns: Set<String>? = nil
  let changedUTCBColumns: Set = ["UTCB.acceptor", "UTCB.notify mask", "UTCB.notify bits", "UTCB.error code"]
  let leftOut = Reason.switchesToNobody.merging(
    [.losesNoThread: .claimedBy([NewThreadIsAsAskedFor().name])]
  ) { $1 }
  var own: [any Property] { [NewThreadIsAsAskedFor()] }

  let footprintMutations = [nobodyAsksForPrivilege]
  let invariantMutations = [
    Mutation("the new thread's priority is one too high", .alterWrite(.init(TCB.priority), .add(1)))
  ]
  let namesMutations = [
    Mutation("the new thread is still free", .alterWrite(.init(TCB.state), .become(ThreadState[.free])))
  ]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toCreate: NewThread(arguments))
  }
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> { Thread(arguments.r0) }
  func place<S: Store>(
    _ k: S, _ arguments: UserRegisters<S.R>
  ) -> (list: Ref<CapabilityListKind, S.R>, place: S.R.Word)? { (k[Machine.capabilities], arguments.mr4) }
  func keepsUTCB<S: Store>(_ k: S, of thread: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth { thread != subject }
}

struct ModifyThreadContract: EntryContract {
  let entry = ClaimedEntry.call(.modifyThread)
  let description = "ThreadControl (modify)"
  let footprint = "the pager, the exception handler and the resource bits of the thread that it names"
  let isPrivileged = true
  /// Who may use the coprocessor.
  let changesMachine = true
  let changedThreadColumns: Set<String>? = ["pager", "exception handler", "resources"]
  let leftOut = Reason.switchesToNobody

  let footprintMutations = [nobodyAsksForPrivilege]
  let invariantMutations = [
    Mutation("the coprocessor stays as it was while the thread runs", .loseWrite(.init(Machine.coprocessorAccess)))
  ]
  let namesMutations = [Mutation("the pager may be anybody", .alterWrite(.init(TCB.pager), .flip(1)))]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toModify: arguments)
  }
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> {
    Kernel.controlledThread(k, arguments.r0)
  }
}

struct DeleteThreadContract: EntryContract {
  let entry = ClaimedEntry.call(.deleteThread)
  let description = "ThreadControl (delete)"
  let footprint = """
    the thread that it names, those that name it as partner, pager, exception handler or last sender, the interrupts \
    of which it is the handler, and who runs
    """
  let isPrivileged = true
  let switches = true
  let changedThreadColumns: Set<String>? = ["space", "pager", "exception handler", "resources"]
  let changedUTCBColumns: Set = ["UTCB.error code"]
  let leftOut = Reason.arrivesAtMostOnce.merging([
    .picksTheHighest: .claimedBy([DeletionCancelsPartners().name]),
    .losesNoThread: .claimedBy([DeletionCancelsPartners().name]),
  ]) { $1 }
  var own: [any Property] { [DeletionLeavesNoTrace(), DeletionCancelsPartners(), EndedIPCIsTold()] }

  let footprintMutations = [nobodyAsksForPrivilege]
  let namesMutations = [
    Mutation("threads keep a deleted pager", .loseWrite(.init(TCB.pager))),
    Mutation("threads keep a deleted exception handler", .loseWrite(.init(TCB.exceptionHandler))),
    Mutation("a deleted thread keeps its space", .loseWrite(.init(TCB.space))),
  ]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toDelete: Kernel.controlledThread(k, arguments.r0))
  }
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> {
    Kernel.controlledThread(k, arguments.r0)
  }
  func keepsBystander<S: Store>(_ k: S, _ bystander: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth {
    k[TCB.partner, bystander] != subject && k[TCB.pager, bystander] != subject
      && k[TCB.exceptionHandler, bystander] != subject && k[TCB.sentFrom, bystander] != Kernel.handle(subject)
  }
  func keepsUTCB<S: Store>(_ k: S, of thread: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth {
    !Kernel.isBlocked(k, thread, on: subject)
  }
  func keepsInterrupt<S: Store>(
    _ k: S, _ interrupt: Ref<InterruptKind, S.R>, _ arguments: UserRegisters<S.R>
  ) -> S.R.Truth {
    k[InterruptTable.handler, interrupt] != subject(k, arguments)
  }
}
