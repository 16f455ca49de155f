/// A vocabulary: a kind of number of which each value has a name and a meaning of its own, such as the states of a thread
/// or the errors of a system call.
///
/// The values themselves are static members of ``Code``, in an extension for the vocabulary.
public protocol Vocabulary {
  /// The values that have a name, as a reader of a state knows them.
  static var names: [Code<Self, Native>: String] { get }
}

extension Vocabulary {
  public static var names: [Code<Self, Native>: String] { [:] }

  /// The number of a value.
  @inlinable @inline(__always)
  public static subscript(_ code: Code<Self, Native>) -> UInt32 { code.word }

  /// The name of a number, or nil if no value of the vocabulary has it.
  public static func name(of word: UInt32) -> String? { names[Code(word)] }
}

/// A word that is a value of a vocabulary. It compares with words of the same vocabulary only.
@frozen public struct Code<V: Vocabulary, R: Reading> {
  /// The number.
  public var word: R.Word

  @inlinable @inline(__always)
  public init(_ word: R.Word) { self.word = word }

  /// The value with this number.
  @inlinable @inline(__always)
  public init(constant: UInt32) { word = R.Word(constant: constant) }

  @inlinable @inline(__always)
  public static func == (a: Self, b: Self) -> R.Truth { a.word == b.word }

  @inlinable @inline(__always)
  public static func != (a: Self, b: Self) -> R.Truth { a.word != b.word }
}

extension Code: Equatable where R == Native {}
extension Code: Hashable where R == Native {
  public func hash(into hasher: inout Hasher) { hasher.combine(word) }
}
extension Code: Sendable where R.Word: Sendable {}
extension Code: CustomStringConvertible where R == Native {
  /// The value's name, or its number if it has none.
  public var description: String { V.name(of: word) ?? "\(word)" }
}

/// Bits of a word that have names, such as the flags of a message tag.
public protocol FlagNames {}

/// Some of the bits that a ``FlagNames`` names, in their places in a word, among bits that it may know nothing of.
@frozen public struct Flags<V: FlagNames, R: Reading> {
  /// The word.
  public var word: R.Word

  @inlinable @inline(__always)
  public init(_ word: R.Word) { self.word = word }

  /// These bits.
  @inlinable @inline(__always)
  public init(constant: UInt32) { word = R.Word(constant: constant) }

  /// None of the bits.
  @inlinable @inline(__always)
  public static var none: Self { Self(constant: 0) }

  /// Whether at least one of the bits is set.
  @inlinable @inline(__always)
  public func has(_ bits: Self) -> R.Truth { word.intersects(bits.word) }

  /// Whether all of the bits are set.
  @inlinable @inline(__always)
  public func contains(_ bits: Self) -> R.Truth { word.contains(bits.word) }

  /// Whether none of the bits is set.
  @inlinable @inline(__always)
  public func lacks(_ bits: Self) -> R.Truth { word & bits.word == 0 }

  /// These bits and those.
  @inlinable @inline(__always)
  public static func | (a: Self, b: Self) -> Self { Self(a.word | b.word) }

  /// The bits that are in both.
  @inlinable @inline(__always)
  public static func & (a: Self, b: Self) -> Self { Self(a.word & b.word) }

  /// All bits of the word but these.
  @inlinable @inline(__always)
  public static prefix func ~ (a: Self) -> Self { Self(~a.word) }

  /// The word without these bits.
  @inlinable @inline(__always)
  public func clearing(_ bits: Self) -> Self { Self(word.clearing(bits.word)) }

  @inlinable @inline(__always)
  public static func == (a: Self, b: Self) -> R.Truth { a.word == b.word }

  @inlinable @inline(__always)
  public static func != (a: Self, b: Self) -> R.Truth { a.word != b.word }
}

extension Flags: Equatable where R == Native {}
extension Flags: Sendable where R.Word: Sendable {}

extension FlagNames {
  /// The bits as a number.
  @inlinable @inline(__always)
  public static subscript(_ bits: Flags<Self, Native>) -> UInt32 { bits.word }
}

extension Reading {
  /// The value `a` where the condition holds, `b` elsewhere.
  @inlinable @inline(__always)
  public static func ite<V>(
    _ condition: Truth, _ a: @autoclosure () -> Code<V, Self>, _ b: @autoclosure () -> Code<V, Self>
  ) -> Code<V, Self> {
    Code(ite(condition, a().word, b().word))
  }

  /// The bits `a` where the condition holds, `b` elsewhere.
  @inlinable @inline(__always)
  public static func ite<V>(
    _ condition: Truth, _ a: @autoclosure () -> Flags<V, Self>, _ b: @autoclosure () -> Flags<V, Self>
  ) -> Flags<V, Self> {
    Flags(ite(condition, a().word, b().word))
  }
}

extension Store {
  /// A field that holds a value of a vocabulary.
  @inlinable @inline(__always)
  public subscript<T: Table, V: Vocabulary>(field: Field<T, V>, i: Ref<T.Key, R>) -> Code<V, R> {
    get { Code(read(field.column, i.word, 0)) }
    set { write(field.column, i.word, 0, newValue.word) }
  }

  /// A field that holds bits with names.
  @inlinable @inline(__always)
  public subscript<T: Table, V: FlagNames>(field: Field<T, V>, i: Ref<T.Key, R>) -> Flags<V, R> {
    get { Flags(read(field.column, i.word, 0)) }
    set { write(field.column, i.word, 0, newValue.word) }
  }

  /// An element that holds a value of a vocabulary, of an array in an object's record.
  @inlinable @inline(__always)
  public subscript<T: Table, I: Kind, V: Vocabulary>(
    array: ArrayField<T, I, V>, i: Ref<T.Key, R>, j: Ref<I, R>
  ) -> Code<V, R> {
    get { Code(read(array.column, i.word, j.word)) }
    set { write(array.column, i.word, j.word, newValue.word) }
  }

  /// Replaces a field that holds a value of a vocabulary in every record at once: see ``updateAll(_:_:)``.
  @inlinable
  public mutating func updateAll<T: Table, V: Vocabulary>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, R>) -> Code<V, R>
  ) {
    updateAll(field) { k, i in new(k, i).word }
  }

  /// Replaces a field that holds bits with names in every record at once: see ``updateAll(_:_:)``.
  @inlinable
  public mutating func updateAll<T: Table, V: FlagNames>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, R>) -> Flags<V, R>
  ) {
    updateAll(field) { k, i in new(k, i).word }
  }

  /// Replaces a field that refers to another object in every record at once: see ``updateAll(_:_:)``.
  @inlinable
  public mutating func updateAll<T: Table, K: Kind>(
    _ field: Field<T, K>, _ new: @escaping (Self, Ref<T.Key, R>) -> Ref<K, R>
  ) {
    updateAll(field) { k, i in new(k, i).word }
  }
}
