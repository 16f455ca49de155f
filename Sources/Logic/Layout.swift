/// Where the records of a schema lie in memory, as byte offsets from the start of one region.
///
/// The tables follow each other in the order of their numbers. That no two words overlap, and that the region fits
/// into a 32-bit address space, is a theorem about this code, not an assumption. Tables of sparse kinds lie elsewhere
/// and take no room.
public struct Layout<R: Reading> {
  /// The number of objects of each kind.
  public let counts: [R.Word]
  /// The offset of each table.
  public let offsets: [R.Word]
  /// The size of the region in bytes.
  public let size: R.Word

  /// Lays the tables out for the given numbers of objects, one for each kind of the schema.
  public init(_ schema: Schema, counts: [R.Word]) {
    self.counts = counts
    var offsets: [R.Word] = []
    var end: R.Word = 0
    for table in schema.tables {
      offsets.append(end)
      if schema.kinds[table.key].isSparse { continue }
      end = end &+ (counts[table.key] &<< R.Word(constant: table.shift))
    }
    self.offsets = offsets
    self.size = end
  }

  /// The byte offset of a record.
  @inlinable
  public func offset(table: Int, shift: UInt32, _ i: R.Word) -> R.Word {
    offsets[table] &+ (i &<< R.Word(constant: shift))
  }

  /// The byte offset of a word.
  @inlinable
  public func offset(table: Int, shift: UInt32, word: Int, stride: Int, _ i: R.Word, _ j: R.Word) -> R.Word {
    Self.offset(inRecordAt: offset(table: table, shift: shift, i), word: word, stride: stride, j)
  }

  /// The byte offset of a word, from that of its record.
  @inlinable
  public static func offset(inRecordAt start: R.Word, word: Int, stride: Int, _ j: R.Word) -> R.Word {
    start &+ R.Word(constant: UInt32(truncatingIfNeeded: word &* 4))
      &+ (j &* R.Word(constant: UInt32(truncatingIfNeeded: stride &* 4)))
  }
}

extension Layout: Sendable where R.Word: Sendable {}
