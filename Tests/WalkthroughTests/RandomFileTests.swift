import ARMSemantics
import Logic
import Randomness
import TestSupport
import Testing
import Walkthrough

/// Random files, each from the seed and its number alone.
@Suite struct RandomFileTests {
  private let seed = RandomSettings.seed
  private let count: UInt64 = 5000

  private func forEachFile(_ body: (_ text: String, _ probe: Probe, _ access: Access<Native>) throws -> Void) throws {
    for number in 0..<count {
      var generator = SeededGenerator(seed: seed &<< 20 | number)
      let text = RandomFile.text(using: &generator)
      let probe = try parse(text)
      try body("seed \(seed), file \(number):\n\(text)", probe, #require(probe.access))
    }
  }

  @Test func theExplanationEndsAsTheSemanticsSays() throws {
    var statuses: Set<Code<FaultStatus, Native>> = []
    var entries = 0
    try forEachFile { text, probe, access in
      let (machine, profile) = (probe.machine, probe.profile)
      for way in try Explanation(access, on: machine, profile).ways {
        let expected =
          way.entry.map { entry in
            access.isFetch
              ? MMU.outcome(machine, access, through: InstructionTLB.self, Ref(entry), profile)
              : MMU.outcome(machine, access, through: DataTLB.self, Ref(entry), profile)
          } ?? MMU.outcome(machine, access, profile)
        #expect(way.outcome.leaves.map(\.word) == expected.leaves.map(\.word), "\(text)")
        // What a reader takes away: the last step names the status, or the physical address.
        let name = try #require(FaultStatus.names[expected.status])
        let conclusion = expected.completes ? String(expected.physicalAddress, radix: 16, uppercase: true) : name
        #expect(way.steps.last?.lines.first?.contains(conclusion) == true, "\(text)")
        statuses.insert(expected.status)
        if way.entry != nil { entries += 1 }
      }
    }
    let ofTheBus: Set<Code<FaultStatus, Native>> = [.externalOnSection, .externalOnPage]
    #expect(statuses == Set(FaultStatus.names.keys).subtracting(ofTheBus), "seed \(seed)")
    #expect(entries > 100, "seed \(seed)")
  }

  @Test func aPrintedFileIsTheSameMachine() throws {
    try forEachFile { text, probe, access in
      let again = try parse(MemorySystemFile.text(of: probe))
      #expect(Contents(again.machine) == Contents(probe.machine), "\(text)")
      #expect(again.processor?.id == probe.processor?.id, "\(text)")
      #expect(MemorySystemFile.text(of: again) == MemorySystemFile.text(of: probe), "\(text)")
    }
  }

  /// Steps that lead elsewhere than the semantics are noticed: here because the semantics deviates from the order of
  /// checks that is explained.
  @Test func aWrongExplanationIsNoticed() throws {
    let probe = try parse("coarse 0 -> 0x8000 domain 1\naccess 0")
    var profile = Profile.arm926
    profile.deviations.checksDomainBeforeSecondLevel = true
    let access = try #require(probe.access)
    #expect(throws: ExplanationError.self) { try Explanation(access, on: probe.machine, profile) }
  }

  /// Files that are damaged anywhere, and every other one cut short, are read or refused, never more.
  @Test func damagedFilesAreReadOrRefused() throws {
    var refused = 0
    for number in 0..<count {
      var generator = SeededGenerator(seed: seed &<< 20 | number)
      var bytes = Array(RandomFile.text(using: &generator).utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      if number % 2 == 1 { bytes.removeLast(Int.random(in: bytes.indices, using: &generator)) }
      do {
        let probe = try MemorySystemFile.parse(bytes)
        if let access = probe.access { _ = try Explanation(access, on: probe.machine, .arm926) }
      } catch let error as MemorySystemFileError {
        refused += 1
        #expect(error.line >= 1 && error.column >= 1, "seed \(seed), file \(number)")
      }
    }
    #expect(refused > count / 4)
  }
}
