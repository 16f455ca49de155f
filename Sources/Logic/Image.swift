/// A state held as a copy-on-write array of words: old states stay valid for as long as someone keeps them.
///
/// Tables of sparse kinds are held beside it, as a list of words.
public struct Image: Store, Sendable {
  public typealias R = Native

  /// What the words mean.
  public let schema: Schema
  /// Where the tables lie.
  public let layout: Layout<Native>
  /// The words of the region, in the order of their addresses.
  public var words: [UInt32]
  /// The listed words of sparse tables; all others are zero.
  @usableFromInline var listed: [ListedPlace: UInt32] = [:]

  /// A state of zeros with the given numbers of objects, one for each kind of the schema.
  public init(_ schema: Schema, counts: [UInt32]) {
    self.schema = schema
    layout = Layout(schema, counts: counts)
    words = Array(repeating: 0, count: Int(layout.size / 4))
  }

  /// The place of a word in ``words``.
  ///
  /// Requires: the table's kind isn't sparse.
  @inlinable
  public func index(table: Int, shift: UInt32, word: Int, stride: Int, _ i: UInt32, _ j: UInt32) -> Int {
    Int(layout.offset(table: table, shift: shift, word: word, stride: stride, i, j) / 4)
  }

  @inlinable
  public func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 {
    if T.Key.isSparse { return listed[ListedPlace(table: T.number, word: column.word, i)] ?? 0 }
    return words[index(table: T.number, shift: T.shift, word: column.word, stride: column.stride, i, j)]
  }

  @inlinable
  public mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    if T.Key.isSparse {
      precondition(i < count(T.Key.self), "a sparse table has no record \(i)")
      listed[ListedPlace(table: T.number, word: column.word, i)] = value
      return
    }
    words[index(table: T.number, shift: T.shift, word: column.word, stride: column.stride, i, j)] = value
  }

  @inlinable
  public func count<K: Kind>(_ kind: K.Type) -> UInt32 { layout.counts[K.number] }
}
