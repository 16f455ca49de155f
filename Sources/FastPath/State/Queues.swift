import Logic
import Model

extension FastPath {
  /// True when no ready thread has a priority above the given one: one look at the two-level bitmap.
  @inlinable @inline(__always)
  public static func noneReadyAbove<S: Store>(_ m: S, _ priority: Ref<PriorityKind, S.R>) -> S.R.Truth {
    let summary = m[Machine.prioritySummary]
    return summary == 0 || highestPriority(m, summary).word <= priority.word
  }

  /// The highest priority that has a ready thread. Requires that the summary is not zero.
  @inlinable @inline(__always)
  static func highestPriority<S: Store>(_ m: S, _ summary: S.R.Word) -> Ref<PriorityKind, S.R> {
    let group = summary.highestBit
    return Ref((group &<< 5) | m[PriorityBitmap.ready, Ref(group)].highestBit)
  }

  /// The ready thread that runs next, or `none`.
  @inlinable
  public static func highestReady<S: Store>(_ m: inout S) -> Thread<S.R> {
    let summary = m[Machine.prioritySummary]
    guard m.branch("some thread is ready", summary != 0) else { return .none }
    return m[ReadyQueue.head, highestPriority(m, summary)]
  }

  /// Puts a thread at the back of the ready queue of its priority. Requires that it is in no queue.
  @inlinable @inline(__always)
  public static func insertReady<S: Store>(_ m: inout S, _ t: Thread<S.R>) {
    let priority = m[TCB.priority, t]
    let head = m[ReadyQueue.head, priority]
    m[ReadyQueue.head, priority] = append(&m, t, to: head)
    if m.branch("the queue was empty", head == .none) {
      let group = Ref<PriorityGroupKind, S.R>(priority.word &>> 5)
      m[PriorityBitmap.ready, group] = m[PriorityBitmap.ready, group] | (1 &<< (priority.word & 31))
      m[Machine.prioritySummary] = m[Machine.prioritySummary] | (1 &<< group.word)
    }
  }

  /// Takes a thread out of the ready queue of its priority. Requires that it is in that queue.
  @inlinable
  public static func removeReady<S: Store>(_ m: inout S, _ t: Thread<S.R>) {
    let priority = m[TCB.priority, t]
    let head = remove(&m, t, from: m[ReadyQueue.head, priority])
    m[ReadyQueue.head, priority] = head
    if m.branch("the queue is empty now", head == .none) {
      let group = Ref<PriorityGroupKind, S.R>(priority.word &>> 5)
      let bits = m[PriorityBitmap.ready, group].clearing(1 &<< (priority.word & 31))
      m[PriorityBitmap.ready, group] = bits
      if m.branch("the group is empty now", bits == 0) {
        m[Machine.prioritySummary] = m[Machine.prioritySummary].clearing(1 &<< group.word)
      }
    }
  }

  /// Puts a thread at the back of the queue of senders that poll for a receiver. Requires that it is in no queue.
  @inlinable
  public static func insertSender<S: Store>(_ m: inout S, _ t: Thread<S.R>, for receiver: Thread<S.R>) {
    m[TCB.sendHead, receiver] = append(&m, t, to: m[TCB.sendHead, receiver])
  }

  /// Takes a thread out of the queue of senders that poll for a receiver. Requires that it is in that queue.
  @inlinable
  public static func removeSender<S: Store>(_ m: inout S, _ t: Thread<S.R>, from receiver: Thread<S.R>) {
    m[TCB.sendHead, receiver] = remove(&m, t, from: m[TCB.sendHead, receiver])
  }

  /// Appends a thread to a ring, and returns the ring's head.
  @inlinable @inline(__always)
  static func append<S: Store>(_ m: inout S, _ t: Thread<S.R>, to head: Thread<S.R>) -> Thread<S.R> {
    guard m.branch("the ring has a head", head != .none) else {
      m[TCB.next, t] = t
      m[TCB.previous, t] = t
      return t
    }
    let last = m[TCB.previous, head]
    m[TCB.next, t] = head
    m[TCB.previous, t] = last
    m[TCB.next, last] = t
    m[TCB.previous, head] = t
    return head
  }

  /// Removes a thread from a ring, and returns the head of what is left.
  @inlinable
  static func remove<S: Store>(_ m: inout S, _ t: Thread<S.R>, from head: Thread<S.R>) -> Thread<S.R> {
    let next = m[TCB.next, t]
    guard m.branch("others are in the ring", next != t) else { return .none }
    let previous = m[TCB.previous, t]
    m[TCB.next, previous] = next
    m[TCB.previous, next] = previous
    return S.R.ite(head == t, next, head)
  }
}
