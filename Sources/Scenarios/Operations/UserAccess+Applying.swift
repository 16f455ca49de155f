import ARMSemantics
import Logic
import Model

extension UserAccess {
  /// An access that aborts more often than this will abort for ever: whatever the ideal allows is repaired in one go.
  private static let mostAborts = 4

  /// Makes the access as user code of the running thread does: through a TLB entry or by a walk. An abort enters the kernel,
  /// and the access is made again whenever that ends with the same thread in user mode. When it goes ahead, the hardware
  /// fills a TLB entry and a cache line, and the bytes are transferred, by way of a register that is none of `registers`.
  ///
  /// - Parameter registers: The processor's user registers, which an abort leaves as they are.
  func apply<S: Store>(
    to k: inout S, _ registers: inout UserRegisters<Native>, by kernel: some Implementation
  ) -> ScenarioOutcome where S.R == Native {
    let me = k[Machine.current]
    let ideal = Ideal.outcome(k, k[Machine.space], access, Platform.profile)
    var aborts: [TakenAbort] = []
    while true {
      var made = outcome(k)
      if made.isUnpredictable { return ScenarioOutcome(.unpredictable(status: made.status)) }
      if made.completes {
        if let violation = violation(made, ideal) { return Self.end(.done, aborts, violation) }
        fill(&k, for: made)
        if let violation = lineViolation(k, made) { return Self.end(.done, aborts, violation) }
        let (end, value) = transfer(&k, made)
        if end.completes { return Self.end(.completed(value: value), aborts) }
        made = end
      }
      Aborts.record(&k, access, made, meaningless: 0, Platform.profile)
      let next = ScenarioOperation.enterKernel(&k, .abort(abort(k)), &registers, kernel)
      let isRepaired = next.thread == me.word
      let action: Code<AbortAction, Native> = isRepaired ? .retry : unrepaired(made)
      aborts.append(TakenAbort(status: made.status, address: made.mva, action: action))
      guard isRepaired else {
        let isDenied = ideal.completes && made.status.isOfMapping
        let violation = Violation.isDeniedWhatIsAllowed(
          status: made.status, physicalAddress: ideal.physicalAddress)
        var outcome = Self.end(.faulted(action: action), aborts, isDenied ? violation : nil)
        outcome.next = next
        outcome.halted = k[TCB.state, me] == .halted ? me.word : nil
        return outcome
      }
      if aborts.count > Self.mostAborts { return Self.end(.done, aborts, .livelock(aborts: aborts.count)) }
    }
  }

  /// The domain that the access goes through, if it is made now.
  public func domain(_ k: Image) -> UInt32 { outcome(k).domain }

  /// What the MMU says of the access: through a TLB entry that holds the address, or by a walk.
  func outcome<S: Store>(_ k: S) -> AccessOutcome<Native> where S.R == Native {
    let mva = MMU.mva(k, access)
    if access.isFetch, let entry = Self.entry(k, InstructionTLB.self, mva) {
      return MMU.outcome(k, access, through: InstructionTLB.self, entry, Platform.profile)
    }
    if !access.isFetch, let entry = Self.entry(k, DataTLB.self, mva) {
      return MMU.outcome(k, access, through: DataTLB.self, entry, Platform.profile)
    }
    return MMU.outcome(k, access, Platform.profile)
  }

  /// What the kernel is told of an abort of this access.
  private func abort<S: Store>(_ k: S) -> Abort<Native> where S.R == Native {
    Abort(
      isPrefetch: access.isFetch, isWrite: access.isWrite, isPrivileged: false,
      instruction: access.isFetch ? address : k[TCB.userPC, k[Machine.current]])
  }

  /// What an abort is that nothing repairs, as the manual tells them apart: whoever is told of it, it came of a mapping, or
  /// not. Of a prefetch abort the kernel knows nothing else.
  private func unrepaired(_ made: AccessOutcome<Native>) -> Code<AbortAction, Native> {
    access.isFetch || made.status.isOfMapping ? .pageFault : .exception
  }

  private func violation(_ made: AccessOutcome<Native>, _ ideal: AccessOutcome<Native>) -> Violation? {
    if !ideal.completes {
      return .reachesWhatIsForbidden(physicalAddress: made.physicalAddress, ideal: ideal.status)
    }
    if made.physicalAddress != ideal.physicalAddress {
      return .reachesAnotherFrame(physicalAddress: made.physicalAddress, ideal: ideal.physicalAddress)
    }
    return nil
  }

  private func lineViolation<S: Store>(_ k: S, _ made: AccessOutcome<Native>) -> Violation? where S.R == Native {
    access.isFetch ? lineViolation(k, InstructionCache.self, made) : lineViolation(k, DataCache.self, made)
  }

  /// Whether the access finds a line that was filled from elsewhere.
  private func lineViolation<S: Store, T: CacheLineTable>(
    _ k: S, _ cache: T.Type, _ made: AccessOutcome<Native>
  ) -> Violation? where S.R == Native {
    guard Cache.hits(k, cache, made) else { return nil }
    let line = Granule.address(ofLine: k[T.physicalLine, VirtualLine<Native>(at: made.mva)])
    let offset = made.physicalAddress & (1 << Granule.lineShift - 1)
    if line | offset == made.physicalAddress { return nil }
    return .findsLineOfAnotherFrame(physicalAddress: line | offset, ideal: made.physicalAddress)
  }

  /// The hardware remembers the translation, in the entry that the address chooses, and fetches the line.
  private func fill<S: Store>(_ k: inout S, for made: AccessOutcome<Native>) where S.R == Native {
    if access.isFetch {
      Self.fill(&k, InstructionTLB.self, made.mva)
      Hardware.fillInstruction(&k, for: made)
    } else {
      Self.fill(&k, DataTLB.self, made.mva)
      Hardware.fillData(&k, for: made)
    }
  }

  private static func fill<S: Store, T: TLBTable>(_ k: inout S, _ tlb: T.Type, _ mva: UInt32) where S.R == Native {
    let entries = k.count(T.Key.self)
    if entries == 0 || entry(k, tlb, mva) != nil { return }
    TLB.fill(&k, tlb, Ref((mva >> PageSize[.small]) % entries), mva, split: false, Platform.profile)
  }

  /// The first TLB entry that holds an address.
  private static func entry<S: Store, T: TLBTable>(
    _ k: S, _ tlb: T.Type, _ mva: UInt32
  ) -> Ref<T.Key, Native>? where S.R == Native {
    (0..<k.count(T.Key.self)).lazy.map { Ref<T.Key, Native>($0) }.first { TLB.holds(k, tlb, $0, mva) }
  }

  private func transfer<S: Store>(
    _ k: inout S, _ made: AccessOutcome<Native>
  ) -> (AccessOutcome<Native>, UInt32) where S.R == Native {
    access.isWrite
      ? (Transfer.write(&k, access, value, made, Platform.profile), value)
      : Transfer.read(k, access, made)
  }

  private static func end(
    _ result: ScenarioOutcome.Result, _ aborts: [TakenAbort], _ violation: Violation? = nil
  ) -> ScenarioOutcome {
    var outcome = ScenarioOutcome(result)
    outcome.aborts = aborts
    outcome.violation = violation
    return outcome
  }
}
