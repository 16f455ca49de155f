import ARMSemantics
import Logic

/// What the semantics say becomes of a probe.
struct Prediction {
  var result: ProbeResult
  /// The bits of the status that mean something.
  var meaningful: UInt32 = 0xFFFF_FFFF
  /// The word that the probe stores to, or any word.
  var place: UInt32 = 0

  /// Whether the emulator agrees.
  @inline(__always)
  func agrees(with actual: ProbeResult) -> Bool {
    (actual.status ^ result.status) & meaningful == 0 && actual.value == result.value
      && actual.faultAddress == result.faultAddress && actual.word == result.word
  }

  fileprivate init(_ end: ProbeResult.End, value: UInt32 = 0, word: UInt32 = 0) {
    result = ProbeResult(status: end.rawValue, value: value, faultAddress: RAM.untouchedFAR, word: word)
  }

  /// An abort. The register of the other kind of abort stays 0, and so does a register that the processor lacks:
  /// QEMU has them all.
  fileprivate init(_ end: ProbeResult.End, _ outcome: AccessOutcome<Native>, shift: UInt32, word: UInt32) {
    self.init(end, word: word)
    result.status |= Aborts.status(outcome, meaningless: 0) << shift
    if !Aborts.hasDomain(outcome) { meaningful = ~(FaultStatusRegister.domain.mask << shift) }
  }
}

/// Foresees results under one configuration.
struct Predictor {
  let store: RawMachine
  let arena: Arena
  let profile: Profile
  let control: UInt32

  /// What becomes of the probe; nil when it must not be tried, because it could destroy the probe program, or because
  /// its result says nothing.
  func prediction(for probe: Probe) -> Prediction? {
    // The emulator would come to the window, of which configurations do not decide.
    guard probe.virtualAddress < RAM.window - 3 else { return nil }
    if probe.instruction == .fetch { return fetch(probe) }

    let isChecked = Control.alignment.isSet(in: control)
    let isUnaligned = !probe.isAligned && !isChecked
    // QEMU: without alignment checking too, unaligned swaps are alignment faults. The architecture does not have them.
    guard !(isUnaligned && probe.instruction.reads && probe.instruction.writes) else { return nil }
    let first = outcome(probe, at: probe.virtualAddress, size: probe.instruction.size)
    guard first.completes else { return dataAbort(first, at: probe.virtualAddress) }
    return isUnaligned && profile.deviations.accessesUnaligned ? unaligned(probe, first) : aligned(probe, first)
  }

  @inline(__always)
  private func outcome(_ probe: Probe, at address: UInt32, size: UInt32) -> AccessOutcome<Native> {
    let kind: Code<AccessKind, Native> =
      probe.instruction == .fetch ? .fetch : probe.instruction.writes ? .write : .read
    return MMU.outcome(
      store, Access(address: address, kind: kind, size: size, isPrivileged: probe.isPrivileged), profile)
  }

  private func fetch(_ probe: Probe) -> Prediction? {
    let address = probe.virtualAddress
    guard probe.isAligned else { return nil }
    let outcome = outcome(probe, at: address, size: 4)
    guard outcome.completes else {
      guard outcome.aborts else { return nil }
      return Prediction(.prefetchAbort, outcome, shift: ProbeResult.instructionFaultStatusShift, word: address)
    }
    // Only a tell-tale is an instruction to execute.
    let physical = outcome.physicalAddress
    guard physical < RAM.arenaSize, arena[physical] == RAM.tellTale(physical) else { return nil }
    return Prediction(.fetched, value: arena[physical], word: address)
  }

  private func dataAbort(_ outcome: AccessOutcome<Native>, at address: UInt32) -> Prediction? {
    guard outcome.aborts else { return nil }
    var prediction = Prediction(.dataAbort, outcome, shift: ProbeResult.dataFaultStatusShift, word: 0)
    prediction.result.faultAddress = profile.deviations.faultAddressIsVirtual ? address : outcome.mva
    return prediction
  }

  private func aligned(_ probe: Probe, _ outcome: AccessOutcome<Native>) -> Prediction? {
    let physical = outcome.physicalAddress
    guard mayReach(physical) else { return nil }
    let access = Access<Native>(
      address: probe.virtualAddress, kind: .read, size: probe.instruction.size, isPrivileged: true)
    let word = word(at: physical)
    var prediction = Prediction(.completed, value: probe.instruction.reads ? Lane.read(word, access) : 0)
    guard probe.instruction.writes else { return prediction }
    guard physical < RAM.arenaSize else {
      // The store is lost, and the word that the program looks at is as before.
      prediction.result.word = arena[prediction.place]
      return prediction
    }
    guard maySet(physical) else { return nil }
    prediction.place = physical & ~3
    prediction.result.word = Lane.write(probe.value, into: word, access)
    return prediction
  }

  /// An access without alignment checking at an address that needs it: QEMU makes it where the address points. When
  /// it touches two of QEMU's pages, of 1 KB, faults of the first come first.
  private func unaligned(_ probe: Probe, _ first: AccessOutcome<Native>) -> Prediction? {
    guard probe.crossesWords else { return aligned(probe, first) }
    let inFirstPage = MVA.inTinyPage.mask &+ 1 &- MVA.inTinyPage.of(probe.virtualAddress)
    var second = first
    if inFirstPage < probe.instruction.size {
      let boundary = probe.virtualAddress &+ inFirstPage
      second = outcome(probe, at: boundary, size: 1)
      guard second.completes else { return dataAbort(second, at: boundary) }
      second.physicalAddress &-= inFirstPage
    }
    // The program looks at one word of a store only.
    guard !probe.instruction.writes else { return nil }
    var value: UInt32 = 0
    for i in 0..<probe.instruction.size {
      let physical = (i < inFirstPage ? first : second).physicalAddress &+ i
      guard mayReach(physical) else { return nil }
      value |= (word(at: physical) >> (8 * (physical & 3)) & 0xFF) << (8 * i)
    }
    return Prediction(.completed, value: value)
  }

  /// Between the arena and the vacant addresses are the program and devices.
  private func mayReach(_ physical: UInt32) -> Bool { physical < RAM.arenaSize || physical >= RAM.vacant }

  /// The program needs its descriptors, and without MMU its vectors.
  private func maySet(_ physical: UInt32) -> Bool {
    !arena.windowDescriptors.contains(physical)
      && (Control.mmu.isSet(in: control) || physical >= UInt32(Configuration.vectors.count) * 4)
  }

  private func word(at physical: UInt32) -> UInt32 { physical < RAM.arenaSize ? arena[physical] : 0 }
}
