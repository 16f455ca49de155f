import ARMSemantics
import Checker
import FastPath
import Logic
import Model

/// The fast path stays inside its tables.
public struct FastPathMemorySafe: KernelProperty {
  public init() {}
  public var name: String { "fastpath/memory-safe" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant and whose queue heads and bitmaps are right, and for all \
    registers: on every path, every word that the IPC fast path reads or writes lies inside its table. (That the words \
    of different tables and fields never overlap is fastpath/memory-layout.)
    """
  }
  public var checksMemory: Bool { true }
  public var rounds: Int { 3 }
  public var mutations: [Mutation] {
    [
      Mutation("a reply handle's thread need not exist", .skipGuard("the handle's thread exists")),
      Mutation("a capability index may be beyond the list", .skipGuard("the capability is in the list")),
      Mutation("a destination without a space is switched to", .skipGuard("the destination has a space")),
      Mutation("uncommon tags are not handed on", .skipGuard("the tag is a common one, and the receive blocks")),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assume("the coupling invariant of the priority bitmap holds", Coupling.bitmaps(t.state))
    var registers = t.arbitraryRegisters()
    let (_, taken) = t.perform(on: t.state) { FastPath.ipc(&$0, &registers) }
    if taken { t.reach("taken") } else { t.reach("declined") }
  }
}

/// The fast path takes all that it is published to take.
public struct TakesEveryPublishedCase: KernelProperty {
  public init() {}
  public var name: String { "fastpath/takes-every-published-case" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant and whose queue heads and bitmaps are right, and for all \
    registers: the fast path takes the call exactly when the published guards hold, stated here in the model's terms: \
    the path isn't right merely because it declines. Every guard declines for some state in which all earlier ones \
    hold.
    """
  }
  public var rounds: Int { 3 }
  public var mutations: [Mutation] { faultsOfGuards }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariantAndHeads()
    let arguments = t.arbitraryRegisters()
    let before = t.state
    var registers = arguments
    let higher = t.object("some thread", ThreadKind.self)
    let (_, taken) = t.perform(on: before) { FastPath.ipc(&$0, &registers) }
    if taken {
      t.prove("the guards hold", Guards.hold(before, arguments))
      t.prove(
        "no ready thread is above the destination",
        KernelState.noneAbove(before, before[TCB.priority, KernelState.destination(before, arguments.r0)]))
      t.prove("nobody polls for the caller", arguments.r0 == arguments.r1 || !Guards.polls(before, higher))
      t.reach("a call is taken", arguments.r0 == arguments.r1)
      t.reach("a reply-and-wait is taken", arguments.r0 != arguments.r1)
      t.reach(
        "a reply handle is taken",
        arguments.r0 & T.R.Word(constant: Handle.typeBits) == T.R.Word(constant: Handle.reply))
    } else {
      t.reach("declined, because it is not so that \(t.lastBranch)")
      let destination = KernelState.destination(before, arguments.r0)
      let head = t.specify(on: before) { Kernel.highestReady($0) }.result
      let sender = t.specify(on: before) { Kernel.firstSender($0, to: before[Machine.current]) }.result
      let overtaken =
        head != .none && before.exists(destination)
        && before[TCB.priority, head].word > before[TCB.priority, destination].word
      t.prove(
        "a guard does not hold",
        !Guards.hold(before, arguments) || overtaken || (arguments.r0 != arguments.r1 && sender != .none))
      t.reach("declined for a thread of a higher priority", Guards.hold(before, arguments) && overtaken)
      t.reach(
        "declined for a sender that polls",
        Guards.hold(before, arguments) && !overtaken && arguments.r0 != arguments.r1 && sender != .none)
    }
  }
}

/// The published guards of the IPC fast path, in the model's terms; those about all threads apart.
private enum Guards {
  static func hold<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> S.R.Truth {
    let me = k[Machine.current]
    let destination = KernelState.destination(k, arguments.r0)
    let (isHandle, isCall) = (AsWritten.isReplyHandle(arguments.r0), arguments.to == arguments.from)
    let notified =
      k[UTCB.acceptor, me].has(.notifications)
      && k[UTCB.notifyBits, me].intersects(k[UTCB.notifyMask, me])
    let isPlain = arguments.tag & (.uncommon | .notify | .receiveBlocks) == .receiveBlocks
    let haveNoResources = k[TCB.resources, me] == .none && k[TCB.resources, destination] == .none
    return
      (arguments.to != .myself && k.exists(destination))
      && (KernelState.waits(k, destination, for: me) && (!isHandle || k[TCB.partner, destination] == me))
      && isPlain
      && (isCall || (arguments.from == .anyThread && !notified))
      && haveNoResources
      && (k[TCB.space, destination] != .none && k[SpaceTable.domain, k[TCB.space, destination]] != .noDomain)
  }

