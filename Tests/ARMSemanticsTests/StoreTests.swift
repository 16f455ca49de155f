import ARMSemantics
import Logic
import Testing

@Suite("Where stores go: the cache, the write buffer, memory")
struct StoreTests {
  /// What a machine holds of a store of 0x77777777 at offset 0x45678 of a section: in the data cache, in the write
  /// buffer and in memory itself; whether the line is dirty.
  private struct Places: Equatable {
    var cache, buffer: UInt32?
    var memory: UInt32
    var isDirty = false
  }

  private func places(_ address: UInt32, cached: Bool, physical: UInt32, _ profile: Profile) -> Places {
    var k = cachedMachine()
    if cached { k.fill(DataCache.self, for: load(address)) }
    #expect(k.write(store(address), 0x7777_7777, profile) == 0)
    let (line, word) = (VirtualLine<Native>(at: address), PhysicalWord<Native>(at: physical))
    return Places(
      cache: k[DataCache.isValid, line] != 0 ? k[DataCacheWords.value, VirtualWord<Native>(at: address)] : nil,
      buffer: k[PhysicalMemory.isBuffered, word] != 0 ? k[PhysicalMemory.buffered, word] : nil,
      memory: k[physical: physical], isDirty: k[DataCache.isDirty, line] != 0)
  }

  @Test("Write-back: a hit stays in the cache, which is dirty from then on", arguments: Profile.all)
  func writeBack(_ profile: Profile) {
    #expect(
      places(0x0034_5678, cached: true, physical: 0xABC4_5678, profile)
        == Places(cache: 0x7777_7777, buffer: nil, memory: 0x1111_1111, isDirty: true))
  }

  @Test("A miss goes to the write buffer, and fills no line", arguments: Profile.all)
  func miss(_ profile: Profile) {
    #expect(
      places(0x0034_5678, cached: false, physical: 0xABC4_5678, profile)
        == Places(cache: nil, buffer: 0x7777_7777, memory: 0x1111_1111))
    #expect(
      places(0x0044_5678, cached: false, physical: 0xBBB4_5678, profile)
        == Places(cache: nil, buffer: 0x7777_7777, memory: 0x3333_3333))
  }

  @Test(
    "Write-through: a hit goes to the cache and to the write buffer", arguments: Profile.all.filter(\.writesThrough))
  func writeThrough(_ profile: Profile) {
    #expect(
      places(0x0044_5678, cached: true, physical: 0xBBB4_5678, profile)
        == Places(cache: 0x7777_7777, buffer: 0x7777_7777, memory: 0x3333_3333))
  }

  @Test("The SA-1100 does not write through: cacheable regions that are not bufferable are write-back too")
  func noWriteThrough() {
    #expect(
      places(0x0044_5678, cached: true, physical: 0xBBB4_5678, .sa1100)
        == Places(cache: 0x7777_7777, buffer: nil, memory: 0x3333_3333, isDirty: true))
  }

  @Test("A bufferable region's store waits in the write buffer", arguments: Profile.all)
  func bufferable(_ profile: Profile) {
    #expect(
      places(0x0054_5678, cached: false, physical: 0xCCC4_5678, profile)
        == Places(cache: nil, buffer: 0x7777_7777, memory: 0x4444_4444))
  }

  @Test("Neither cacheable nor bufferable: memory at once", arguments: Profile.all)
  func uncached(_ profile: Profile) {
    #expect(
      places(0x0064_5678, cached: false, physical: 0xDDD4_5678, profile)
        == Places(cache: nil, buffer: nil, memory: 0x7777_7777))
  }

  @Test("A store that the bus aborts, or the MMU, changes nothing")
  func aborted() {
    var k = cachedMachine()
    k[PhysicalMemory.aborts, PhysicalWord<Native>(at: 0xDDD4_5678)] = 1
    #expect(k.write(store(0x0064_5678), 0x7777_7777) == 0b1000)
    #expect(k[physical: 0xDDD4_5678] == 0x5555_5555)
    k[CP15.domainAccessControl] = 0
    #expect(k.write(store(0x0054_5678), 0x7777_7777) == 0b1001)
    #expect(k.onBus(0xCCC4_5678) == 0x4444_4444)
  }

  @Test("Loads see the write buffer's value, memory gets it when the word is let go")
  func writeBuffer() {
    var k = cachedMachine()
    k.write(store(0x0054_5678), 0x7777_7777)
    #expect(k.read(load(0x0054_5678)) == 0x7777_7777)
    #expect(k[physical: 0xCCC4_5678] == 0x4444_4444)
    Bus.retire(&k, PhysicalWord<Native>(at: 0xCCC4_5678))
    #expect(k[physical: 0xCCC4_5678] == 0x7777_7777)
    #expect(k[PhysicalMemory.isBuffered, PhysicalWord<Native>(at: 0xCCC4_5678)] == 0)
  }

  @Test("A word that the write buffer doesn't hold is not changed when it is let go")
  func retireNothing() {
    var k = cachedMachine()
    Bus.retire(&k, PhysicalWord<Native>(at: 0xCCC4_5678))
    #expect(k[physical: 0xCCC4_5678] == 0x4444_4444)
  }

  @Test("A write past the buffer overtakes what the buffer held for the word")
  func overtaken() {
    var k = cachedMachine()
    k.write(store(0x0054_5678), 0x7777_7777)
    k[physical: 0x0000_4014] = 0xCCC0_0C02
    k.write(store(0x0054_5678), 0x6666_6666)
    Bus.retire(&k, PhysicalWord<Native>(at: 0xCCC4_5678))
    #expect(k[physical: 0xCCC4_5678] == 0x6666_6666)
  }

  @Test("The walker sees a new descriptor neither in the data cache nor in the write buffer, only in memory")
  func walker() {
    // 0x00900000 maps the tables themselves, write-back; the descriptor of 0x00345678 is at 0x0090400C.
    var k = cachedMachine()
    k[physical: 0x0000_4024] = 0x0000_0C0E
    k.fill(DataCache.self, for: load(0x0090_400C))
    k.write(store(0x0090_400C), 0x1230_0C02)
    #expect(k.read(load(0x0090_400C)) == 0x1230_0C02)
    #expect(frame(k, load(0x0034_5678)) == 0xABC4_5678)
    Coprocessor.perform(&k, .cleanDataLine, 0x0090_400C)
    #expect(frame(k, load(0x0034_5678)) == 0xABC4_5678)
    Bus.retire(&k, PhysicalWord<Native>(at: 0x0000_400C))
    #expect(frame(k, load(0x0034_5678)) == 0x1234_5678)
  }

  @Test("SWP is checked as a store: a page that may only be read refuses it")
  func swap() {
    // AP 10: user mode reads.
    let k = machine(memory: [0x0000_400C: 0xABC0_0802])
    #expect(status(k, Access(address: 0x0034_5678, kind: .write, size: 4, isPrivileged: false)) == 0b1101)
    #expect(status(k, load(0x0034_5678, user: true)) == 0)
  }
}
