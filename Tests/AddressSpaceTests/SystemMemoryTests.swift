import ARMSemantics
import FastPath
import LockstepSupport
import Logic
import Model
import Randomness
import Scenarios
import TestSupport
import Testing

@Suite("The system in raw memory is the image of it")
struct SystemMemoryTests {
  static let ram: Range<UInt32> = 0x8000_0000..<0x8008_0000

  static var plan: SystemPlan {
    var counts = kernelSchema.kinds.map(\.least)
    counts[ThreadKind.number] = 3
    counts[SpaceKind.number] = 3
    counts[InstructionTLBEntryKind.number] = 2
    counts[DataTLBEntryKind.number] = 3
    counts[PageTableKind.number] = 4
    return SystemPlan(kernelSchema, counts: counts, ram: ram, pages: 8, lines: 64)
  }

  /// An index that collides with others.
  static func object(ofKind kind: Int, _ counts: [UInt32], _ random: inout SeededGenerator) -> UInt32 {
    switch kind {
    case PhysicalWordKind.number:
      ram.lowerBound >> Granule.wordShift + random.below(6) * 5 << 10 + random.below(20)
    case VirtualLineKind.number: random.pick([0, 0x7FF_FFC0, 0x123_4500]) + random.below(20)
    case VirtualWordKind.number: random.pick([0, 0x3FFF_FE00, 0x91A_2800]) + random.below(160)
    case DirectoryEntryKind.number: random.below(3) << 12 + random.pick([0, 0xFF0]) + random.below(4)
    case GrantKind.number: random.below(3) << 8 + random.below(3)
    default: random.below(counts[kind])
    }
  }

  /// A word that means something often enough.
  static func word(_ random: inout SeededGenerator) -> UInt32 {
    switch random.below(4) {
    case 0: 0
    case 1: 1
    case 2: ram.lowerBound >> Granule.lineShift + random.below(8)
    default: random.word()
    }
  }

  @Test("After random writes, updates and sweeps both hold the same words")
  func behavesAsImage() {
    for number in 0..<RandomSettings.sample(200, debugDivisor: 100) {
      var random = SeededGenerator(seed: RandomSettings.seed, number: number)
      let system = OwnedSystem(Self.plan)
      var image = system.image
      let counts = system.plan.layout.counts
      for _ in 0..<300 {
        if random.once(in: 6) {
          let operation = StoreOperation(&random)
          operation.act(on: &image)
          operation.act(on: &system.memory)
        } else {
          let table = Int(random.below(UInt32(kernelSchema.tables.count)))
          let description = kernelSchema.tables[table]
          let column = random.pick(description.columns)
          let i = Self.object(ofKind: description.key, counts, &random)
          let j = column.index.map { random.below(counts[$0]) } ?? 0
          let word = Self.word(&random)
          #expect(image[table, column, i, j] == system.memory[table, description.shift, column, i, j])
          image[table, column, i, j] = word
          system.memory[table, description.shift, column, i, j] = word
        }
      }
      #expect(Comparison.differences(before: image, image, system.image, except: []) == [], "case \(number)")
    }
  }

  @Test("Outside of the RAM memory reads as zero and aborts; lines, entries and grants that nobody wrote are zero")
  func unwritten() {
    let system = OwnedSystem(Self.plan)
    defer { withExtendedLifetime(system) {} }
    let k = system.memory
    let outside = PhysicalWord<Native>(at: 0x9000_0000)
    #expect(k[PhysicalMemory.contents, outside] == 0 && k[PhysicalMemory.aborts, outside] == 1)
    #expect(k[PhysicalMemory.aborts, PhysicalWord(at: Self.ram.upperBound - 4)] == 0)
    #expect(k[DataCache.isValid, VirtualLine(at: 0x1000)] == 0)
    #expect(k[PageDirectory.granter, DirectoryEntry(Ref(255), Ref(7))] == 0)
    #expect(k[Grants.rights, Ref(0xFFFF_FFFF)] == 0)
  }

  @Test("The first of many is the same one")
  func first() {
    let system = OwnedSystem(Self.plan)
    for line: UInt32 in [70, 7, 0x7FF_FFFF] { system.memory[DataCache.isValid, Ref(line)] = 1 }
    func first<S: Store>(_ k: S) -> UInt32 where S.R == Native {
      k.first(
        VirtualLineKind.self, where: { k, line in k[DataCache.isValid, line] != 0 && line.word > 7 },
        by: { _, line in (line.word & 1, 0) }
      ).word
    }
    #expect(first(system.memory) == 70)
    #expect(first(system.image) == 70)
  }
}

/// An operation on all of something.
struct StoreOperation {
  private let number: UInt32
  private let line: VirtualLine<Native>
  private let word: UInt32

  init(_ random: inout SeededGenerator) {
    number = random.below(13)
    line = Ref(SystemMemoryTests.object(ofKind: VirtualLineKind.number, [], &random))
    word = random.word()
  }

  func act<S: Store>(on k: inout S) where S.R == Native {
    let word = word
    switch number {
    case 0: Bus.drain(&k)
    case 1: Cache.invalidateAll(&k, DataCache.self)
    case 2: Cache.invalidate(&k, InstructionCache.self, line)
    case 3: TLB.invalidate(&k, DataTLB.self, k[DataTLB.base, Ref(1)])
    case 4: TLB.invalidateAll(&k, InstructionTLB.self)
    case 5:
      // A line goes back to where it came from: into the RAM.
      let ram = SystemMemoryTests.ram.lowerBound >> Granule.lineShift
      k.updateAll(DataCache.physicalLine) { k, line in k[DataCache.physicalLine, line] == 0 ? 0 : ram | line.word & 7 }
      k.updateAll(DataCache.isValid) { k, line in k[DataCache.physicalLine, line] == 0 ? 0 : 1 }
      k.run(EvictLines(S.self, DataCache.self, where: { ($0.word ^ word) & 1 == 0 }, apartFrom: { _ in false }))
    case 6: k.updateAll(PageDirectory.isWindow) { k, entry in k[PageDirectory.descriptor, entry] & word }
    case 7: k.updateAll(PageDirectory.descriptor) { _, _ in 0 }
    case 8: k.updateAll(Grants.rights) { k, grant in k[Grants.rights, grant] & grant.granter.word }
    case 9: k.updateAll(PhysicalMemory.contents) { k, at in k[PhysicalMemory.isBuffered, at] & (at.word ^ word) }
    case 10: k.updateAll(DataCacheWords.value) { k, at in k[DataCacheWords.value, at] & (at.word ^ word) }
    case 11: k.updateAll(LineOwners.data) { k, line in k[LineOwners.instruction, line] & line.word }
    default: k.updateAll(SpaceTable.mask) { k, space in k[SpaceTable.mask, space] ^ word }
    }
  }
}
