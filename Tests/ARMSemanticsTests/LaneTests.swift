import ARMSemantics
import Logic
import Testing

@Suite("Bytes, halfwords and unaligned words, little-endian")
struct LaneTests {
  private func read(_ address: UInt32, size: UInt32) -> UInt32 {
    Lane.read(0x4433_2211, load(address, size: size))
  }

  private func write(_ address: UInt32, size: UInt32) -> UInt32 {
    Lane.write(0xDDCC_BBAA, into: 0x4433_2211, store(address, size: size))
  }

  @Test("A byte is loaded from its place, without its neighbours")
  func loadBytes() {
    #expect((0..<4).map { read(0x100 + $0, size: 1) } == [0x11, 0x22, 0x33, 0x44])
  }

  @Test("A halfword is loaded from its half")
  func loadHalfwords() {
    #expect(read(0x100, size: 2) == 0x2211)
    #expect(read(0x102, size: 2) == 0x4433)
  }

  @Test("An unaligned word is rotated so that the addressed byte is lowest")
  func loadWords() {
    #expect((0..<4).map { read(0x100 + $0, size: 4) } == [0x4433_2211, 0x1144_3322, 0x2211_4433, 0x3322_1144])
  }

  @Test("A byte is stored in its place")
  func storeBytes() {
    #expect((0..<4).map { write(0x100 + $0, size: 1) } == [0x4433_22AA, 0x4433_AA11, 0x44AA_2211, 0xAA33_2211])
  }

  @Test("A halfword is stored in its half")
  func storeHalfwords() {
    #expect(write(0x100, size: 2) == 0x4433_BBAA)
    #expect(write(0x102, size: 2) == 0xBBAA_2211)
  }

  @Test("A word is stored whole: bits 1 and 0 of its address are ignored")
  func storeWords() {
    #expect((0..<4).map { write(0x100 + $0, size: 4) } == [0xDDCC_BBAA, 0xDDCC_BBAA, 0xDDCC_BBAA, 0xDDCC_BBAA])
  }

  @Test("Loads and stores of a byte find it in the cache and in the write buffer")
  func throughTheHierarchy() {
    var k = cachedMachine()
    k.fill(DataCache.self, for: load(0x0034_5678))
    k.write(store(0x0034_5679, size: 1), 0xFFFF_FF77)
    #expect(k.read(load(0x0034_5678)) == 0x1111_7711)
    k.write(store(0x0054_567A, size: 2), 0xFFFF_7788)
    k.write(store(0x0054_567B, size: 1), 0x99)
    #expect(k.read(load(0x0054_5678)) == 0x9988_4444)
    #expect(k.read(load(0x0054_567B, size: 1)) == 0x99)
    #expect(k.read(load(0x0054_5679)) == 0x4499_8844)
  }
}
