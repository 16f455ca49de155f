/// A schema as data: what tables there are, how their records look, and what the words mean.
///
/// Images, symbolic stores, comparisons and counterexamples loop over it, so that a field added later is covered
/// without anyone remembering it.
public struct Schema: Sendable {
  /// The kinds, in the order of their numbers.
  public let kinds: [KindDescription]
  /// The tables, in the order of their numbers.
  public let tables: [TableDescription]

  /// Requires: kinds and tables stand in the order of their numbers, from 0; what the kinds of the tables say of
  /// themselves is what their descriptions say; tables of a sparse kind have plain fields only, with 0 for the boring
  /// value, and no array is indexed by a sparse kind.
  public init(kinds: [KindDescription], tables: [TableDescription]) {
    for (place, kind) in kinds.enumerated() {
      precondition(kind.number == place, "the kind \(kind.name) has the number \(kind.number), and stands at \(place)")
    }
    for (place, table) in tables.enumerated() {
      precondition(
        table.number == place, "the table \(table.name) has the number \(table.number), and stands at \(place)")
      table.check(against: kinds)
    }
    self.kinds = kinds
    self.tables = tables
  }

  /// This schema with more at its end: what another module adds to the state.
  ///
  /// - Parameter columns: More columns of tables that there are, by the tables' numbers. They come in their place.
  ///
  /// Requires: what ``init(kinds:tables:)`` does, and no two columns of a table have the same place.
  public func extended(
    kinds more: [KindDescription], tables: [TableDescription], columns: [Int: [ColumnDescription]] = [:]
  ) -> Schema {
    Schema(
      kinds: kinds + more,
      tables: self.tables.map { $0.extended(by: columns[$0.number] ?? []) } + tables)
  }
}

/// A kind of object, and how many of it there may be.
public struct KindDescription: Sendable {
  /// The kind's number.
  let number: Int
  /// A short name in the singular, such as `thread`.
  public let name: String
  /// The smallest number of objects that a state has.
  public let least: UInt32
  /// The largest number of objects that the layout allows.
  public let most: UInt32
  /// Names of special words that are no index, such as `any` for an open receive.
  public let specials: [UInt32: String]
  /// Whether there are so many objects that a state lists only a few of them.
  public let isSparse: Bool
  /// By how many bits an index is shifted left to make the address that shows it; nil for a plain index.
  public let addressShift: UInt32?

  public init<K: Kind>(
    _ kind: K.Type, _ name: String, least: UInt32 = 1, most: UInt32, specials: [UInt32: String] = [:]
  ) {
    number = K.number
    self.name = name
    self.least = least
    self.most = most
    self.specials = specials
    isSparse = false
    addressShift = nil
  }

  /// A kind with a fixed number of objects.
  public init<K: Kind>(_ kind: K.Type, _ name: String, exactly count: UInt32, specials: [UInt32: String] = [:]) {
    self.init(kind, name, least: count, most: count, specials: specials)
  }

  /// A kind that says itself how many objects there are.
  public init<K: FixedKind>(_ kind: K.Type, _ name: String, specials: [UInt32: String] = [:]) {
    self.init(kind, name, exactly: K.objects, specials: specials)
  }

  /// A sparse kind that says itself how many objects there are.
  public init<K: FixedKind>(
    sparse kind: K.Type, _ name: String, addressShift: UInt32? = nil, specials: [UInt32: String] = [:]
  ) {
    self.init(kind, name, sparse: K.objects, addressShift: addressShift, specials: specials)
  }

  /// A sparse kind: a fixed number of objects, too many to hold a record for each, such as the words of a memory. A
  /// state lists only some of them, and the records of all others are zero.
  ///
  /// - Parameters:
  ///   - count: The number of objects.
  ///   - addressShift: By how many bits an index is shifted left to make the address that shows it: 2 for words of 32
  ///     bits. All addresses must be below 2^32. Without it, an index is shown as it is.
  public init<K: Kind>(
    _ kind: K.Type, _ name: String, sparse count: UInt32, addressShift: UInt32? = nil, specials: [UInt32: String] = [:]
  ) {
    precondition(
      count > 0 && (count - 1).leadingZeroBitCount >= Int(addressShift ?? 0),
      "\(count) objects of kind \(name) cannot have addresses of 32 bits")
    number = K.number
    self.name = name
    least = count
    most = count
    self.specials = specials
    isSparse = true
    self.addressShift = addressShift
  }
}

