/// A hash that is the same in every process. What must not be confused is never distinguished by it alone.
struct Fingerprint {
  private(set) var bits: UInt64

  /// The fingerprint of a number.
  init(_ number: UInt64) {
    bits = 0
    add(number)
  }

  /// The fingerprint of a text.
  init(_ text: String) {
    bits = 0
    add(text)
  }

  /// Makes it depend on a number, too; in another order numbers give another fingerprint.
  mutating func add(_ number: UInt64) {
    // Multiplies by the golden ratio as a fraction of the word.
    let product = (bits.byteSwapped ^ number).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    bits = product.low ^ product.high &+ 1
  }

  /// Makes it depend on a text, too.
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(UInt64(byte)) }
    add(UInt64(text.utf8.count))
  }

  /// Its lower half, in hexadecimal.
  var short: String { String(UInt32(truncatingIfNeeded: bits), radix: 16) }
}
