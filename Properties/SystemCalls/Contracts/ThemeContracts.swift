import Checker
import Logic
import Model

/// IPC has a theme of its own, ipc/…, and the claims about every entry are made there.
struct IPCContract: EntryContract {
  let entry = ClaimedEntry.call(.ipc)
  let description = "the IPC system call"
  let footprint = "what ipc/footprint lists"
  let switches = true
  let leftOut: [CommonClaim: Omission] = [
    .touchesWhatItNames: .claimedBy(["ipc/footprint"]), .staysInTables: .claimedBy(["ipc/model-is-total"]),
    .keepsNames: .claimedBy(["ipc/call-keeps-names"]),
    .preservesInvariant: .claimedBy(["ipc/call-preserves-invariant"]),
    .keepsArrivalOrder: .claimedBy(["ipc/call-keeps-arrival-order"]),
    .switchesAsActivationDoes: .claimedBy(["fass/ipc-switches-as-activation-does"]),
    .picksTheHighest: .claimedBy(["ipc/no-ready-thread-bypassed"]),
    .losesNoThread: .claimedBy(["ipc/no-thread-lost"]),
  ]
  let footprintMutations: [Mutation] = []

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> { .none }
}

/// MapControl does its items one after the other: what is claimed is claimed of an item, in any state that the items before
/// may have left.
struct MapControlContract: EntryContract {
  let entry = ClaimedEntry.call(.mapControl)
  let description = "MapControl"
  let footprint = "what its items name, and the caller's message registers"
  let isPrivileged = true
  let leftOut = Reason.switchesToNobody.merging([
    .touchesWhatItNames: .claimedBy([MapItemTouchesWhatItNames().name]),
    .staysInTables: .claimedBy([MapItemStaysInTables().name]),
    .keepsNames: .claimedBy([MapItemTouchesWhatItNames().name]),
    .preservesInvariant: .claimedBy(
      [MapItemDoesItsOperation().name] + SpaceOperation.mapItems.map { KeepsAddressSpaces($0).name }),
  ]) { $1 }
  var own: [any Property] {
    [
      MapItemDoesItsOperation(), MapItemStaysInTables(), MapItemTouchesWhatItNames(), MapControlTellsHowFar(),
      QueryTellsWhatIsMapped(),
    ]
  }
  let footprintMutations: [Mutation] = []

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toMap: arguments)
  }
}
