import ARMSemantics
import Logic
import Randomness

/// A random machine twice over: in an image, and raw. Its RAM of 32 KB holds a translation table and second-level
/// tables whose descriptors mostly point back into the RAM; elsewhere the bus aborts.
final class RandomMachine {
  static let ramAddress: UInt32 = 0xA000_0000
  static let ramWords = 8192

  private(set) var image: Image
  private(set) var raw: RawMachine
  var random: SeededGenerator
  private let region: UnsafeMutableRawPointer
  private let ram: UnsafeMutableBufferPointer<UInt32>

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    image = machine()
    region = .allocate(byteCount: Int(image.layout.size), alignment: 4)
    region.initializeMemory(as: UInt8.self, repeating: 0, count: Int(image.layout.size))
    ram = .allocate(capacity: Self.ramWords)
    raw = RawMachine(region: region, layout: image.layout, ram: ram, at: Self.ramAddress)
    for n in 0..<UInt32(Self.ramWords) {
      // First-level descriptors refer to tables in the upper half; anything else is as it comes.
      let word = random.word()
      let descriptor = random.once(in: 8) ? word : (word & 0x0000_3FFF) | (Self.ramAddress + 0x4000)
      ram[Int(n)] = n < 4096 ? descriptor : word
      image[physical: Self.ramAddress + 4 * n] = ram[Int(n)]
    }
  }

  deinit {
    region.deallocate()
    ram.deallocate()
  }

  /// Gives the registers random values, mostly with the MMU on and the table in the RAM.
  func changeRegisters() {
    set(CP15.control, (random.word() & 0x302) | (random.once(in: 16) ? 0 : 1))
    set(CP15.translationTableBase, random.once(in: 16) ? random.word() : Self.ramAddress)
    set(CP15.domainAccessControl, random.word() | (random.once(in: 2) ? 0x5555_5555 : 0))
    set(CP15.processID, random.once(in: 2) ? 0 : random.word())
  }

  private func set(_ register: Field<CP15, Plain>, _ value: UInt32) {
    image[register] = value
    raw[register] = value
  }

  /// Any access.
  func access() -> Access<Native> {
    let address = random.word() & (random.once(in: 4) ? 0x01FF_FFFF : 0xFFFF_FFFF)
    return Access(
      address: random.once(in: 2) ? address & ~3 : address, kind: Code(random.word() % 3),
      size: 1 << (random.word() % 3),
      isPrivileged: random.once(in: 2))
  }

  /// Lets the image's bus abort where a walk for the address leaves the RAM, as the raw machine's does.
  func bound(_ mva: UInt32, _ profile: Profile) {
    let first = Walk.firstLevelAddress(image[CP15.translationTableBase], mva)
    guard isInRAM(first) else { return abort(first) }
    let descriptor = FirstLevelDescriptor<Native>(image[physical: first])
    let second = Walk.secondLevelAddress(descriptor, mva)
    if descriptor.isCoarse || descriptor.isFine, !isInRAM(second) { abort(second) }
  }

  private func isInRAM(_ address: UInt32) -> Bool {
    (Self.ramAddress..<Self.ramAddress + UInt32(4 * Self.ramWords)).contains(address)
  }

  private func abort(_ address: UInt32) { image[PhysicalMemory.aborts, PhysicalWord<Native>(at: address)] = 1 }

  /// Fills the same entry of both machines.
  func fill<T: TLBTable>(_ tlb: T.Type, _ entry: UInt32, _ mva: UInt32, split: Bool, _ profile: Profile) {
    bound(mva, profile)
    TLB.fill(&image, tlb, Ref(entry), mva, split: split, profile)
    TLB.fill(&raw, tlb, Ref(entry), mva, split: split, profile)
  }
}
