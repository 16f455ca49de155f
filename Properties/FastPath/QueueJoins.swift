import Checker
import FastPath
import Logic
import Model

/// A queue that a thread joins at its place in the order of arrival.
public enum JoinedQueue: String, Sendable, CaseIterable {
  case ready
  case senders
}

/// Joining a queue in the order of arrival keeps the queues coupled to the model.
public struct JoinKeepsCoupling: KernelProperty {
  let queue: JoinedQueue
  public init(_ queue: JoinedQueue) { self.queue = queue }
  public var name: String { "fastpath/join-\(queue.rawValue)-keeps-coupling" }
  public var statement: String {
    switch queue {
    case .ready:
      """
      For every state that satisfies both invariants, and every thread in no queue: when the model makes the thread ready \
      at whatever priority, and the fast path puts it into its ready queue, before the first thread that has arrived \
      later, the coupling invariant holds.
      """
    case .senders:
      """
      For every state that satisfies both invariants, every thread in no queue and every receiver: when the model makes \
      the thread poll for the receiver, and the fast path puts it into the receiver's send queue, before the first \
      thread that has arrived later, the coupling invariant holds.
      """
    }
  }
  public var mutations: [Mutation] {
    let head: Mutation.FieldName = queue == .ready ? .init(ReadyQueue.head) : .init(TCB.sendHead)
    return [
      Mutation("whoever is overtaken doesn't lead back", .loseWrite(.init(TCB.previous))),
      Mutation("a first thread becomes no head", .loseWrite(head)),
      Mutation("everyone goes to the back", .skipGuard("no thread of the queue arrived later")),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assume("the coupling invariant holds", Coupling.claims(t.state))
    t.assume(
      "no two threads have the same place in the order of arrival",
      KernelInvariant.claims(t.state).only(["arrivals"]))
    let (thread, other) = (t.object("thread", ThreadKind.self), t.object("receiver", ThreadKind.self))
    let priority = t.object("priority", PriorityKind.self)
    t.assume(
      "the thread is in no queue",
      t.state[TCB.state, thread] != .ready
        && t.state[TCB.state, thread] != .polling)
    let (model, _) = t.specify(on: t.state) { k in
      switch queue {
      case .ready:
        k[TCB.state, thread] = .ready
        k[TCB.priority, thread] = priority
      case .senders:
        k[TCB.state, thread] = .polling
        k[TCB.partner, thread] = other
      }
    }
    let (after, _) = t.perform(on: model) { m in
      switch queue {
      case .ready: FastPath.joinReady(&m, thread)
      case .senders: FastPath.joinSenders(&m, thread, for: other)
      }
    }
    t.prove("the coupling invariant holds afterwards", Coupling.claims(after))
    t.reach("somebody arrived later", after[TCB.next, thread] != thread)
  }
}
