import ARMSemantics
import Checker
import FastPath
import Logic
import Model

/// Deliberate mistakes in the IPC fast path: each is refuted by a proof.
public let fastPathFaults: [Mutation] = skippedGuards + wrongEffects + wrongTests

/// Those that a wait shows.
let faultsOfWaits = fastPathFaults.except(strays.union(decliningOnly))

/// Those that a call shows.
let faultsOfCalls = faultsOfWaits.except(ofWaitsOnly)

/// Those that take what the fast path should not take, or leave what it should.
let faultsOfGuards = skippedGuards.except(strays) + wrongTests.only(decliningOnly)

/// Mutations that read a record of nothing, as which a proof may take any words, but no state has any: these belong to
/// fastpath/memory-safe alone.
private let strays: Set = [
  "a reply handle's thread need not exist",
  "a destination without a space is switched to",
]

/// Mutations of what is only looked at when `from` and `to` differ.
private let ofWaitsOnly: Set = [
  "every wait is taken for a call",
  "every wait is taken for an open one",
  "senders that poll for the caller are overlooked",
  "notifications for the caller are overlooked",
  "the acceptor is taken for the notify mask",
]

/// Mutations that only make the fast path decline more often, which refines the model all the same: the lowest priority
/// of a group is bit 0 of a word, and the highest bit of zero is above every priority.
private let decliningOnly: Set = ["the lowest priority of each group is overlooked"]

/// Every guard of the fast path, not looked at.
private let skippedGuards: [Mutation] = [
  Mutation("a reply handle's thread need not exist", .skipGuard("the handle's thread exists")),
  Mutation("a reply handle's thread may wait for anybody", .skipGuard("the handle's thread waits for the caller")),
  Mutation("a capability index may be beyond the list", .skipGuard("the capability is in the list")),
  Mutation("any capability will do for IPC", .skipGuard("the capability is one for IPC")),
  Mutation(
    "the destination may wait for somebody else", .skipGuard("the destination's partner is the caller or anyone")),
  Mutation("the destination need not be waiting", .skipGuard("the destination is waiting")),
  Mutation("uncommon tags are not handed on", .skipGuard("the tag is a common one, and the receive blocks")),
  Mutation("every wait is taken for a call", .skipGuard("this is a call")),
  Mutation("every wait is taken for an open one", .skipGuard("the wait is open")),
  Mutation("senders that poll for the caller are overlooked", .skipGuard("nobody polls for the caller")),
  Mutation("notifications for the caller are overlooked", .skipGuard("no notification is there for the caller")),
  Mutation("resource bits are overlooked", .skipGuard("neither thread has resource bits")),
  Mutation("a destination without a space is switched to", .skipGuard("the destination has a space")),
  Mutation("a space without a domain is switched to", .skipGuard("the space has a domain")),
  Mutation("ready threads of a higher priority are overlooked", .skipGuard("no ready thread has a higher priority")),
]

/// Something that should happen doesn't, or happens otherwise.
private let wrongEffects: [Mutation] = [
  Mutation("the dirty domains lose the new space's", .loseWrite(.init(Machine.dirtyDomains))),
  Mutation("the PID goes to the wrong bits of its register", .alterWrite(.init(CP15.processID), .shiftRight(1))),
  Mutation("the DACR keeps the old mask", .loseWrite(.init(CP15.domainAccessControl))),
  Mutation("the mask is written over the domain", .misplaceWrite(.init(Machine.mask), to: .init(Machine.domain))),
  Mutation("the capability list stays the old space's", .loseWrite(.init(Machine.capabilities))),
  Mutation("the UTCB pointer stays the old thread's", .loseWrite(.init(Machine.utcb))),
  Mutation("the current domain stays the old space's", .loseWrite(.init(Machine.domain))),
  Mutation("the caller waits for anyone", .alterWrite(.init(TCB.partner), .become(Thread<Native>.any.word))),
  Mutation("the handle names the wrong thread", .alterWrite(.init(TCB.sentFrom), .flip(1))),
  Mutation("the sender's space is not told", .loseWrite(.init(UTCB.senderSpace))),
  Mutation("the caller's continuation is left as it was", .alterWrite(.init(TCB.continuation), .become(1))),
  Mutation("one message word too few is copied", .changeLoop(by: -1)),
  Mutation("one message word too many is copied", .changeLoop(by: 1)),
  Mutation(
    "the caller is put to sleep before the last guard",
    .interfere(before: "no ready thread has a higher priority", CallerSleepsEarly())),
]

/// The right thing is tested, but wrongly.
private let wrongTests: [Mutation] = [
  Mutation("the destination's priority counts as one higher", .alterRead(.init(TCB.priority), .add(1))),
  Mutation("the lowest priority of each group is overlooked", .alterRead(.init(PriorityBitmap.ready), .clear(1))),
  Mutation("the highest group of priorities is overlooked", .alterRead(.init(Machine.prioritySummary), .clear(0x80))),
  Mutation("the coprocessor is overlooked", .alterRead(.init(TCB.resources), .clear(Resources[.coprocessor]))),
  Mutation("the acceptor is taken for the notify mask", .misread(.init(UTCB.notifyMask), as: .init(UTCB.acceptor))),
  Mutation("domain 16 is taken for a domain", .alterRead(.init(SpaceTable.domain), .clear(16))),
]

/// Writes before it is certain that the fast path does not decline.
private struct CallerSleepsEarly: Interference {
  func act<S: Store>(on store: inout S) {
    let caller = store[Machine.current]
    store[TCB.state, caller] = .waitingForever
  }
}
