import ARMSemantics
import Logic

extension Kernel {
  /// The state that the kernel boots into, whatever was in memory: thread 0 runs in space 0, which owns domain 1;
  /// thread 1 is the idle thread; there are no others, and no other space is in use. Space 0 has every privilege. Nobody
  /// maps anything, and no interrupt is let through.
  ///
  /// Requires: the platform has said where the kernel's memory is, which answers, and where in it the translation table
  /// and the page tables are.
  ///
  /// User memory (UTCBs), capabilities and process IDs of unused spaces are cleared as far as the kernel reads them.
  public static func boot<S: Store>(_ k: inout S) {
    bootThreads(&k)
    bootSpaces(&k)
    bootTables(&k)
    k.updateAll(InterruptTable.handler) { _, _ in .none }
    k.updateAll(InterruptTable.isMasked) { _, _ in 1 }
    k[Machine.current] = Ref(0)
    k[Machine.idle] = Ref(1)
    k[Machine.coprocessorAccess] = 0
    k[Machine.utcb] = k[TCB.utcb, Ref(0)]
    k[Machine.dirtyDomains] = 0
    activate(&k, Ref(0))
  }

  private static func bootThreads<S: Store>(_ k: inout S) {
    let (root, idle) = (Thread<S.R>(0), Thread<S.R>(1))
    k.updateAll(TCB.space) { _, t in S.R.ite(t == root, Ref(0), .none) }
    k.updateAll(TCB.state) { _, t in
      S.R.ite(t == root, .running, S.R.ite(t == idle, .idle, .free))
    }
    k.updateAll(TCB.partner) { _, _ in .none }
    k.updateAll(TCB.priority) { _, t in S.R.ite(t == root, 255, 0) }
    k.updateAll(TCB.sentFrom) { _, _ in .nilThread }
    k.updateAll(TCB.resources) { _, _ in .none }
    k.updateAll(TCB.continuation) { _, _ in .userReturn }
    k.updateAll(TCB.utcb) { _, _ in 0 }
    k.updateAll(TCB.pager) { _, _ in .none }
    k.updateAll(TCB.exceptionHandler) { _, _ in .none }
    k.updateAll(TCB.timeslice) { _, _ in 0 }
    k.updateAll(TCB.remainingTicks) { _, _ in 0 }
    k.updateAll(TCB.arrival) { _, t in t.word }
  }

  private static func bootSpaces<S: Store>(_ k: inout S) {
    let (root, domain) = (Space<S.R>(0), Ref<DomainKind, S.R>(1))
    k.updateAll(SpaceTable.domain) { _, s in S.R.ite(s == root, domain, .noDomain) }
    k.updateAll(SpaceTable.mask) { _, s in
      S.R.Word(constant: DACR.kernelClient) | S.R.ite(s == root, DACR.access(DACR.client, to: domain), 0)
    }
    k.updateAll(SpaceTable.processID) { _, _ in 0 }
    k.updateAll(SpaceTable.vspace) { _, _ in 0 }
    k.updateAll(SpaceTable.isInUse) { _, s in S.R.ite(s == root, 1, 0) }
    k.updateAll(SpaceTable.capabilities) { _, _ in 0 }
    k.updateAll(SpaceTable.maximumPriority) { _, s in S.R.ite(s == root, 255, 0) }
    k.updateAll(SpaceTable.privileges) { _, s in S.R.ite(s == root, .systemCalls, .none) }
    k.updateAll(DomainTable.owner) { _, d in S.R.ite(d == domain, root, .none) }
    k.updateAll(CapabilityList.size) { _, _ in 0 }
  }

  /// Translation is on, for a table that maps nothing but the kernel's own memory; TLBs, caches and the write buffer are
  /// empty. The buffer is drained first: what it held for the table must not come after the table's own words.
  private static func bootTables<S: Store>(_ k: inout S) {
    Coprocessor.perform(&k, .drainWriteBuffer, 0)
    k.updateAll(PhysicalMemory.contents) { k, word in
      S.R.ite(
        CachingDirectory.holds(k, word) || k.exists(pageTable(k, word)), 0, k[PhysicalMemory.contents, word])
    }
    k.updateAll(PageTables.user) { _, _ in .none }
    k.updateAll(PageDirectory.descriptor) { _, _ in 0 }
    k.updateAll(PageDirectory.isWindow) { _, _ in 0 }
    k.updateAll(Grants.rights) { _, _ in 0 }
    write(
      &k, CachingDirectory.word(k, Megabyte(S.R.Word(constant: Section.kernelMemory))),
      PageRequest<S.R>(
        address: 0, size: .section, frame: k[Machine.kernelMemory], permissions: 0b01,
        attributes: .none
      ).section)
    flushTLBs(&k)
    Coprocessor.perform(&k, .invalidateCaches, 0)
    k[CP15.control] = S.R.Word(
      constant: Control.mmu.mask | Control.dataCache.mask | Control.instructionCache.mask)
  }
}
