import ARMSemantics
import Logic
import Testing

@Suite("Alignment is checked where the control register asks for it")
struct AlignmentTests {
  private let flat: [UInt32: UInt32] = [0x0000_4000: 0x0000_0C02]

  @Test("With A set, words need multiples of four and halfwords even addresses", arguments: Profile.all)
  func checked(_ profile: Profile) {
    let k = machine(control: 0b11, memory: flat)
    for (size, address, expected) in [
      (UInt32(4), UInt32(0x100), UInt32(0)), (4, 0x101, 1), (4, 0x102, 1), (4, 0x103, 1),
      (2, 0x100, 0), (2, 0x101, 1), (2, 0x102, 0), (2, 0x103, 1),
      (1, 0x100, 0), (1, 0x101, 0), (1, 0x102, 0), (1, 0x103, 0),
    ] {
      #expect(status(k, load(address, size: size), profile) == expected, "\(size) bytes at \(address)")
      #expect(status(k, store(address, size: size, user: true), profile) == expected, "\(size) bytes at \(address)")
    }
  }

  @Test("With A clear, unaligned words go ahead, and unaligned halfwords are unpredictable", arguments: Profile.all)
  func unchecked(_ profile: Profile) {
    let k = machine(memory: flat)
    for (size, address, expected) in [
      (UInt32(4), UInt32(0x101), UInt32(0)), (4, 0x102, 0), (4, 0x103, 0),
      (2, 0x101, 0x103), (2, 0x102, 0), (2, 0x103, 0x103), (1, 0x103, 0),
    ] {
      #expect(status(k, load(address, size: size), profile) == expected, "\(size) bytes at \(address)")
    }
  }

  @Test("Unaligned halfwords go ahead by choice, but not with A set")
  func halfwordByChoice() {
    var profile = Profile.arm926
    profile.unalignedHalfword = .goesAhead
    #expect(status(machine(memory: flat), load(0x101, size: 2), profile) == 0)
    #expect(status(machine(control: 0b11, memory: flat), load(0x101, size: 2), profile) == 1)
  }

  @Test("Fetches are never checked")
  func fetches() {
    #expect(status(machine(control: 0b11, memory: flat), fetch(0x102)) == 0)
    #expect(status(machine(memory: flat), fetch(0x103, size: 2)) == 0)
  }

  @Test("With the MMU off, alignment is checked all the same")
  func mmuOff() {
    #expect(status(machine(control: 0b10), load(0x101)) == 1)
    #expect(status(machine(control: 0b00), load(0x101, size: 2)) == 0x103)
  }
}
