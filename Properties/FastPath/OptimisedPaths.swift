import ARMSemantics
import Checker
import FastPath
import Logic
import Model

/// An optimised kernel path besides IPC's own.
public enum OptimisedPath: String, Sendable, CaseIterable {
  case notification
  case systemCall = "exception"
  case answer = "exception-answer"

  /// What is done, as the subject of a sentence.
  var description: String {
    switch self {
    case .notification: "a notification"
    case .systemCall: "a SWI of a thread with an exception handler"
    case .answer: "an answer to the exception of such a thread"
    }
  }

  /// The fast path, from user registers to user registers; the last word is the instruction of a SWI.
  public func run<S: Store>(
    _ m: inout S, _ r: inout UserRegisters<S.R>, _ instruction: S.R.Word,
    queued: (inout S, Thread<S.R>) -> Void = { Kernel.arrive(&$0, $1) }
  ) -> Bool {
    switch self {
    case .notification: FastPath.notify(&m, &r, queued: queued)
    case .systemCall: FastPath.systemCall(&m, instruction, &r)
    case .answer: FastPath.answerSystemCall(&m, &r)
    }
  }

  /// What the model does.
  public func specify<S: Store>(_ k: inout S, _ r: UserRegisters<S.R>, _ instruction: S.R.Word) -> Exit<S.R> {
    switch self {
    case .notification, .answer: Kernel.ipc(&k, r)
    case .systemCall: Kernel.exception(&k, .systemCall(instruction), r)
    }
  }

  /// What the refinement needs of the kernel invariant.
  var assumed: Set<String> {
    let all: Set = ["machine-threads", "machine-thread", "continuation"]
    return switch self {
    case .notification:
      all.union([
        "machine-space", "machine-cache", "priority", "thread-space", "capability", "list-size", "capabilities",
      ])
    case .systemCall: all.union(["exception-handler"])
    case .answer: all.union(["thread-space"])
    }
  }

  /// What it needs to know of the fast path's guards.
  var guards: Set<String> {
    switch self {
    case .notification, .systemCall: ["none-ready-above", "some-ready-above"]
    case .answer: ["none-ready-above", "nobody-polls"]
    }
  }

  /// What keeps every access in its table: of the kernel invariant, and of the coupling invariant.
  var inTables: (kernel: Set<String>, coupling: Set<String>) {
    let all: Set = ["machine-threads", "thread-space"]
    return switch self {
    case .notification:
      (
        all.union(["machine-space", "machine-cache", "priority", "capability", "list-size", "capabilities"]),
        ["groups", "ready-head", "next", "previous"]
      )
    case .systemCall: (all.union(["exception-handler"]), ["groups"])
    case .answer: (all, ["groups"])
    }
  }

  /// Mistakes that make the path do what the model doesn't.
  public var mutations: [Mutation] {
    let common = [
      Mutation("resource bits are overlooked", .skipGuard("neither thread has resource bits")),
      Mutation("a space without a domain is switched to", .skipGuard("the space has a domain")),
      Mutation("the DACR keeps the old mask", .loseWrite(.init(CP15.domainAccessControl))),
    ]
    let ofSwitch = [
      Mutation("ready threads of a higher priority are overlooked", .skipGuard("no ready thread has a higher priority"))
    ]
    switch self {
    case .notification: return common + notificationFaults
    case .systemCall: return common + ofSwitch + systemCallFaults
    case .answer: return Array(common.dropFirst()) + ofSwitch + answerFaults
    }
  }
}

private let notificationFaults = [
  Mutation("B13: a rejected notification leaves the caller with its last sender", .loseWrite(.init(TCB.sentFrom))),
  Mutation("a rejected notification is sent", .skipGuard("the receiver accepts notifications")),
  Mutation("messages are taken for notifications", .skipGuard("the message is a notification")),
  Mutation("the receive phase is forgotten", .skipGuard("nothing is to be received")),
  Mutation("any capability will do", .skipGuard("the capability is one for IPC")),
  Mutation("a deleted thread is notified", .skipGuard("the receiver has not been deleted")),
  Mutation("threads are woken by bits that they don't wait for", .alterRead(.init(UTCB.notifyMask), .flip(1))),
  Mutation("a receiver is woken whatever it waits for", .misread(.init(TCB.partner), as: .init(TCB.sentFrom))),
  Mutation("bits are delivered twice", .loseWrite(.init(UTCB.notifyBits))),
  Mutation("the error isn't told", .loseWrite(.init(UTCB.errorCode))),
  Mutation(
    "more urgent threads than the caller are overlooked",
    .skipGuard("no ready thread has a higher priority than the caller")),
]

