import ARMSemantics
import Randomness

/// Proposes probes for a configuration: most of them at its hot places.
struct ProbeGenerator {
  private var random: SeededGenerator
  private let megabytes: [UInt32]
  private let places: [UInt32]
  private let pid: UInt32

  init(_ random: SeededGenerator, megabytes: [UInt32], places: [UInt32], pid: UInt32) {
    self.random = random
    self.megabytes = megabytes
    self.places = places
    self.pid = pid
  }

  /// Another probe.
  mutating func next() -> Probe {
    let bits = random.word()
    let instruction = Probe.Instruction(
      rawValue: bits & 0xFF % UInt32(Probe.Instruction.allCases.count))
    guard let instruction else { preconditionFailure("instructions are numbered from 0 to \(Probe.Instruction.fetch)") }
    var address = self.address()
    // One access in sixteen is unaligned where it may be.
    if instruction == .fetch || bits >> 8 & 0xF != 0 { address &= ~(instruction.size - 1) }
    return Probe(
      virtualAddress: address, instruction: instruction, isSupervisor: bits >> 12 & 1 == 0, value: random.word())
  }

  private mutating func address() -> UInt32 {
    var mva = random.pick(megabytes) << MVA.firstLevelIndex.low
    let bits = random.word()
    if bits & 0x1F == 0 {
      mva |= MVA.inSection.inPlace(random.word())
    } else {
      mva |= random.pick(places)
      // The ends of a kilobyte, or any place in it.
      switch bits >> 5 & 3 {
      case 0: mva |= bits >> 16 & 7
      case 1: mva |= MVA.inTinyPage.mask - (bits >> 16 & 7)
      default: mva |= MVA.inTinyPage.of(bits >> 16)
      }
    }
    // The process's slot can be reached by the low addresses too.
    let isInSlot = FCSE.process.inPlace(mva) == pid
    return isInSlot && bits >> 7 & 1 == 0 ? mva & ~FCSE.process.mask : mva
  }
}
