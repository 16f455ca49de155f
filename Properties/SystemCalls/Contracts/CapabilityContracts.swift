import Checker
import Logic
import Model

private let listGrows = Mutation(
  "a list grows beyond its table", .alterWrite(.init(CapabilityList.size), .add(CapabilityType.slots)))
private let namesAnother = Mutation(
  "the capability names another thread", .alterWrite(.init(CapabilityList.thread), .flip(1)))
private let isNotEmptied = Mutation(
  "the place isn't emptied", .alterWrite(.init(CapabilityList.type), .become(CapabilityType[.ipc])))

struct CreateCapabilityContract: EntryContract {
  let entry = ClaimedEntry.call(.createCapability)
  let description = "CapControl (create)"
  let footprint = "the place in the list that it names"
  let isPrivileged = true
  let keepsNamesAlone = true
  let leftOut = Reason.switchesToNobody
  let footprintMutations = [nobodyAsksForPrivilege]
  let invariantMutations = [listGrows]
  let namesMutations = [namesAnother]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toCreateCapability: arguments)
  }
  func place<S: Store>(
    _ k: S, _ arguments: UserRegisters<S.R>
  ) -> (list: Ref<CapabilityListKind, S.R>, place: S.R.Word)? { (Ref(arguments.r0), arguments.r1) }
}

struct CopyCapabilityContract: EntryContract {
  let entry = ClaimedEntry.call(.copyCapability)
  let description = "CapControl (copy)"
  let footprint = "the place in the list that it names"
  let isPrivileged = true
  let leftOut = Reason.switchesToNobody
  var own: [any Property] { [CopyGivesNoMore()] }
  let footprintMutations = [nobodyAsksForPrivilege]
  let invariantMutations = [listGrows]
  let namesMutations = [namesAnother]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toCopyCapability: arguments)
  }
  func place<S: Store>(
    _ k: S, _ arguments: UserRegisters<S.R>
  ) -> (list: Ref<CapabilityListKind, S.R>, place: S.R.Word)? { (Ref(arguments.r1), arguments.mr0) }
}

struct DeleteCapabilityContract: EntryContract {
  let entry = ClaimedEntry.call(.deleteCapability)
  let description = "CapControl (delete)"
  let footprint = "the place in the list that it names"
  let isPrivileged = true
  let keepsNamesAlone = true
  let leftOut = Reason.switchesToNobody
  let footprintMutations = [nobodyAsksForPrivilege]
  let invariantMutations = [isNotEmptied]
  let namesMutations = [isNotEmptied]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toDeleteCapability: arguments)
  }
  func place<S: Store>(
    _ k: S, _ arguments: UserRegisters<S.R>
  ) -> (list: Ref<CapabilityListKind, S.R>, place: S.R.Word)? { (Ref(arguments.r0), arguments.r1) }
}
