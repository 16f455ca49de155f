import ARMSemantics
import Checker
import Logic
import Model

/// What user code touches in vain is what its pager is told: from the access by way of CP15 to the message.
public struct AbortReachesPager: KernelProperty {
  public init() {}
  public var name: String { "ipc/abort-reaches-pager" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running, and every access by \
    its user code, of any kind and to any address, that ends in a fault of translation, domain or permission (a fetch: in \
    any abort) and is recorded by CP15: where the kernel is entered by that abort, and the abort handler has nothing to \
    repair, the thread's pager, if it waits for the thread, or for anyone, in user code, is made runnable with a message \
    from the thread that gives exactly the modified virtual address of the access, which for data is what the FAR holds, \
    the kind of access and the address of the instruction; if it does not, the thread polls for it, to tell it the same. \
    Until the answer, the thread waits for nobody but the pager, and its registers are kept. A thread without a pager is \
    halted.
    """
  }
  /// Where the handler has nothing to repair, it asks again for each thing whether it is there.
  public var decidesConditionals: Bool { true }
  public var mutations: [Mutation] {
    [
      Mutation("the FAR isn't read", .alterRead(.init(CP15.faultAddress), .become(0))),
      Mutation("the FAR is read as the address of a page", .alterRead(.init(CP15.faultAddress), .clear(0xFFF))),
      Mutation("an address isn't relocated", .alterRead(.init(CP15.processID), .become(0))),
      Mutation("a page fault is taken for an exception", .alterRead(.init(CP15.faultStatus), .clear(0b1100))),
      Mutation("what the pager is told is shifted", .alterWrite(.init(TCB.savedMR), .shiftLeft(1))),
      Mutation("the registers are lost", .loseWrite(.init(TCB.userMR))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let before = t.state
    let (me, registers) = (before[Machine.current], t.arbitraryRegisters())
    var access = t.arbitraryAccess()
    access.isPrivileged = false
    let mva = T.R.ite(
      access.address < 0x0200_0000, access.address | (before[CP15.processID] & 0xFE00_0000), access.address)
    let outcome = AccessOutcome<T.R>(
      status: Code(t.word("how the access ends")), mva: mva, physicalAddress: 0, domain: t.word("domain"),
      attributes: .none,
      isPage: 0)
    let faults: [UInt32] = [0b0101, 0b0111, 0b1001, 0b1011, 0b1101, 0b1111]
    t.assume(
      "the access ends in a fault of translation, domain or permission, or is a fetch that ends in an abort",
      faults.reduce(access.isFetch && outcome.aborts) { $0 || outcome.status.word == T.R.Word(constant: $1) })

    // The kernel relocates what the FAR holds. To an address that is relocated already this does nothing: it is in the
    // slot of a process, or the PID is 0. So an implementation that records the virtual address is served as well.
    var profile = Profile.arm926
    profile.deviations.faultAddressIsVirtual = t.branch("the FAR holds the virtual address", t.word("deviates") != 0)
    let meaningless = t.word("what the FSR shows where it means nothing")
    let aborted = t.specify(on: before) { Aborts.record(&$0, access, outcome, meaningless: meaningless, profile) }.state
    t.prove(
      "the FAR holds the address that is to be told",
      access.isFetch || T.R.Truth(profile.deviations.faultAddressIsVirtual) || aborted[CP15.faultAddress] == mva)

    let abort = Abort<T.R>(
      isPrefetch: access.isFetch, isWrite: access.isWrite, isPrivileged: false,
      instruction: T.R.ite(access.isFetch, access.address, t.word("instruction address")))
    let handled = t.specify(on: aborted) { Kernel.handleAbort(&$0, abort) }.result
    t.assume(
      "the handler has nothing to repair", handled.action == .pageFault)
    let (after, exit) = t.perform(on: aborted) { Kernel.enter(&$0, .abort(abort), registers) }
    t.proveSame("the thread's registers are kept", Kernel.saved(after, me, in: .user), registers)
    if t.branch("the thread has no pager", before[TCB.pager, me] == .none) {
      t.prove("the thread is halted", after[TCB.state, me] == .halted)
      return
    }
    t.proveTold(
      t.pageFaultMessage(access.kind, address: mva, instruction: abort.instruction), aborted, after, exit)
    t.reach("data abort", !access.isFetch)
    t.reach("prefetch abort", access.isFetch)
    t.reach("the address is relocated", mva != access.address)
  }
}
