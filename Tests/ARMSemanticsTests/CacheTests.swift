import ARMSemantics
import Logic
import Testing

/// The machine with the data and instruction caches on: section 0x00300000 at 0xABC00000 is write-back, 0x00400000 at
/// 0xBBB00000 write-through, 0x00500000 at 0xCCC00000 bufferable, 0x00600000 at 0xDDD00000 neither. 0x00700000 is
/// another name for 0xABC00000.
func cachedMachine(control: UInt32 = 0x1005) -> Image {
  machine(
    control: control,
    memory: [
      0x0000_400C: 0xABC0_0C0E, 0x0000_4010: 0xBBB0_0C0A, 0x0000_4014: 0xCCC0_0C06, 0x0000_4018: 0xDDD0_0C02,
      0x0000_401C: 0xABC0_0C0E, 0xABC4_5678: 0x1111_1111, 0xABC4_5664: 0x2222_2222, 0xBBB4_5678: 0x3333_3333,
      0xCCC4_5678: 0x4444_4444, 0xDDD4_5678: 0x5555_5555,
    ])
}

/// The line of 0x00345678.
private var line: VirtualLine<Native> { VirtualLine<Native>(at: 0x0034_5678) }

@Suite("The data cache")
struct CacheTests {
  private var k = cachedMachine()

  /// Whether the line of an address is in the data cache after an access has had its chance to fill it.
  private func fills(_ k: Image, _ access: Access<Native>) -> Bool {
    var k = k
    k.fill(DataCache.self, for: access)
    return k[DataCache.isValid, VirtualLine<Native>(at: access.address)] != 0
  }

  @Test("A permitted access to a cacheable region fills a line, write-back or write-through")
  func fillsCacheable() {
    #expect(fills(k, load(0x0034_5678)))
    #expect(fills(k, load(0x0044_5678)))
  }

  @Test("Regions that are not cacheable fill nothing, nor does a cache that is off")
  func fillsNothing() {
    #expect(!fills(k, load(0x0054_5678)))
    #expect(!fills(k, load(0x0064_5678)))
    #expect(!fills(cachedMachine(control: 0x1001), load(0x0034_5678)))
    #expect(!fills(cachedMachine(control: 0x1004), load(0x0034_5678)))
  }

  @Test("A forbidden access fills nothing, nor does one that the bus aborts")
  func forbidden() {
    var k = k
    k[physical: 0x0000_400C] = 0xABC0_000E
    #expect(!fills(k, load(0x0034_5678)))
    k = cachedMachine()
    k[PhysicalMemory.aborts, PhysicalWord<Native>(at: 0xABC4_567C)] = 1
    #expect(!fills(k, load(0x0034_5678)))
  }

