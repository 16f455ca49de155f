import ARMSemantics
import Logic
import Testing

/// The semantics against an independent implementation: QEMU, which runs the probe program in `Oracle/`.
@Suite(.needsEmulator, .serialized)
struct OracleTests {
  @Test("An ARM926EJ-S does what the semantics say, in a million probes of 10,000 configurations")
  func arm926() throws {
    let coverage = try Campaign(seed: 0x926, configurations: 10_500).run(Subject(Emulator.Processor(profile: .arm926)))
    #expect(coverage.probes >= 1_000_000)
    #expect(coverage.configurations >= 10_000)
    expectAllResults(coverage)
  }

  @Test(
    "A StrongARM and an XScale do what the semantics say",
    arguments: Emulator.processors.filter { $0.profile.id != Profile.arm926.id })
  func others(processor: Emulator.Processor) throws {
    let coverage = try Campaign(seed: 0x255, configurations: 1_500).run(Subject(processor))
    #expect(coverage.probes >= 100_000)
    #expect(coverage.configurations >= 1_000)
    expectAllResults(coverage)
  }

  /// Every instruction meets every fault that it can meet, many times.
  private func expectAllResults(_ coverage: Coverage) {
    let least = coverage.probes / 10_000
    let faults: [Code<FaultStatus, Native>] = [
      .completes, .sectionTranslation, .pageTranslation, .sectionDomain, .pageDomain, .sectionPermission,
      .pagePermission, .externalOnSecondLevel,
    ]
    for instruction in Probe.Instruction.allCases {
      let isAlignable = instruction.size > 1 && instruction != .fetch
      for fault in faults + (isAlignable ? [.alignment] : []) {
        let count = coverage.count(instruction, fault)
        #expect(count >= least, "\(instruction): \(fault)")
      }
    }
  }
}
