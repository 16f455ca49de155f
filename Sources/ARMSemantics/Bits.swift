import Logic

/// A bit field, numbered as the manuals do: bits `high` through `low` of a register, a descriptor or an address.
@frozen public struct Bits: Sendable {
  /// The field's highest bit.
  public let high: UInt32
  /// The field's lowest bit.
  public let low: UInt32

  @inlinable @inline(__always)
  public init(_ high: UInt32, _ low: UInt32) {
    self.high = high
    self.low = low
  }

  /// A field of one bit.
  @inlinable @inline(__always)
  public init(_ bit: UInt32) { self.init(bit, bit) }

  /// The field's bits, all ones, in their place.
  @inlinable @inline(__always)
  public var mask: UInt32 { (0xFFFF_FFFF &>> (31 &- high &+ low)) &<< low }

  /// The field's value.
  @inlinable @inline(__always)
  public func of<W: LogicWord>(_ word: W) -> W {
    let masked = word & W(constant: mask)
    return low == 0 ? masked : masked &>> W(constant: low)
  }

  /// The field in its place, every other bit zero.
  @inlinable @inline(__always)
  public func inPlace<W: LogicWord>(_ word: W) -> W { word & W(constant: mask) }

  /// A word that holds the value in this field and zeros elsewhere. Bits that don't fit are dropped.
  @inlinable @inline(__always)
  public func holding<W: LogicWord>(_ value: W) -> W { (value &<< W(constant: low)) & W(constant: mask) }

  /// True when a bit of the field is set.
  @inlinable @inline(__always)
  public func isSet<W: LogicWord>(in word: W) -> W.Truth { word.intersects(W(constant: mask)) }
}
