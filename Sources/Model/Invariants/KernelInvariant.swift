import ARMSemantics
import Logic

/// The kernel invariant: what is true of every state between two kernel operations.
public enum KernelInvariant {
  /// Every claim of the invariant about the state `k`.
  public static func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    machine(k) + threads(k) + spaces(k) + capabilities(k) + memory(k)
  }

  /// The kernel's memory is whole sections, and stays out of the data cache.
  public static func memory<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim("kernel-sections", "The kernel's memory is a number of whole megabytes.") {
        MVA.inSection.inPlace(k[Machine.kernelMask]) == 0
      },
      Claim(
        "kernel-lines", "No line of the data cache is one of the kernel's memory.", forAll: k, VirtualLineKind.self
      ) { line in
        k[DataCache.isValid, line] == 0
          || !Kernel.isKernels(k, Granule.address(ofLine: k[DataCache.physicalLine, line]))
      },
    ]
  }

  /// What the machine holds is what the running thread and its space say.
  public static func machine<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim("machine-threads", "The running and the idle thread exist, and exactly the former is running.") {
        k.exists(k[Machine.current]) && k.exists(k[Machine.idle])
          && k[TCB.state, k[Machine.current]] == .running
      },
      Claim("machine-space", "The active space exists and has a domain.") {
        k.exists(k[Machine.space]) && k[Machine.domain] != .noDomain
      },
      Claim("machine-cache", "Domain, mask, capability list and both registers are those of the active space.") {
        let space = k[Machine.space]
        return k[Machine.domain] == k[SpaceTable.domain, space] && k[Machine.mask] == k[SpaceTable.mask, space]
          && k[Machine.capabilities] == k[SpaceTable.capabilities, space]
          && k[CP15.domainAccessControl] == k[Machine.mask]
          && k[CP15.processID] == FCSE.slot(of: k[SpaceTable.processID, space])
      },
      Claim("machine-thread", "The UTCB pointer and coprocessor access are those of the running thread.") {
        k[Machine.utcb] == k[TCB.utcb, k[Machine.current]]
          && k[Machine.coprocessorAccess] == Kernel.coprocessorAccess(k, k[Machine.current])
      },
      Claim("running-space", "The running thread's space, if it has one, is the active space.") {
        k[TCB.space, k[Machine.current]] == .none || k[TCB.space, k[Machine.current]] == k[Machine.space]
      },
      Claim("dirty", "Every domain that the running thread may use counts as dirty.") {
        k[Machine.dirtyDomains].contains(k[Machine.mask])
      },
    ]
  }

  /// Every thread is exactly one of running, ready, blocked, stopped and idle, and its fields make sense for that.
  static func threads<S: Store>(_ k: S) -> [Claim<S.R>] {
    func isState(_ t: Thread<S.R>, _ state: Code<ThreadState, S.R>) -> S.R.Truth {
      k[TCB.state, t] == state
    }
    return [
      Claim("state", "A thread's state is one of the ten.", forAll: k, ThreadKind.self) { t in
        k[TCB.state, t].isState
      },
      Claim("one-running", "Only the machine's current thread is running.", forAll: k, ThreadKind.self) { t in
        isState(t, .running).implies(t == k[Machine.current])
      },
      Claim("idle", "Exactly the idle thread idles, whenever it doesn't run.", forAll: k, ThreadKind.self) { t in
        (isState(t, .idle) || (t == k[Machine.idle] && isState(t, .running)))
          == (t == k[Machine.idle])
      },
      Claim("waits", "A thread waits for any thread, or for one that exists.", forAll: k, ThreadKind.self) { t in
        isState(t, .waitingForever).implies(k[TCB.partner, t] == .any || k.exists(k[TCB.partner, t]))
      },
      Claim("polls", "A thread polls for a thread that exists.", forAll: k, ThreadKind.self) { t in
        isState(t, .polling).implies(k.exists(k[TCB.partner, t]))
      },
      Claim(
        "continuation",
        "Exactly a polling thread has an IPC to restart, or the thread that has just been polling; a thread that has an ended one to be told of waits for nobody.",
        forAll: k, ThreadKind.self
      ) { t in
        func continues(_ continuation: Code<Continuation, S.R>) -> S.R.Truth {
          k[TCB.continuation, t] == continuation
        }
        let restarts = continues(.restartIPC)
        return (restarts || continues(.userReturn) || continues(.failIPC))
          && isState(t, .polling).implies(restarts)
          && restarts.implies(isState(t, .polling) || isState(t, .running))
          && continues(.failIPC).implies(
            isState(t, .ready) || isState(t, .running) || isState(t, .halted))
      },
      Claim("priority", "A priority is below 256.", forAll: k, ThreadKind.self) { t in
        k.exists(k[TCB.priority, t])
      },
      Claim("thread-space", "A thread's space, if it has one, exists.", forAll: k, ThreadKind.self) { t in
        k[TCB.space, t] == .none || k.exists(k[TCB.space, t])
      },
      Claim("pager", "A thread's pager, if it has one, exists.", forAll: k, ThreadKind.self) { t in
        k[TCB.pager, t] == .none || k.exists(k[TCB.pager, t])
      },
      Claim(
        "exception-handler", "A thread's exception handler, if it has one, exists.", forAll: k, ThreadKind.self
      ) { t in
        k[TCB.exceptionHandler, t] == .none || k.exists(k[TCB.exceptionHandler, t])
      },
      Claim("arrival", "A place in the order of arrival is below the number of threads.", forAll: k, ThreadKind.self) {
        t in k[TCB.arrival, t] < k.count(ThreadKind.self)
      },
      Claim(
        "arrivals", "No two threads have the same place in the order of arrival.", forAll: k, ThreadKind.self,
        ThreadKind.self
      ) { t, u in
        (k[TCB.arrival, t] == k[TCB.arrival, u]).implies(t == u)
      },
    ]
  }

  /// Spaces and domains own each other, and masks and process IDs are in range.
  public static func spaces<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim("domain", "A space's domain, if it has one, is 1 to 15 and owned by it.", forAll: k, SpaceKind.self) { s in
        let domain = k[SpaceTable.domain, s]
        return domain == .noDomain
          || (domain.word != 0 && domain.word < 16 && k[DomainTable.owner, domain] == s)
      },
      Claim("owner", "A domain's owner, if it has one, exists and has that domain.", forAll: k, DomainKind.self) { d in
        let owner = k[DomainTable.owner, d]
        return owner == .none || (d.word != 0 && k.exists(owner) && k[SpaceTable.domain, owner] == d)
      },
      Claim(
        "mask", "A mask gives client access to domain 0, and to the space's own domain.", forAll: k, SpaceKind.self
      ) { s in
        let mask = k[SpaceTable.mask, s]
        let domain = k[SpaceTable.domain, s]
        return mask & S.R.Word(constant: DACR.field) == S.R.Word(constant: DACR.kernelClient)
          && (domain == .noDomain
            || mask & DACR.access(DACR.field, to: domain) == DACR.access(DACR.client, to: domain))
      },
      Claim("process-id", "A process ID has seven bits.", forAll: k, SpaceKind.self) { s in
        k[SpaceTable.processID, s] < S.R.Word(constant: FCSE.processes)
      },
      Claim("capabilities", "A space's capability list exists.", forAll: k, SpaceKind.self) { s in
        k.exists(k[SpaceTable.capabilities, s])
      },
    ]
  }

  /// Capabilities name threads that exist.
  static func capabilities<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim("list-size", "A capability list fits into its record.", forAll: k, CapabilityListKind.self) { l in
        k[CapabilityList.size, l] <= S.R.Word(constant: CapabilityType.slots)
      },
      Claim(
        "capability", "A capability in use names a thread that exists.", forAll: k, CapabilityListKind.self,
        CapabilitySlot.self
      ) { l, i in
        let type = k[CapabilityList.type, l, i]
        return
          (i.word < k[CapabilityList.size, l]
          && (type == .ipc || type == .thread))
          .implies(k.exists(k[CapabilityList.thread, l, i]))
      },
    ]
  }
}
