/// A set of terms of one arena, by their ids, which are small numbers and lie close together: a bit for each.
///
/// Constants that no arena made have one id for all, and count as one term.
public struct TermIDs {
  private var words: [UInt64] = []

  /// The empty set.
  public init() {}

  /// Whether a term is in it.
  func contains(_ id: Int) -> Bool {
    let (word, bit) = Self.place(id)
    return word < words.count && words[word] & bit != 0
  }

  /// Puts a term in; false if it was there.
  mutating func insert(_ id: Int) -> Bool {
    let (word, bit) = Self.place(id)
    if word >= words.count { words += Array(repeating: 0, count: max(word + 1, 2 * words.count) - words.count) }
    if words[word] & bit != 0 { return false }
    words[word] |= bit
    return true
  }

  private static func place(_ id: Int) -> (word: Int, bit: UInt64) { ((id + 1) >> 6, 1 << UInt64((id + 1) & 63)) }
}
