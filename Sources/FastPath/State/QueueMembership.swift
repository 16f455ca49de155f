import Logic
import Model

// Queues that follow a thread wherever it goes: what the paths need that are not optimised.

extension FastPath {
  /// Takes a thread out of the queue that it is in, if it is in one.
  @inlinable
  public static func leaveQueue<S: Store>(_ m: inout S, _ t: Thread<S.R>) {
    if m.branch("the thread is ready", Coupling.isReady(m, t)) {
      removeReady(&m, t)
    } else if m.branch("the thread polls for somebody", Coupling.pollsForSomebody(m, t)) {
      removeSender(&m, t, from: m[TCB.partner, t])
    }
  }

  /// Puts a thread that is in no queue into the one that its state tells, if it tells one, at its place in the order of
  /// arrival.
  @inlinable
  public static func joinQueue<S: Store>(_ m: inout S, _ t: Thread<S.R>) {
    if m.branch("the thread is ready", Coupling.isReady(m, t)) {
      joinReady(&m, t)
    } else if m.branch("the thread polls for somebody", Coupling.pollsForSomebody(m, t)) {
      joinSenders(&m, t, for: m[TCB.partner, t])
    }
  }

  /// Puts a ready thread that is in no queue into that of its priority, at its place in the order of arrival.
  @inlinable
  public static func joinReady<S: Store>(_ m: inout S, _ t: Thread<S.R>) {
    let next = follower(m, t)
    if m.branch("no thread of the queue arrived later", next == .none) { return insertReady(&m, t) }
    let head = m[ReadyQueue.head, m[TCB.priority, t]]
    link(&m, t, before: next)
    m[ReadyQueue.head, m[TCB.priority, t]] = S.R.ite(head == next, t, head)
  }

  /// Puts a thread that polls, and is in no queue, into that of its receiver, at its place in the order of arrival.
  @inlinable
  public static func joinSenders<S: Store>(_ m: inout S, _ t: Thread<S.R>, for receiver: Thread<S.R>) {
    let next = follower(m, t)
    if m.branch("no thread of the queue arrived later", next == .none) {
      return insertSender(&m, t, for: receiver)
    }
    let head = m[TCB.sendHead, receiver]
    link(&m, t, before: next)
    m[TCB.sendHead, receiver] = S.R.ite(head == next, t, head)
  }

  /// The first of those that arrived after a thread, among the threads of the queue that its state tells; or `none`.
  @inlinable
  static func follower<S: Store>(_ m: S, _ t: Thread<S.R>) -> Thread<S.R> {
    m.first(
      ThreadKind.self,
      where: { m, u in m[TCB.arrival, u] > m[TCB.arrival, t] && Coupling.sameQueue(m, t, u) },
      by: { m, u in (major: 0, minor: m[TCB.arrival, u]) })
  }

  /// Puts a thread into a ring, before another one.
  @inlinable @inline(__always)
  static func link<S: Store>(_ m: inout S, _ t: Thread<S.R>, before next: Thread<S.R>) {
    let previous = m[TCB.previous, next]
    m[TCB.next, t] = next
    m[TCB.previous, t] = previous
    m[TCB.next, previous] = t
    m[TCB.previous, next] = t
  }
}
