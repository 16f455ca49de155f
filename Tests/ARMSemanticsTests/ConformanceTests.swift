import ARMSemantics
import Logic
import TestSupport
import Testing

@Suite("A raw machine and an image are the same machine")
struct ConformanceTests {
  static let machines: UInt64 = 8
  static let accesses = 4000

  /// Compares outcomes on random machines; says how often each status came about.
  private func compare(
    _ outcomes: (RandomMachine, Access<Native>, Profile) -> (AccessOutcome<Native>, AccessOutcome<Native>)
  ) -> [UInt32: Int] {
    var seen: [UInt32: Int] = [:]
    for number in 0..<Self.machines {
      let random = RandomMachine(seed: RandomSettings.seed &+ number)
      var differences: [String] = []
      for turn in 0..<Self.accesses {
        if turn % 16 == 0 { random.changeRegisters() }
        let (access, profile) = (random.access(), Profile.all[turn % Profile.all.count])
        random.bound(MMU.mva(random.image, access), profile)
        let (a, b) = outcomes(random, access, profile)
        if a != b { differences.append("turn \(turn), \(access): \(a), not \(b)") }
        seen[a.status.word, default: 0] += 1
      }
      #expect(differences == [], "seed \(RandomSettings.seed), machine \(number)")
    }
    return seen
  }

  @Test("Walks end alike, in every way that a walk can end")
  func walks() {
    let seen = compare { random, access, profile in
      (MMU.outcome(random.raw, access, profile), MMU.outcome(random.image, access, profile))
    }
    print("seed \(RandomSettings.seed), walks by status: \(seen.sorted { $0.key < $1.key })")
    for status: UInt32 in [
      0b0000, 0b0001, 0b0101, 0b0111, 0b1001, 0b1011, 0b1100, 0b1101, 0b1110, 0b1111, 0x100, 0x101, 0x102, 0x103,
    ] {
      #expect(seen[status, default: 0] >= 10, "status \(status)")
    }
  }

  @Test("Entries of both TLBs are filled alike and serve alike, though the registers have changed since")
  func entries() {
    var hits = 0
    let seen = compare { machines, access, profile in
      machines.random.once(in: 2)
        ? through(DataTLB.self, machines, access, profile, &hits)
        : through(InstructionTLB.self, machines, access, profile, &hits)
    }
    print("seed \(RandomSettings.seed), \(hits) hits; by status: \(seen.sorted { $0.key < $1.key })")
    #expect(hits > 1000)
    #expect(seen[0, default: 0] > 1000)
  }

  /// Asks one entry of both machines, now and then after a walk has filled it.
  private func through<T: TLBTable>(
    _ tlb: T.Type, _ machines: RandomMachine, _ access: Access<Native>, _ profile: Profile, _ hits: inout Int
  ) -> (AccessOutcome<Native>, AccessOutcome<Native>) {
    var access = access
    let entry = Ref<T.Key, Native>(machines.random.word() % 8)
    if machines.random.once(in: 4) {
      machines.fill(tlb, entry.word, machines.random.word(), split: machines.random.once(in: 2), profile)
    }
    // Half of the accesses go to the range of the entry that is asked.
    if machines.random.once(in: 2) {
      access.address = machines.image[T.base, entry] | (access.address & machines.image[T.mask, entry])
      machines.bound(MMU.mva(machines.image, access), profile)
    }
    if TLB.holds(machines.image, tlb, entry, MMU.mva(machines.image, access)) { hits += 1 }
    return (
      MMU.outcome(machines.raw, access, through: tlb, entry, profile),
      MMU.outcome(machines.image, access, through: tlb, entry, profile)
    )
  }
}
