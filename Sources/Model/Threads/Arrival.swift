import Logic

extension Kernel {
  /// Makes `t` the last to arrive. Threads of one queue (the ready threads of a priority, the senders that poll for
  /// one receiver) are served in the order of arrival.
  ///
  /// The order is a permutation: every thread has a place below the number of threads, whether it is in a queue or
  /// not, and no two have the same. So nothing can overflow, and no queue needs a length.
  @inlinable
  public static func arrive<S: Store>(_ k: inout S, _ t: Thread<S.R>) {
    let old = k[TCB.arrival, t]
    let last = k.count(ThreadKind.self) &- 1
    k.updateAll(TCB.arrival) { k, u in
      let place = k[TCB.arrival, u]
      return S.R.ite(u == t, last, S.R.ite(place > old, place &- 1, place))
    }
  }

  /// The first of the senders that poll for `t`.
  @inlinable
  public static func firstSender<S: Store>(_ k: S, to t: Thread<S.R>) -> Thread<S.R> {
    k.first(
      ThreadKind.self,
      where: { k, u in
        k[TCB.state, u] == .polling && k[TCB.partner, u] == t
      },
      by: { k, u in (major: 0, minor: k[TCB.arrival, u]) })
  }

  /// Makes `t` ready, the last of its priority, with the registers that it will find in user mode.
  @inlinable
  public static func makeReady<S: Store>(_ k: inout S, _ t: Thread<S.R>, _ registers: UserRegisters<S.R>) {
    k[TCB.state, t] = .ready
    k[TCB.continuation, t] = .userReturn
    save(&k, t, registers)
    arrive(&k, t)
  }
}
