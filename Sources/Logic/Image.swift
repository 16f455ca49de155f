/// A state held as a copy-on-write array of words: old states stay valid for as long as someone keeps them.
public struct Image: Store, Sendable {
  public typealias R = Native

  /// What the words mean.
  public let schema: Schema
  /// Where the tables lie.
  public let layout: Layout<Native>
  /// The words of the region, in the order of their addresses.
  public var words: [UInt32]

  /// A state of zeros with the given numbers of objects, one for each kind of the schema.
  public init(_ schema: Schema, counts: [UInt32]) {
    self.schema = schema
    layout = Layout(schema, counts: counts)
    words = Array(repeating: 0, count: Int(layout.size / 4))
  }

  /// The place of a word in ``words``.
  @inlinable
  public func index(table: Int, shift: UInt32, word: Int, stride: Int, _ i: UInt32, _ j: UInt32) -> Int {
    Int(layout.offset(table: table, shift: shift, word: word, stride: stride, i, j) / 4)
  }

  @inlinable
  public func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 {
    words[index(table: T.number, shift: T.shift, word: column.word, stride: column.stride, i, j)]
  }

  @inlinable
  public mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    words[index(table: T.number, shift: T.shift, word: column.word, stride: column.stride, i, j)] = value
  }

  @inlinable
  public func count<K: Kind>(_ kind: K.Type) -> UInt32 { layout.counts[K.number] }
}
