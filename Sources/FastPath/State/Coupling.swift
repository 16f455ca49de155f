import ARMSemantics
import Logic
import Model

/// The coupling invariant: how the queues and bitmaps that make the fast path fast stand for what the model means
/// by states and the order of arrival.
public enum Coupling {
  /// Every claim of the coupling invariant about the state `k`.
  public static func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    heads(k) + rings(k) + bitmaps(k)
  }

  /// True when `t` is ready.
  @inlinable
  static func isReady<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == .ready
  }

  /// True when `t` polls.
  @inlinable
  static func polls<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.state, t] == .polling
  }

  /// True when `t` polls for somebody: always, between two kernel operations, when it polls. In the middle of one its
  /// partner may be gone first.
  @inlinable
  static func pollsForSomebody<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    polls(k, t) && k.exists(k[TCB.partner, t])
  }

  /// True when two threads are in the same queue.
  @inlinable
  static func sameQueue<S: Store>(_ k: S, _ t: Thread<S.R>, _ u: Thread<S.R>) -> S.R.Truth {
    (isReady(k, t) && isReady(k, u) && k[TCB.priority, t] == k[TCB.priority, u])
      || (polls(k, t) && polls(k, u) && k[TCB.partner, t] == k[TCB.partner, u])
  }

  /// The head of the queue that `t` is in.
  static func head<S: Store>(_ k: S, _ t: Thread<S.R>) -> Thread<S.R> {
    S.R.ite(isReady(k, t), k[ReadyQueue.head, k[TCB.priority, t]], k[TCB.sendHead, k[TCB.partner, t]])
  }

  /// A queue's head is its first arrival, and every queue that has a thread has a head.
  public static func heads<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "ready-head", "The head of a ready queue is a ready thread of that priority.", forAll: k, PriorityKind.self
      ) { p in
        let h = k[ReadyQueue.head, p]
        return h == .none || (k.exists(h) && isReady(k, h) && k[TCB.priority, h] == p)
      },
      Claim("send-head", "The head of a send queue is a thread that polls for its owner.", forAll: k, ThreadKind.self) {
        t in
        let h = k[TCB.sendHead, t]
        return h == .none || (k.exists(h) && polls(k, h) && k[TCB.partner, h] == t)
      },
      Claim(
        "first", "The queue of a ready or polling thread has a head, and no thread of it arrived before.", forAll: k,
        ThreadKind.self
      ) { t in
        (isReady(k, t) || polls(k, t)).implies(
          head(k, t) != .none && k[TCB.arrival, head(k, t)] <= k[TCB.arrival, t])
      },
    ]
  }

  /// A queue's threads form a ring in the order of arrival.
  public static func rings<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim("next", "A queued thread's next thread is in the same queue, and leads back.", forAll: k, ThreadKind.self) {
        t in
        (isReady(k, t) || polls(k, t)).implies(
          k.exists(k[TCB.next, t])
            && (sameQueue(k, t, k[TCB.next, t]) && k[TCB.previous, k[TCB.next, t]] == t))
      },
      Claim(
        "previous", "A queued thread's previous thread is in the same queue, and leads back.", forAll: k,
        ThreadKind.self
      ) { t in
        (isReady(k, t) || polls(k, t)).implies(
          k.exists(k[TCB.previous, t])
            && (sameQueue(k, t, k[TCB.previous, t]) && k[TCB.next, k[TCB.previous, t]] == t))
      },
      Claim(
        "order", "No thread of a queue arrived between one and the next; the last leads to the head.", forAll: k,
        ThreadKind.self, ThreadKind.self
      ) { t, u in
        sameQueue(k, t, u).implies(
          S.R.select(
            k[TCB.next, t] == head(k, t),
            k[TCB.arrival, u] <= k[TCB.arrival, t],
            k[TCB.arrival, t] < k[TCB.arrival, k[TCB.next, t]]
              && (k[TCB.arrival, u] <= k[TCB.arrival, t]
                || k[TCB.arrival, u] >= k[TCB.arrival, k[TCB.next, t]])
          ))
      },
    ]
  }

  /// What the fast path relies on, a corollary of the claims about heads and bitmaps: a look at the two-level bitmap
  /// tells what a look at all threads would, and an empty send queue means that nobody polls.
  public static func guards<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "none-ready-above", "When the bitmap shows none above a thread's priority, no ready thread is above it.",
        forAll: k, ThreadKind.self, ThreadKind.self
      ) { t, u in
        (FastPath.noneReadyAbove(k, k[TCB.priority, t]) && isReady(k, u))
          .implies(k[TCB.priority, u].word <= k[TCB.priority, t].word)
      },
      Claim(
        "some-ready-above", "When the bitmap shows some above a thread's priority, the thread that it finds is ready.",
        forAll: k, ThreadKind.self
      ) { t in
        let head = k[ReadyQueue.head, FastPath.highestPriority(k, k[Machine.prioritySummary])]
        return FastPath.noneReadyAbove(k, k[TCB.priority, t])
          || (k.exists(head) && isReady(k, head) && k[TCB.priority, head].word > k[TCB.priority, t].word)
      },
      Claim(
        "somebody-polls", "When a thread's send queue has a head, that polls for it.", forAll: k, ThreadKind.self
      ) { t in
        let head = k[TCB.sendHead, t]
        return head == .none || (k.exists(head) && polls(k, head) && k[TCB.partner, head] == t)
      },
      Claim(
        "nobody-polls", "When a thread's send queue has no head, no thread polls for it.", forAll: k, ThreadKind.self,
        ThreadKind.self
      ) { t, u in
        (k[TCB.sendHead, t] == .none).implies(!(polls(k, u) && k[TCB.partner, u] == t))
      },
    ]
  }

  /// The two-level bitmap says which priorities have a ready thread.
  public static func bitmaps<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "bitmap", "A priority's bit is set exactly when its queue has a head.", forAll: k, PriorityKind.self
      ) { p in
        let word = k[PriorityBitmap.ready, Ref(p.word &>> 5)]
        return word.intersects(1 &<< (p.word & 31)) == (k[ReadyQueue.head, p] != .none)
      },
      Claim(
        "summary", "A group's bit is set exactly when its word of the bitmap is not zero.", forAll: k,
        PriorityGroupKind.self
      ) { g in
        k[Machine.prioritySummary].intersects(1 &<< g.word) == (k[PriorityBitmap.ready, g] != 0)
      },
      Claim("groups", "The summary has eight bits.") {
        k[Machine.prioritySummary] < 256
      },
    ]
  }

  /// The bitmap of a domain has a bit for each of its entries in the CPD. The kernel's own entries, with domain 0, stay.
  public static func sections<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "sections", "The bitmap of an entry's domain has the entry's bit.", forAll: k, PhysicalWordKind.self
      ) { word in
        let entry = FirstLevelDescriptor<S.R>(k[PhysicalMemory.contents, word])
        let section = CachingDirectory.megabyte(word).word
        let bits = k[SectionBitmap.sections, Ref(entry.domain), Ref(section &>> 5)]
        return (CachingDirectory.holds(k, word) && !entry.isFault && entry.domain != 0).implies(
          bits.intersects(1 &<< (section & 31)))
      }
    ]
  }
}
