import Logic

/// Whoever is named is there: what is true between two kernel operations of the threads that others know.
///
/// An invariant of its own beside ``KernelInvariant``, so that the proofs which don't need it stay short.
public enum NameInvariant {
  /// Every claim of the invariant about the state `k`.
  public static func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "capability-in-use", "A capability names a thread that is in use, or was.", forAll: k, CapabilityListKind.self,
        CapabilitySlot.self
      ) { l, i in
        let (type, thread) = (k[CapabilityList.type, l, i], k[CapabilityList.thread, l, i])
        return
          (i.word < k[CapabilityList.size, l]
          && (type == .ipc || type == .thread))
          .implies(k.exists(thread) && k[TCB.state, thread] != .free)
      },
      Claim("space-in-use", "Only a thread that is in use has a space.", forAll: k, ThreadKind.self) { t in
        k.isInUse(t) || k[TCB.space, t] == .none
      },
      Claim("pager-in-use", "A pager is in use.", forAll: k, ThreadKind.self) { t in
        k[TCB.pager, t] == .none || k.isInUse(k[TCB.pager, t])
      },
      Claim("handler-in-use", "An exception handler is in use.", forAll: k, ThreadKind.self) { t in
        k[TCB.exceptionHandler, t] == .none || k.isInUse(k[TCB.exceptionHandler, t])
      },
      Claim(
        "partner-in-use", "Who waits or polls for one thread does so for one that is in use.", forAll: k,
        ThreadKind.self
      ) { t in
        (k[TCB.state, t] == .polling
          || (k[TCB.state, t] == .waitingForever && k[TCB.partner, t] != .any))
          .implies(k.isInUse(k[TCB.partner, t]))
      },
      Claim("interrupt-in-use", "Who is told of an interrupt is in use.", forAll: k, InterruptKind.self) { i in
        k[InterruptTable.handler, i] == .none || k.isInUse(k[InterruptTable.handler, i])
      },
    ]
  }
}