/// A table of records, one for every object of a kind.
public struct TableDescription: Sendable {
  /// The table's number.
  let number: Int
  /// The field's term for a record, such as `TCB`.
  public let name: String
  /// The number of the kind that indexes it.
  public let key: Int
  /// The base-2 logarithm of the distance between two records, in bytes.
  public let shift: UInt32
  /// The columns, in the order of their places.
  public let columns: [ColumnDescription]
  /// What the kind that indexes it says of itself.
  private let isSparse: Bool

  public init<T: Table>(_ table: T.Type, _ name: String, _ columns: [ColumnDescription]) {
    self.init(
      number: T.number, name: name, key: T.Key.number, shift: T.shift, columns: columns, isSparse: T.Key.isSparse)
  }

  private init(number: Int, name: String, key: Int, shift: UInt32, columns: [ColumnDescription], isSparse: Bool) {
    self.number = number
    self.name = name
    self.key = key
    self.shift = shift
    self.columns = columns
    self.isSparse = isSparse
  }

  /// The same table with more columns, in the order of their places.
  fileprivate func extended(by more: [ColumnDescription]) -> Self {
    let all = (columns + more).sorted { $0.word < $1.word }
    precondition(Set(all.map { $0.word }).count == all.count, "two columns of \(name) have one place")
    return more.isEmpty
      ? self : Self(number: number, name: name, key: key, shift: shift, columns: all, isSparse: isSparse)
  }

  /// Traps where code and schema would speak of different tables.
  fileprivate func check(against kinds: [KindDescription]) {
    precondition(
      isSparse == kinds[key].isSparse, "the kind \(kinds[key].name) is sparse in one of its type and the schema")
    for column in columns {
      precondition(
        column.index.map { kinds[$0].isSparse } != true, "\(name).\(column.name) is an array indexed by a sparse kind")
      if isSparse {
        precondition(column.index == nil, "\(name).\(column.name) is an array in a table of a sparse kind")
        precondition(
          column.boring == 0, "the boring value of \(name).\(column.name) in a table of a sparse kind is not 0")
      }
    }
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

  public init<T>(_ field: Field<T, Plain>, _ name: String, _ style: Style = .number, boring: UInt32 = 0) {
    self.init(name: name, word: field.word, stride: 0, index: nil, style: style, boring: boring)
  }

  public init<T, K: Kind>(_ field: Field<T, K>, _ name: String, boring: UInt32 = 0) {
    self.init(
      name: name, word: field.word, stride: 0, index: nil, style: .reference(K.number), boring: boring)
  }

  /// A field that holds a value of a vocabulary: shown by its name, if the vocabulary has names.
  public init<T, V: Vocabulary>(
    _ field: Field<T, V>, _ name: String, _ style: Style? = nil, boring: Code<V, Native> = Code(0)
  ) {
    self.init(
      name: name, word: field.word, stride: 0, index: nil, style: style ?? Self.style(of: V.self), boring: boring.word)
  }

  /// A field that holds bits with names.
  public init<T, V: FlagNames>(_ field: Field<T, V>, _ name: String) {
    self.init(name: name, word: field.word, stride: 0, index: nil, style: .bits, boring: 0)
  }

  public init<T, I, V: Vocabulary>(_ field: ArrayField<T, I, V>, _ name: String, boring: Code<V, Native> = Code(0)) {
    self.init(
      name: name, word: field.word, stride: field.stride, index: I.number, style: Self.style(of: V.self),
      boring: boring.word)
  }

  private static func style<V: Vocabulary>(of vocabulary: V.Type) -> Style {
    V.names.isEmpty ? .number : .choice(Dictionary(uniqueKeysWithValues: V.names.map { ($0.key.word, $0.value) }))
  }

  public init<T, I>(
    _ field: ArrayField<T, I, Plain>, _ name: String, _ style: Style = .number, boring: UInt32 = 0
  ) {
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
