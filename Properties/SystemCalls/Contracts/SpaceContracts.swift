import ARMSemantics
import Checker
import Logic
import Model

/// What SpaceControl leaves out: it changes address spaces only.
private let changesSpacesOnly = Reason.switchesToNobody.merging(
  [.keepsNames: .because("no claim of the name invariant speaks of what it changes")]
) { $1 }

/// What it may change besides address spaces is said elsewhere.
private func footprint(of name: StaticString) -> String {
  """
  what belongs to address spaces and the memory system, as call/\(name)-does-what-its-operations-do says, or, \
  if the operation is refused, the error code
  """
}

struct CreateSpaceContract: EntryContract {
  let entry = ClaimedEntry.call(.createSpace)
  let description = "SpaceControl (create)"
  let footprint = Properties.footprint(of: SystemCall.createSpace.name)
  let isPrivileged = true
  let changesSpaces = true
  let spaceClaims: Set = ["owners"]
  let invariantNeeds = ", and whose active space and owners of domains are in use"
  let leftOut = changesSpacesOnly
  var own: [any Property] { [SpaceControlDoesItsOperations(.create)] }
  let footprintMutations = [nobodyAsksForPrivilege]
  let invariantMutations = [
    Mutation("the new space's list doesn't exist", .alterWrite(.init(SpaceTable.capabilities), .become(0xFFFF_FFFF)))
  ]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toCreateSpace: arguments)
  }
}

struct ModifySpaceContract: EntryContract {
  let entry = ClaimedEntry.call(.modifySpace)
  let description = "SpaceControl (modify)"
  let footprint = Properties.footprint(of: SystemCall.modifySpace.name)
  let isPrivileged = true
  let changesSpaces = true
  let flushes = true
  let leftOut = changesSpacesOnly
  var own: [any Property] { [SpaceControlDoesItsOperations(.modify)] }
  let footprintMutations = [nobodyAsksForPrivilege]
  let invariantMutations = [
    Mutation("B15: the PID of the active space changes in memory only", .loseWrite(.init(CP15.processID)))
  ]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toModifySpace: arguments)
  }
}

struct DeleteSpaceContract: EntryContract {
  let entry = ClaimedEntry.call(.deleteSpace)
  let description = "SpaceControl (delete)"
  let footprint = Properties.footprint(of: SystemCall.deleteSpace.name)
  let isPrivileged = true
  let changesSpaces = true
  let flushes = true
  let leftOut = changesSpacesOnly
  var own: [any Property] { [SpaceDeletionLeavesNoTrace(), SpaceControlDoesItsOperations(.delete)] }
  let footprintMutations = [nobodyAsksForPrivilege]
  let invariantMutations = [
    Mutation("the space keeps a domain that it doesn't own", .loseWrite(.init(SpaceTable.domain)))
  ]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toDeleteSpace: arguments)
  }
}

struct GrantSpaceContract: EntryContract {
  let entry = ClaimedEntry.call(.grantSpace)
  let description = "SpaceControl (grant)"
  let footprint = Properties.footprint(of: SystemCall.grantSpace.name)
  let isPrivileged = true
  let changesSpaces = true
  let spaceClaims: Set = ["grants"]
  let invariantNeeds = ", and in which grants are from one space to another"
  let changedUTCBColumns: Set = ["UTCB.error code"]
  let leftOut = changesSpacesOnly
  var own: [any Property] { [SpaceControlDoesItsOperations(.grant)] }
  let footprintMutations = [nobodyAsksForPrivilege]
  let invariantMutations = [
    Mutation("B6: the mask of a running client changes in memory only", .loseWrite(.init(Machine.mask)))
  ]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toGrant: arguments)
  }
  func keepsUTCB<S: Store>(_ k: S, of thread: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth {
    thread != k[Machine.current]
  }
}

struct SpaceSwitchContract: EntryContract {
  let entry = ClaimedEntry.call(.spaceSwitch)
  let description = "SpaceSwitch"
  let footprint = "the space and the UTCB's address of the thread that it names, and the active space"
  let isPrivileged = true
  /// The caller may go on in another space.
  let switches = true
  let mayBlock = false
  let changedThreadColumns: Set<String>? = ["space", "UTCB address"]
  let leftOut: [CommonClaim: Omission] = [
    .keepsArrivalOrder: .because("nobody arrives"), .picksTheHighest: .because("the running thread goes on"),
    .losesNoThread: .because("no thread's state changes"),
  ]
  var own: [any Property] { [SpaceSwitchMovesTheThread()] }
  let footprintMutations = [nobodyAsksForPrivilege]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toSwitchSpace: arguments)
  }
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> {
    Kernel.controlledThread(k, arguments.r0)
  }
}

struct CacheControlContract: EntryContract {
  let entry = ClaimedEntry.call(.cacheControl)
  let description = "CacheControl"
  let footprint = "caches, the write buffer and memory"
  let changesSpaces = true
  let flushes = true
  let leftOut = changesSpacesOnly
  var own: [any Property] { [CacheControlKeepsAddressSpaces(), CacheControlEmptiesItsRange()] }
  let footprintMutations = [
    Mutation("somebody else is told why it was refused", .misread(.init(Machine.current), as: .init(Machine.space)))
  ]
  let invariantMutations = [Mutation("lines are made valid", .alterWrite(.init(DataCache.isValid), .become(1)))]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toMaintain: arguments)
  }
}
