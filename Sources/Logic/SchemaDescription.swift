/// A schema as data: what tables there are, how their records look, and what the words mean.
///
/// Images, symbolic stores, comparisons and counterexamples loop over it, so that a field added later is covered
/// without anyone remembering it.
public struct Schema: Sendable {
  /// The kinds, in the order of their numbers.
  public let kinds: [KindDescription]
  /// The tables, in the order of their numbers.
  public let tables: [TableDescription]

  public init(kinds: [KindDescription], tables: [TableDescription]) {
    self.kinds = kinds
    self.tables = tables
  }
}

/// A kind of object, and how many of it there may be.
public struct KindDescription: Sendable {
  /// A short name in the singular, such as `thread`.
  public let name: String
  /// The smallest number of objects that a state has.
  public let least: UInt32
  /// The largest number of objects that the layout allows.
  public let most: UInt32
  /// Names of special words that are no index, such as `any` for an open receive.
  public let specials: [UInt32: String]

  public init(_ name: String, least: UInt32 = 1, most: UInt32, specials: [UInt32: String] = [:]) {
    self.name = name
    self.least = least
    self.most = most
    self.specials = specials
  }

  /// A kind with a fixed number of objects.
  public init(_ name: String, exactly count: UInt32, specials: [UInt32: String] = [:]) {
    self.init(name, least: count, most: count, specials: specials)
  }
}

/// A table of records, one for every object of a kind.
public struct TableDescription: Sendable {
  /// The field's term for a record, such as `TCB`.
  public let name: String
  /// The number of the kind that indexes it.
  public let key: Int
  /// The base-2 logarithm of the distance between two records, in bytes.
  public let shift: UInt32
  /// The columns, in the order of their places.
  public let columns: [ColumnDescription]

  public init<T: Table>(_ table: T.Type, _ name: String, _ columns: [ColumnDescription]) {
    self.name = name
    self.key = T.Key.number
    self.shift = T.shift
    self.columns = columns
  }
}

/// A field or an array of a record.
public struct ColumnDescription: Sendable {
  /// How to show a word of the column.
  public enum Style: Sendable {
    /// A number.
    case number
    /// A set of bits, a mask or an address.
    case bits
    /// A reference to an object of the kind with this number.
    case reference(Int)
    /// One of a few named values.
    case choice([UInt32: String])
  }

  /// The name of the field, such as `partner`.
  public let name: String
  /// The place in the record, in 32-bit words.
  public let word: Int
  /// The distance between two elements in 32-bit words; 0 for a field that is no array.
  public let stride: Int
  /// The number of the kind that indexes the array; nil for a field that is no array.
  public let index: Int?
  /// How to show a word.
  public let style: Style
  /// The least interesting value: what a counterexample has where nothing depends on the value.
  public let boring: UInt32

  public init<T, V>(_ field: Field<T, V>, _ name: String, _ style: Style = .number, boring: UInt32 = 0) {
    self.init(name: name, word: field.word, stride: 0, index: nil, style: style, boring: boring)
  }

  public init<T, K: Kind>(_ field: Field<T, K>, _ name: String, boring: UInt32 = 0) {
    self.init(
      name: name, word: field.word, stride: 0, index: nil, style: .reference(K.number), boring: boring)
  }

  public init<T, I, V>(_ field: ArrayField<T, I, V>, _ name: String, _ style: Style = .number, boring: UInt32 = 0) {
    self.init(
      name: name, word: field.word, stride: field.stride, index: I.number, style: style, boring: boring)
  }

  public init<T, I, K: Kind>(_ field: ArrayField<T, I, K>, _ name: String, boring: UInt32 = 0) {
    self.init(
      name: name, word: field.word, stride: field.stride, index: I.number, style: .reference(K.number),
      boring: boring)
  }

  private init(name: String, word: Int, stride: Int, index: Int?, style: Style, boring: UInt32) {
    self.name = name
    self.word = word
    self.stride = stride
    self.index = index
    self.style = style
    self.boring = boring
  }
}
