import Randomness

/// Words at which operators behave in special ways.
let corners: [UInt32] = [
  0, 1, 2, 3, 4, 30, 31, 32, 33, 63, 64, 0xFF, 0xFFFF, 0x1_0000, 0x5555_5555, 0x7FFF_FFFE, 0x7FFF_FFFF, 0x8000_0000,
  0x8000_0001, 0xAAAA_AAAA, 0xFFFF_FFFE, 0xFFFF_FFFF,
]

/// All pairs of corners, and some random ones.
let pairs: [(a: UInt32, b: UInt32)] = {
  var generator = SeededGenerator(seed: 1)
  let random = (0..<100).map { _ in (a: UInt32.random(in: 0...UInt32.max, using: &generator), b: UInt32(0)) }
  return corners.flatMap { a in corners.map { b in (a: a, b: b) } }
    + random.map { (a: $0.a, b: UInt32.random(in: 0...UInt32.max, using: &generator)) }
}()
