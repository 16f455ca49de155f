import Checker
import Logic
import Model

/// It changes nothing that the kernel invariant speaks of.
private let changesInterruptsOnly: [CommonClaim: Omission] = [
  .preservesInvariant: .because("no claim of the kernel invariant speaks of what it changes")
]

struct BindInterruptContract: EntryContract {
  let entry = ClaimedEntry.call(.bindInterrupt)
  let description = "InterruptControl (bind)"
  let footprint = "the interrupt that it names"
  let isPrivileged = true
  let leftOut = Reason.switchesToNobody.merging(changesInterruptsOnly) { $1 }
  let footprintMutations = [nobodyAsksForPrivilege]
  let namesMutations = [
    Mutation("another thread is told of the interrupt", .alterWrite(.init(InterruptTable.handler), .flip(1)))
  ]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toBind: arguments)
  }
  func interrupt<R: Reading>(_ arguments: UserRegisters<R>) -> Ref<InterruptKind, R>? { Ref(arguments.r0) }
}

struct AcknowledgeInterruptContract: EntryContract {
  let entry = ClaimedEntry.call(.acknowledgeInterrupt)
  let description = "InterruptControl (acknowledge)"
  let footprint = "the interrupt that it names"
  let leftOut = Reason.switchesToNobody.merging(changesInterruptsOnly) { $1 }.merging(
    [.keepsNames: .because("it changes an interrupt's mask, which names nobody")]
  ) { $1 }
  let footprintMutations = [
    Mutation(
      "somebody else acknowledges", .misread(.init(InterruptTable.handler), as: .init(InterruptTable.notifyBits)))
  ]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toAcknowledge: arguments)
  }
  func interrupt<R: Reading>(_ arguments: UserRegisters<R>) -> Ref<InterruptKind, R>? { Ref(arguments.r0) }
}

struct InterruptContract: EntryContract {
  let entry = ClaimedEntry.event(.interrupt)
  let description = "an interrupt"
  let footprint = "whether it is masked, the thread that is its handler, and who runs"
  let switches = true
  let needsHandlers = true
  let changedUTCBColumns: Set = ["UTCB.notify bits"]
  let leftOut = Reason.arrivesAtMostOnce
  var own: [any Property] { [InterruptNotifiesItsHandler()] }
  let footprintMutations = [
    Mutation(
      "the notify bits are written over the handler's error code",
      .misplaceWrite(.init(UTCB.notifyBits), to: .init(UTCB.senderSpace)))
  ]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> { .none }
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> {
    k[InterruptTable.handler, Ref(arguments.r0)]
  }
  func interrupt<R: Reading>(_ arguments: UserRegisters<R>) -> Ref<InterruptKind, R>? { Ref(arguments.r0) }
  func keepsUTCB<S: Store>(_ k: S, of thread: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth { thread != subject }
}
