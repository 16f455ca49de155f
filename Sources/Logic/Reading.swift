/// A way to read a program: with machine words, or with terms that stand for all machine words at once.
///
/// Everything that this project proves is written once, generic over a `Reading`. Under ``Native`` it compiles to
/// straight-line machine code; under a symbolic reading the same source becomes verification conditions.
public protocol Reading {
  /// The type of conditions.
  associatedtype Truth: LogicTruth
  /// The type of 32-bit machine words.
  associatedtype Word: LogicWord where Word.Truth == Truth

  /// `a` where the condition holds, `b` elsewhere.
  ///
  /// A symbolic reading evaluates both; each may rely on the condition that selects it.
  static func ite(_ condition: Truth, _ a: @autoclosure () -> Word, _ b: @autoclosure () -> Word) -> Word

  /// The record `a` where the condition holds, `b` elsewhere; as for words, natively only one of them is computed.
  static func choose<V: Record>(_ condition: Truth, _ a: @autoclosure () -> V, _ b: @autoclosure () -> V) -> V
  where V.R == Self
}

/// The native reading: `Bool` and `UInt32`.
@frozen public enum Native: Reading {
  public typealias Truth = Bool
  public typealias Word = UInt32

  @inlinable @inline(__always)
  public static func ite(
    _ condition: Bool, _ a: @autoclosure () -> UInt32, _ b: @autoclosure () -> UInt32
  ) -> UInt32 {
    condition ? a() : b()
  }

  @inlinable @inline(__always)
  public static func choose<V: Record>(
    _ condition: Bool, _ a: @autoclosure () -> V, _ b: @autoclosure () -> V
  ) -> V where V.R == Native {
    condition ? a() : b()
  }
}

/// A truth value. The signatures repeat those of `Bool`, so that generic code reads as ordinary Swift.
public protocol LogicTruth: ExpressibleByBooleanLiteral where BooleanLiteralType == Bool {
  /// The constant truth value.
  init(_ constant: Bool)
  static prefix func ! (a: Self) -> Self
  /// Conjunction; the right side may rely on the left one.
  static func && (a: Self, b: @autoclosure () throws -> Self) rethrows -> Self
  /// Disjunction; the right side may rely on the left one being false.
  static func || (a: Self, b: @autoclosure () throws -> Self) rethrows -> Self
  /// Equivalence.
  static func == (a: Self, b: Self) -> Self
}

extension LogicTruth {
  /// Implication: `conclusion` may rely on this condition.
  @inlinable @inline(__always)
  public func implies(_ conclusion: @autoclosure () -> Self) -> Self {
    !self || conclusion()
  }
}

extension Bool: LogicTruth {}

/// A 32-bit machine word. Arithmetic wraps; comparisons are unsigned; shifts use the low five bits of the distance,
/// so that every operation is total in every reading.
public protocol LogicWord: ExpressibleByIntegerLiteral where IntegerLiteralType == UInt32 {
  associatedtype Truth: LogicTruth

  /// The constant word.
  init(constant: UInt32)

  static func == (a: Self, b: Self) -> Truth
  static func != (a: Self, b: Self) -> Truth
  static func < (a: Self, b: Self) -> Truth
  static func <= (a: Self, b: Self) -> Truth
  static func > (a: Self, b: Self) -> Truth
  static func >= (a: Self, b: Self) -> Truth

  static func &+ (a: Self, b: Self) -> Self
  static func &- (a: Self, b: Self) -> Self
  static func &* (a: Self, b: Self) -> Self
  static func & (a: Self, b: Self) -> Self
  static func | (a: Self, b: Self) -> Self
  static func ^ (a: Self, b: Self) -> Self
  static prefix func ~ (a: Self) -> Self
  /// Shift left by the low five bits of `b`.
  static func &<< (a: Self, b: Self) -> Self
  /// Shift right, filling with zeros, by the low five bits of `b`.
  static func &>> (a: Self, b: Self) -> Self

  /// The number of zero bits above the highest one bit; 32 for zero.
  var leadingZeros: Self { get }
}

extension LogicWord {
  /// The word with the bits of `mask` cleared.
  @inlinable @inline(__always)
  public func clearing(_ mask: Self) -> Self { self & ~mask }

  /// True when every bit of `mask` is set in the word.
  @inlinable @inline(__always)
  public func contains(_ mask: Self) -> Truth { self & mask == mask }

  /// True when at least one bit of `mask` is set in the word.
  @inlinable @inline(__always)
  public func intersects(_ mask: Self) -> Truth { self & mask != 0 }

  /// The index of the highest one bit. Meaningless for zero.
  @inlinable @inline(__always)
  public var highestBit: Self { 31 &- leadingZeros }
}

extension UInt32: LogicWord {
  public typealias Truth = Bool

  @inlinable @inline(__always)
  public init(constant: UInt32) { self = constant }

  @inlinable @inline(__always)
  public var leadingZeros: UInt32 { UInt32(truncatingIfNeeded: leadingZeroBitCount) }
}