  static func polls<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == .polling && k[TCB.partner, t] == k[Machine.current]
  }
}

/// The fast path preserves both invariants.
public struct FastPathPreservesInvariants: KernelProperty {
  public init() {}
  public var name: String { "fastpath/ipc-preserves-coupling" }
  public var statement: String {
    """
    For every state that satisfies the kernel and coupling invariants, with any thread but the idle thread running, \
    and for all registers: both invariants hold after the IPC fast path, whether it declines or not.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "the caller is made ready but put into no queue", .alterWrite(.init(TCB.state), .become(ThreadState[.ready]))),
      Mutation("the dirty domains lose the new space's", .loseWrite(.init(Machine.dirtyDomains))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assume("the coupling invariant holds", Coupling.claims(t.state))
    t.assumeCallerIsNotIdle()
    var registers = t.arbitraryRegisters()
    let (after, taken) = t.perform(on: t.state) { FastPath.ipc(&$0, &registers) }
    if taken {
      t.prove("the kernel invariant holds afterwards", KernelInvariant.claims(after))
      t.prove("the coupling invariant holds afterwards", Coupling.claims(after))
      t.reach("taken")
    } else {
      t.proveSame("a state that is not changed satisfies what it did", ("after", after), ("before", t.state))
      t.reach("declined")
    }
  }
}

/// The address-space switch of the fast path refines the model's.
public struct SwitchRefinesModel: KernelProperty {
  public init() {}
  public var name: String { "fastpath/switch-refines-model" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and every thread without resource bits in a space that has a \
    domain: the fast path's switch leaves exactly the state that the model's switch leaves, with the thread marked \
    running, in both registers and everywhere else.
    """
  }
  public var mutations: [Mutation] {
    fastPathFaults.filter {
      switch $0.mistake {
      case .loseWrite(let field): field != .init(UTCB.senderSpace)
      default: false
      }
    }
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let thread = t.object("thread", ThreadKind.self)
    let space = before[TCB.space, thread]
    t.assume(
      "neither thread has resource bits",
      (before[TCB.resources, thread] | before[TCB.resources, before[Machine.current]]) == .none)
    t.assume("the thread has a space", space != .none)
    t.assume("the space has a domain", before[SpaceTable.domain, space] != .noDomain)
    let fast = t.refines(
      implementation: { m in
        m[TCB.state, thread] = .running
        FastPath.switchThread(&m, to: thread, in: space)
      },
      specification: { t in t.specify(on: before) { Kernel.switchThread(&$0, to: thread) } })
    t.reach("the space changes", space != before[Machine.space])
    if let fast { t.reach("the PID changes", fast[CP15.processID] != before[CP15.processID]) }
  }
}

/// The loop that copies a message is its summary.
public struct CopyLoopEqualsSummary: KernelProperty {
  public init() {}
  public var name: String { "fastpath/copy-loop-equals-summary" }
  public var statement: String {
    """
    For every state, any two threads and every message length up to 31: the loop that copies message words one by one \
    has the effect that proofs take it to have. By induction: nothing copied is the state before; the words up to one, \
    and then the next, are the words up to the next.
    """
  }
  public var mutations: [Mutation] {
    [Mutation("every message word is copied with a bit inverted", .alterWrite(.init(UTCB.message), .flip(1)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let (from, to) = (t.object("sender", ThreadKind.self), t.object("receiver", ThreadKind.self))
    let next = t.object("message register", MessageRegister.self)
    let loop = CopyMessage<T.S>(from: from, to: to, upper: T.R.Word(constant: Tag.lastRegister))
    t.assume("the register is one that the loop reaches", next.word >= loop.lower)

    let (start, _) = t.specify(on: before) { loop.summary(&$0, through: loop.lower &- 1) }
    t.proveSame("nothing is copied before the first pass", ("summary", start), ("before", before))
    let (reached, _) = t.specify(on: before) { loop.summary(&$0, through: next.word &- 1) }
    let (stepped, _) = t.perform(on: reached) { loop.step(&$0, next.word) }
    let (claimed, _) = t.specify(on: before) { loop.summary(&$0, through: next.word) }
    t.proveSame("one more pass is one more word", ("loop", stepped), ("summary", claimed))
    t.reach("sender and receiver differ", from != to)
  }
}
