import Logic

extension Completion {
  /// Chooses among the caller, its partner (either may be `none`) and the ready threads. The highest priority runs;
  /// among equals the caller goes first, then the partner, then the ready threads in the order of arrival. Whoever
  /// of the two doesn't run becomes ready. The idle thread runs when there is nobody.
  @inlinable
  mutating func schedule(caller: Runnable<R>, partner: Runnable<R>) {
    let callerGoesOn =
      caller.thread != .none
      && (partner.thread == .none || k[TCB.priority, partner.thread].word <= k[TCB.priority, caller.thread].word)
    let chosen = Runnable.ite(callerGoesOn, caller, partner)
    let other = Runnable.ite(callerGoesOn, partner, caller)
    let ready = Kernel.highestReady(k)
    let overtaken =
      ready != .none
      && (chosen.thread == .none || k[TCB.priority, ready].word > k[TCB.priority, chosen.thread].word)
    when(
      overtaken,
      then: { c in
        c.enqueue(chosen)
        c.enqueue(other)
        c.dispatch(ready)
      },
      else: { c in
        c.enqueue(other)
        c.when(
          chosen.thread == .none,
          then: { c in
            c.next = c.k[Machine.idle]
            c.exit = .continuation
          },
          else: { c in c.run(chosen) })
      })
  }

  /// Makes a runnable thread ready; nothing for `none`.
  @inlinable
  mutating func enqueue(_ r: Runnable<R>) {
    k.when(r.thread != .none, then: { k in Kernel.makeReady(&k, r.thread, r.registers) })
  }
}

extension Kernel {
  /// The ready thread that runs next: the highest priority, and within it the first to arrive.
  @inlinable
  public static func highestReady<S: Store>(_ k: S) -> Thread<S.R> {
    k.first(
      ThreadKind.self,
      where: { k, t in k[TCB.state, t] == .ready },
      by: { k, t in (major: 255 &- k[TCB.priority, t].word, minor: k[TCB.arrival, t]) })
  }
}