private let systemCallFaults = [
  Mutation("the handler may wait for somebody else", .skipGuard("the handler's partner is the thread or anyone")),
  Mutation("the handler need not be waiting", .skipGuard("the handler is waiting")),
  Mutation("the pager is told", .misread(.init(TCB.exceptionHandler), as: .init(TCB.pager))),
  Mutation("the registers aren't kept", .loseWrite(.init(TCB.userMR))),
  Mutation("lr is told for sp", .misread(.init(TCB.userSP), as: .init(TCB.userLR))),
  Mutation("the thread waits for anyone", .alterWrite(.init(TCB.partner), .become(Thread<Native>.any.word))),
  Mutation("the thread takes the answer for a message of its own", .loseWrite(.init(TCB.resources))),
]

private let answerFaults = [
  Mutation("B12: a call through a reply handle waits for anyone", .skipGuard("the wait is open")),
  Mutation("an answer may be too short", .skipGuard("the tag is that of a whole answer, and the receive blocks")),
  Mutation("any thread may answer", .skipGuard("the handle's thread waits for the caller")),
  Mutation(
    "a message is taken for an answer", .skipGuard("the thread waits for an answer, and has no other resource bits")),
  Mutation("every exception is taken for a SWI", .skipGuard("the exception was a SWI")),
  Mutation("resource bits of the caller are overlooked", .skipGuard("the caller has no resource bits")),
  Mutation("the handler's flags are taken whole", .alterRead(.init(TCB.userCPSR), .clear(0x1F))),
  Mutation("the next message is taken for an answer, too", .loseWrite(.init(TCB.resources))),
  Mutation("senders that poll for the caller are overlooked", .skipGuard("nobody polls for the caller")),
]

/// The path refines the model.
public struct PathRefinesModel: KernelProperty {
  let path: OptimisedPath
  public init(_ path: OptimisedPath) { self.path = path }
  public var name: String { "fastpath/\(path.rawValue)-refines-model" }
  public var statement: String {
    """
    For every state that satisfies the kernel and coupling invariants, and for all registers: the fast path of \
    \(path.description) either declines and changes nothing, or leaves exactly the state and the registers that the model \
    leaves. (Of the queues that the model doesn't have, see fastpath/\(path.rawValue)-preserves-coupling.)
    """
  }
  public var rounds: Int { 3 }
  public var decidesConditionals: Bool { true }
  /// Of a notification, whose queues the refinement leaves to another property: no state may lead it out of its tables.
  public var checksMemory: Bool { path == .notification }
  public var mutations: [Mutation] { path.mutations }

  public func run<T: Trial>(_ t: inout T) {
    t.assume("the kernel invariant holds", KernelInvariant.claims(t.state).only(path.assumed))
    if checksMemory {
      t.assume("the coupling invariant holds", Coupling.claims(t.state).only(path.inTables.coupling))
    }
    // The IPC fast path's own refinements derive it.
    t.assume(
      "the fast path's guards say what the model means, a corollary of both invariants",
      Coupling.guards(t.state).only(path.guards))
    let instruction = t.word("instruction")
    let arguments = t.arbitraryRegisters()
    t.fastPathRefines(
      arguments, excluding: Self.queues, path: { path.run(&$0, &$1, instruction) },
      model: { t in
        var arguments = arguments
        if path == .notification {
          let isOne =
            arguments.tag.has(.notify) && arguments.from == .nilThread
          t.prove("what is taken is a notification without a receive phase", isOne)
          guard t.branch("it is one", isOne) else { return nil }
          // As a constant, so that the model's receive phase isn't read.
          arguments.r1 = Code<Handle, T.R>.nilThread.word
        }
        return t.specify(on: t.state) { path.specify(&$0, arguments, instruction) }
      },
      declined: { "declined, because it is not so that \($0.lastBranch)" })
  }

