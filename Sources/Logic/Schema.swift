/// A kind of object that tables are indexed by: threads, spaces, priorities.
///
/// A `Ref` of one kind cannot index a table of another.
public protocol Kind {
  /// The position of this kind in its schema, from 0.
  static var number: Int { get }
  /// Whether there are so many objects that a state lists only a few of them. The same as in the schema.
  static var isSparse: Bool { get }
}

extension Kind {
  // Known to the compiler, so that code for a dense kind holds nothing of what a sparse one needs.
  @inlinable @inline(__always)
  public static var isSparse: Bool { false }
}

/// A kind of which there is always the same number of objects.
public protocol FixedKind: Kind {
  /// How many.
  static var objects: UInt32 { get }
}

/// A table of fixed-size records, one for every object of a kind.
public protocol Table {
  /// What the records are indexed by.
  associatedtype Key: Kind
  /// The position of this table in its schema, from 0.
  static var number: Int { get }
  /// The base-2 logarithm of the distance between two records, in bytes.
  static var shift: UInt32 { get }
}

/// The value of a field that is a plain 32-bit word.
@frozen public enum Plain {}

/// A field of every record of a table: a 32-bit word at a fixed place in the record.
///
/// `Value` is `Plain`, or the kind of object that the field refers to.
@frozen public struct Field<T: Table, Value> {
  /// The place in the record, in 32-bit words.
  public let word: Int

  @inlinable @inline(__always)
  public init(word: Int) { self.word = word }

  /// The field as a column.
  @inlinable @inline(__always)
  public var column: Column<T> { Column(word: word, stride: 0) }
}

/// An array inside every record of a table.
@frozen public struct ArrayField<T: Table, Index: Kind, Value> {
  /// The place of element 0 in the record, in 32-bit words.
  public let word: Int
  /// The distance between two elements, in 32-bit words.
  public let stride: Int

  @inlinable @inline(__always)
  public init(word: Int, stride: Int = 1) {
    self.word = word
    self.stride = stride
  }

  /// The array as a column.
  @inlinable @inline(__always)
  public var column: Column<T> { Column(word: word, stride: stride) }
}

/// A field or an array without the type of its value: what a store needs to find it.
@frozen public struct Column<T: Table> {
  /// The place in the record, in 32-bit words.
  public let word: Int
  /// The distance between two elements in 32-bit words; 0 for a field that is no array.
  public let stride: Int

  @inlinable @inline(__always)
  public init(word: Int, stride: Int) {
    self.word = word
    self.stride = stride
  }
}

/// A reference to an object: its index, which may only be used with tables of its kind.
@frozen public struct Ref<K: Kind, R: Reading> {
  /// The index, or a special value that is no index (see ``none``).
  public var word: R.Word

  @inlinable @inline(__always)
  public init(_ word: R.Word) { self.word = word }

  /// The reference to nothing: all ones.
  @inlinable @inline(__always)
  public static var none: Self { Self(R.Word(constant: 0xFFFF_FFFF)) }

  @inlinable @inline(__always)
  public static func == (a: Self, b: Self) -> R.Truth { a.word == b.word }

  @inlinable @inline(__always)
  public static func != (a: Self, b: Self) -> R.Truth { a.word != b.word }
}

extension Reading {
  /// The reference `a` where the condition holds, `b` elsewhere.
  @inlinable @inline(__always)
  public static func ite<K>(
    _ condition: Truth, _ a: @autoclosure () -> Ref<K, Self>, _ b: @autoclosure () -> Ref<K, Self>
  ) -> Ref<K, Self> {
    Ref(ite(condition, a().word, b().word))
  }

  /// The truth value `a` where the condition holds, `b` elsewhere.
  @inlinable @inline(__always)
  public static func select(
    _ condition: Truth, _ a: @autoclosure () -> Truth, _ b: @autoclosure () -> Truth
  ) -> Truth {
    (condition && a()) || (!condition && b())
  }
}

extension Schema {
  /// The names of a table's columns, such as `TCB.partner`, without some of them.
  ///
  /// Requires: the table has columns of those names. A claim about columns must not lose one with its name.
  public func columns(of table: Int, except names: Set<String>) -> Set<String> {
    let columns = Set(tables[table].columns.map { $0.name })
    precondition(
      names.isSubset(of: columns), "\(tables[table].name) has no \(names.subtracting(columns).sorted())")
    return Set(columns.subtracting(names).map { "\(tables[table].name).\($0)" })
  }
}
