import ARMSemantics
import Logic
import Testing

@Suite("Operations on a whole cache or the whole write buffer")
struct WholeTableTests {
  /// Two dirty lines, a clean line of the instruction cache, and a store in the write buffer.
  private let k = {
    var k = cachedMachine()
    for address: UInt32 in [0x0034_5678, 0x0034_5680] {
      k.fill(DataCache.self, for: load(address))
      k.write(store(address), 0x7777_7777)
    }
    k.fill(InstructionCache.self, for: fetch(0x0034_5678))
    k.write(store(0x0054_5678), 0x6666_6666)
    return k
  }()

  /// Which of the three lines are there: two of the data cache, one of the instruction cache.
  private func lines(after operation: CP15Operation) -> [UInt32] {
    var k = k
    Coprocessor.perform(&k, operation, 0)
    return [
      k[DataCache.isValid, VirtualLine<Native>(at: 0x0034_5678)],
      k[DataCache.isValid, VirtualLine<Native>(at: 0x0034_5680)],
      k[InstructionCache.isValid, VirtualLine<Native>(at: 0x0034_5678)],
    ]
  }

  @Test("Each cache is invalidated by itself, or both at once")
  func invalidate() {
    #expect(lines(after: .drainWriteBuffer) == [1, 1, 1])
    #expect(lines(after: .invalidateDataCache) == [0, 0, 1])
    #expect(lines(after: .invalidateInstructionCache) == [1, 1, 0])
    #expect(lines(after: .invalidateCaches) == [0, 0, 0])
  }

  @Test("Invalidating the data cache loses what only it held")
  func losesData() {
    var k = k
    Coprocessor.perform(&k, .invalidateDataCache, 0)
    #expect(k.read(load(0x0034_5678)) == 0x1111_1111)
    #expect(k[DataCache.isDirty, VirtualLine<Native>(at: 0x0034_5678)] == 0)
  }

  @Test("Invalidating caches leaves the write buffer alone")
  func keepsBuffer() {
    var k = k
    Coprocessor.perform(&k, .invalidateCaches, 0)
    #expect(k.read(load(0x0054_5678)) == 0x6666_6666)
    #expect(k[physical: 0xCCC4_5678] == 0x4444_4444)
  }

  @Test("Draining moves every word of the write buffer to memory, and cleans nothing")
  func drain() {
    var k = k
    k.write(store(0x0054_0000), 0x9999_9999)
    Coprocessor.perform(&k, .drainWriteBuffer, 0)
    #expect(k[physical: 0xCCC4_5678] == 0x6666_6666)
    #expect(k[physical: 0xCCC4_0000] == 0x9999_9999)
    #expect(k[PhysicalMemory.isBuffered, PhysicalWord<Native>(at: 0xCCC4_5678)] == 0)
    #expect(k[physical: 0xABC4_5678] == 0x1111_1111)
    #expect(k[physical: 0xDDD4_5678] == 0x5555_5555)
  }

  @Test("After clean and drain, the walker sees a new descriptor")
  func walker() {
    var k = k
    k[physical: 0x0000_4024] = 0x0000_0C0E
    k.fill(DataCache.self, for: load(0x0090_400C))
    k.write(store(0x0090_400C), 0x1230_0C02)
    Coprocessor.perform(&k, .drainWriteBuffer, 0)
    #expect(frame(k, load(0x0034_5678)) == 0xABC4_5678)
    Coprocessor.perform(&k, .cleanDataLine, 0x0090_400C)
    Coprocessor.perform(&k, .drainWriteBuffer, 0)
    #expect(frame(k, load(0x0034_5678)) == 0x1234_5678)
  }
}