  /// What the model doesn't have.
  private static let queues: Set = [
    "TCB.next", "TCB.previous", "ready queue.head", "priority bitmap.ready", "machine.priority summary",
  ]
}

/// The path preserves the coupling invariant.
public struct PathPreservesCoupling: KernelProperty {
  let path: OptimisedPath
  public init(_ path: OptimisedPath) { self.path = path }
  public var name: String { "fastpath/\(path.rawValue)-preserves-coupling" }
  public var statement: String {
    """
    For every state that satisfies the kernel and coupling invariants, with any thread but the idle thread running, and \
    for all registers: where the fast path of \(path.description) is taken, the coupling invariant holds afterwards.\(path == .notification
        ? " (That making a thread ready keeps it is fastpath/insert-ready-keeps-coupling, and used here.)" : "")
    """
  }
  public var mutations: [Mutation] {
    let joins = Mutation(
      "the caller is made ready but put into no queue", .alterWrite(.init(TCB.state), .become(ThreadState[.ready])))
    return path == .notification
      ? [
        joins, Mutation("whoever is made ready leads nowhere", .loseWrite(.init(TCB.next))),
        Mutation("the bitmap isn't told of a first thread", .loseWrite(.init(PriorityBitmap.ready))),
      ] : [joins]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assume(
      "the running thread is marked so", KernelInvariant.claims(t.state).only(["machine-threads"]))
    let before = t.state
    var registers = t.arbitraryRegisters()
    let instruction = t.word("instruction")
    var joined: Thread<T.R>?
    let (after, taken) = t.perform(on: before) { m in
      path.run(&m, &registers, instruction) { m, thread in
        joined = thread
        Kernel.arrive(&m, thread)
      }
    }
    guard taken else { return }
    // That the coupling invariant holds here is the theorem of making a thread ready, whose premise is proved.
    var coupled = before
    if let joined {
      t.prove(
        "the thread that is made ready is in no queue",
        before[TCB.state, joined] != .ready
          && before[TCB.state, joined] != .polling)
      coupled =
        t.specify(on: before) { k in
          k[TCB.state, joined] = .ready
          Kernel.arrive(&k, joined)
          FastPath.insertReady(&k, joined)
        }.state
    }
    t.assume("the coupling invariant holds, also when a thread has been made ready", Coupling.claims(coupled))
    t.prove("the coupling invariant holds afterwards", Coupling.claims(after))
    t.reach("taken")
  }
}

/// The path stays inside its tables.
public struct PathMemorySafe: KernelProperty {
  let path: OptimisedPath
  public init(_ path: OptimisedPath) { self.path = path }
  public var name: String { "fastpath/\(path.rawValue)-memory-safe" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant and whose priority bitmap and queue heads are right, and for all \
    registers: every word that the fast path of \(path.description) reads or writes lies inside its table.
    """
  }
  public var checksMemory: Bool { true }
  public var rounds: Int { 3 }
  public var mutations: [Mutation] {
    switch path {
    case .notification:
      [Mutation("a capability index may be beyond the list", .skipGuard("the capability is in the list"))]
    case .systemCall:
      [Mutation("a thread need not have an exception handler", .skipGuard("the thread has an exception handler"))]
    case .answer: [Mutation("a reply handle's thread need not exist", .skipGuard("the handle's thread exists"))]
    }
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assume("the kernel invariant holds", KernelInvariant.claims(t.state).only(path.inTables.kernel))
    t.assume("the coupling invariant holds", Coupling.claims(t.state).only(path.inTables.coupling))
    var registers = t.arbitraryRegisters()
    let instruction = t.word("instruction")
    let (_, taken) = t.perform(on: t.state) { path.run(&$0, &registers, instruction) }
    if taken { t.reach("taken") } else { t.reach("declined") }
  }
}