  @Test("A fill fetches eight words, clean, with what the write buffer holds of them")
  func wholeLine() {
    var k = k
    Bus.buffer(&k, PhysicalWord<Native>(at: 0xABC4_567C), 0x9999_9999)
    k.fill(DataCache.self, for: load(0x0034_5678))
    #expect(
      (0..<8).map { k[DataCacheWords.value, line.word(UInt32($0))] }
        == [0, 0x2222_2222, 0, 0, 0, 0, 0x1111_1111, 0x9999_9999])
    #expect(k[DataCache.isDirty, line] == 0)
    #expect(k[DataCache.physicalLine, line] == 0x055E_22B3)
  }

  @Test("A hit returns the cached word though memory has changed")
  func hit() {
    var k = k
    k.fill(DataCache.self, for: load(0x0034_5678))
    k[physical: 0xABC4_5678] = 0x8888_8888
    #expect(k.read(load(0x0034_5678)) == 0x1111_1111)
    k[CP15.control] = 0x1001
    #expect(k.read(load(0x0034_5678)) == 0x8888_8888)
  }

  @Test("A line that is there is not fetched again")
  func staysFilled() {
    var k = k
    k.fill(DataCache.self, for: load(0x0034_5678))
    k.write(store(0x0034_5678), 0x7777_7777)
    k.fill(DataCache.self, for: load(0x0034_5678))
    #expect(k.read(load(0x0034_5678)) == 0x7777_7777)
    #expect(k[DataCache.isDirty, line] == 1)
  }

  @Test("A hit is allowed only after the checks")
  func checkedHit() {
    var k = k
    k.fill(DataCache.self, for: load(0x0034_5678))
    k[CP15.domainAccessControl] = 0
    #expect(k.read(load(0x0034_5678)) == nil)
    #expect(k.write(store(0x0034_5678), 1) == 0b1001)
    #expect(k[DataCacheWords.value, line.word(6)] == 0x1111_1111)
  }

  @Test("A hit asks nothing of the bus")
  func hitWithoutBus() {
    var k = k
    k.fill(DataCache.self, for: load(0x0034_5678))
    k[PhysicalMemory.aborts, PhysicalWord<Native>(at: 0xABC4_5678)] = 1
    #expect(k.read(load(0x0034_5678)) == 0x1111_1111)
    #expect(k.write(store(0x0034_5678), 0x7777_7777) == 0)
    Cache.invalidate(&k, DataCache.self, line)
    #expect(k.read(load(0x0034_5678)) == nil)
  }

  @Test("Lines are found by modified addresses: two names of one frame are incoherent")
  func aliases() {
    var k = k
    k.fill(DataCache.self, for: load(0x0034_5678))
    k.fill(DataCache.self, for: load(0x0074_5678))
    k.write(store(0x0034_5678), 0x7777_7777)
    #expect(k.read(load(0x0034_5678)) == 0x7777_7777)
    #expect(k.read(load(0x0074_5678)) == 0x1111_1111)
    Cache.clean(&k, DataCache.self, line)
    #expect(k.read(load(0x0074_5678)) == 0x1111_1111)
    Cache.invalidate(&k, DataCache.self, VirtualLine<Native>(at: 0x0074_5678))
    #expect(k.read(load(0x0074_5678)) == 0x7777_7777)
  }

  @Test("Cleaning writes to the frame that the line came from, whatever the tables say by now")
  func cleanAfterRemapping() {
    var k = k
    k.fill(DataCache.self, for: load(0x0034_5678))
    k.write(store(0x0034_5678), 0x7777_7777)
    k[physical: 0x0000_400C] = 0xEEE0_0C0E
    Cache.clean(&k, DataCache.self, line)
    #expect(k.onBus(0xABC4_5678) == 0x7777_7777)
    #expect(k.onBus(0xEEE4_5678) == 0)
    #expect(k[DataCache.isDirty, line] == 0)
    #expect(k[DataCache.isValid, line] == 1)
  }

  @Test("Cleaning a clean line writes nothing")
  func cleanOfClean() {
    var k = k
    k.fill(DataCache.self, for: load(0x0034_5678))
    k[physical: 0xABC4_5678] = 0x8888_8888
    Cache.clean(&k, DataCache.self, line)
    #expect(k.onBus(0xABC4_5678) == 0x8888_8888)
  }

  @Test("Invalidating a dirty line loses its data; evicting it, or cleaning and invalidating it, doesn't")
  func invalidateLosesData() {
    var dirty = k
    dirty.fill(DataCache.self, for: load(0x0034_5678))
    dirty.write(store(0x0034_5678), 0x7777_7777)
    var invalidated = dirty
    Coprocessor.perform(&invalidated, .invalidateDataLine, 0x0034_5678)
    #expect(invalidated.read(load(0x0034_5678)) == 0x1111_1111)
    var cleaned = dirty
    Coprocessor.perform(&cleaned, .cleanAndInvalidateDataLine, 0x0034_5660)
    #expect(cleaned[DataCache.isValid, line] == 0)
    #expect(cleaned.read(load(0x0034_5678)) == 0x7777_7777)
    var evicted = dirty
    Cache.evict(&evicted, DataCache.self, line)
    #expect(evicted.read(load(0x0034_5678)) == 0x7777_7777)
  }

  @Test("Operations on a line leave its neighbours alone, and do not relocate the address")
  func neighbours() {
    var k = k
    k.fill(DataCache.self, for: load(0x0034_5678))
    k[CP15.processID] = 0x0200_0000
    Coprocessor.perform(&k, .invalidateDataLine, 0x0034_565C)
    Coprocessor.perform(&k, .invalidateDataLine, 0x0034_5680)
    Coprocessor.perform(&k, .invalidateDataLine, 0x0234_5678)
    #expect(k[DataCache.isValid, line] == 1)
    Coprocessor.perform(&k, .invalidateDataLine, 0x0034_567F)
    #expect(k[DataCache.isValid, line] == 0)
  }
}

@Suite("The instruction cache")
struct InstructionCacheTests {
  @Test("Fetches hit it with the I bit set, loads don't")
  func fetchesHit() {
    var k = cachedMachine()
    k.fill(InstructionCache.self, for: fetch(0x0034_5678))
    k[physical: 0xABC4_5678] = 0x8888_8888
    #expect(k.read(fetch(0x0034_5678)) == 0x1111_1111)
    #expect(k.read(load(0x0034_5678)) == 0x8888_8888)
    k[CP15.control] = 0x0005
    #expect(k.read(fetch(0x0034_5678)) == 0x8888_8888)
  }

  @Test("It doesn't see stores, until its line is invalidated and the data cache cleaned")
  func doesNotSeeStores() {
    var k = cachedMachine()
    k.fill(InstructionCache.self, for: fetch(0x0034_5678))
    k.fill(DataCache.self, for: load(0x0034_5678))
    k.write(store(0x0034_5678), 0x7777_7777)
    #expect(k.read(fetch(0x0034_5678)) == 0x1111_1111)
    Coprocessor.perform(&k, .invalidateInstructionLine, 0x0034_5678)
    #expect(k.read(fetch(0x0034_5678)) == 0x1111_1111)
    Coprocessor.perform(&k, .cleanDataLine, 0x0034_5678)
    #expect(k.read(fetch(0x0034_5678)) == 0x7777_7777)
  }

  @Test("Each cache's operations leave the other alone")
  func apart() {
    var k = cachedMachine()
    k.fill(InstructionCache.self, for: fetch(0x0034_5678))
    k.fill(DataCache.self, for: load(0x0034_5678))
    Coprocessor.perform(&k, .invalidateInstructionLine, 0x0034_5678)
    #expect(k[InstructionCache.isValid, line] == 0)
    #expect(k[DataCache.isValid, line] == 1)
    k.fill(InstructionCache.self, for: fetch(0x0034_5678))
    Coprocessor.perform(&k, .invalidateDataLine, 0x0034_5678)
    #expect(k[InstructionCache.isValid, line] == 1)
    #expect(k[DataCache.isValid, line] == 0)
  }
}
