import Checker
import FastPath
import Logic
import Model

extension Trial {
  /// Restricts the claim to states that satisfy both invariants.
  fileprivate mutating func assumeInvariants() {
    assume("the coupling invariant holds", Coupling.claims(state))
    assume(
      "threads exist where they are named, and arrive one after the other",
      KernelInvariant.claims(state).filter { $0.kinds.allSatisfy { $0 == ThreadKind.number } })
  }

  /// Restricts the claim to threads that are neither ready nor polling.
  fileprivate mutating func assumeInNoQueue(_ thread: Thread<R>) {
    assume(
      "the thread is in no queue",
      state[TCB.state, thread] != .ready
        && state[TCB.state, thread] != .polling)
  }
}

/// Making a thread ready keeps the queues coupled to the model.
public struct InsertReadyKeepsCoupling: KernelProperty {
  public init() {}
  public var name: String { "fastpath/insert-ready-keeps-coupling" }
  public var statement: String {
    """
    For every state that satisfies both invariants, and every thread in no queue: when the model makes the thread \
    ready, the last to arrive, and the fast path puts it at the back of its ready queue, the coupling invariant holds.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the new last thread doesn't lead back", .loseWrite(.init(TCB.previous))),
      Mutation("the bitmap isn't told of a first thread", .loseWrite(.init(PriorityBitmap.ready))),
      Mutation("the summary isn't told of a first thread", .loseWrite(.init(Machine.prioritySummary))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariants()
    let thread = t.object("thread", ThreadKind.self)
    t.assumeInNoQueue(thread)
    let (model, _) = t.specify(on: t.state) { k in
      k[TCB.state, thread] = .ready
      Kernel.arrive(&k, thread)
    }
    let (after, _) = t.perform(on: model) { FastPath.insertReady(&$0, thread) }
    t.prove("the coupling invariant holds afterwards", Coupling.claims(after))
    t.reach("the queue was empty", t.state[ReadyQueue.head, t.state[TCB.priority, thread]] == .none)
    t.reach("the queue was not empty", t.state[ReadyQueue.head, t.state[TCB.priority, thread]] != .none)
  }
}

/// Taking a thread out of its ready queue keeps the queues coupled to the model.
public struct RemoveReadyKeepsCoupling: KernelProperty {
  public init() {}
  public var name: String { "fastpath/remove-ready-keeps-coupling" }
  public var statement: String {
    """
    For every state that satisfies both invariants, and every ready thread, wherever it is in its queue: when the \
    model stops it being ready, and the fast path takes it out of its ready queue, the coupling invariant holds.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the threads around the gap aren't joined", .loseWrite(.init(TCB.next))),
      Mutation("the bitmap keeps an empty queue", .loseWrite(.init(PriorityBitmap.ready))),
      Mutation("the summary keeps an empty group", .loseWrite(.init(Machine.prioritySummary))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariants()
    let thread = t.object("thread", ThreadKind.self)
    t.assume("the thread is ready", t.state[TCB.state, thread] == .ready)
    let (after, _) = t.perform(on: t.state) { m in
      FastPath.removeReady(&m, thread)
      m[TCB.state, thread] = .halted
    }
    t.prove("the coupling invariant holds afterwards", Coupling.claims(after))
    t.reach("the thread was alone", t.state[TCB.next, thread] == thread)
    t.reach(
      "the thread was the first of several",
      t.state[TCB.next, thread] != thread
        && t.state[ReadyQueue.head, t.state[TCB.priority, thread]] == thread)
    t.reach("the thread was in the middle", t.state[ReadyQueue.head, t.state[TCB.priority, thread]] != thread)
  }
}

/// Beginning to poll keeps the queues coupled to the model.
public struct InsertSenderKeepsCoupling: KernelProperty {
  public init() {}
  public var name: String { "fastpath/insert-sender-keeps-coupling" }
  public var statement: String {
    """
    For every state that satisfies both invariants, every thread in no queue and every receiver: when the model makes \
    the thread poll for the receiver, the last to arrive, and the fast path puts it at the back of the receiver's send \
    queue, the coupling invariant holds.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the new last thread doesn't lead on", .loseWrite(.init(TCB.next))),
      Mutation("a first sender becomes no head", .loseWrite(.init(TCB.sendHead))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariants()
    let thread = t.object("thread", ThreadKind.self)
    let receiver = t.object("receiver", ThreadKind.self)
    t.assumeInNoQueue(thread)
    let (model, _) = t.specify(on: t.state) { k in
      k[TCB.state, thread] = .polling
      k[TCB.partner, thread] = receiver
      Kernel.arrive(&k, thread)
    }
    let (after, _) = t.perform(on: model) { FastPath.insertSender(&$0, thread, for: receiver) }
    t.prove("the coupling invariant holds afterwards", Coupling.claims(after))
    t.reach("somebody polled before", t.state[TCB.sendHead, receiver] != .none)
  }
}

/// Taking a sender out of a send queue keeps the queues coupled to the model.
public struct RemoveSenderKeepsCoupling: KernelProperty {
  public init() {}
  public var name: String { "fastpath/remove-sender-keeps-coupling" }
  public var statement: String {
    """
    For every state that satisfies both invariants, and every polling thread, wherever it is in its queue: when the \
    model stops it polling, and the fast path takes it out of its receiver's send queue, the coupling invariant holds.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the threads around the gap aren't joined", .loseWrite(.init(TCB.previous))),
      Mutation("the queue keeps its head", .loseWrite(.init(TCB.sendHead))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariants()
    let thread = t.object("thread", ThreadKind.self)
    t.assume("the thread polls", t.state[TCB.state, thread] == .polling)
    let receiver = t.state[TCB.partner, thread]
    let (after, _) = t.perform(on: t.state) { m in
      FastPath.removeSender(&m, thread, from: receiver)
      m[TCB.state, thread] = .halted
    }
    t.prove("the coupling invariant holds afterwards", Coupling.claims(after))
    t.reach("others poll for the same receiver", t.state[TCB.next, thread] != thread)
  }
}

/// The queues give what the model's choices give.
public struct QueueHeadsAreTheModelsChoices: KernelProperty {
  public init() {}
  public var name: String { "fastpath/queue-heads-refine-model" }
  public var statement: String {
    """
    For every state that satisfies both invariants: the thread that the two-level bitmap finds is the ready thread \
    that the model would run next, and the head of a send queue is the sender that the model would serve first.
    """
  }
  public var rounds: Int { 3 }
  public var mutations: [Mutation] {
    [
      Mutation(
        "the highest group of priorities is overlooked", .alterRead(.init(Machine.prioritySummary), .clear(0x80)))
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariants()
    let receiver = t.object("receiver", ThreadKind.self)
    let found = t.perform(on: t.state) { FastPath.highestReady(&$0) }.result
    let ready = t.specify(on: t.state) { Kernel.highestReady($0) }.result
    let sender = t.specify(on: t.state) { Kernel.firstSender($0, to: receiver) }.result
    t.prove("the bitmap finds the thread that the model would run next", found == ready)
    t.prove("the head of a send queue is the first sender", t.state[TCB.sendHead, receiver] == sender)
    t.reach("some thread is ready", ready != .none)
    t.reach("no thread is ready", ready == .none)
    t.reach("somebody polls", sender != .none)
  }
}
