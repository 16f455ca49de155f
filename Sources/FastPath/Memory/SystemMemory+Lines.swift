import ARMSemantics
import Logic
import Model

/// Lines of the virtual address space: everything that both caches hold of one is in one slot, found by its number
/// through a hash table. A slot is never given up, because an `Image` forgets nothing of a line that has gone.
extension SystemMemory {
  /// A slot: the line's number, three words for each cache, two owners, and from word 16 on the words of each cache.
  @inlinable static var wordsPerSlot: Int { 32 }

  /// Where a word of a table by lines is in the line's slot; nil for other tables.
  @inlinable @inline(__always)
  static func placeInSlot(table: Int, word: Int, _ i: UInt32) -> (line: UInt32, word: Int)? {
    switch table {
    case DataCache.number: (i, 1 &+ word)
    case InstructionCache.number: (i, 4 &+ word)
    case LineOwners.number: (i, 7 &+ word)
    case DataCacheWords.number: (i / Granule.wordsPerLine, 16 &+ Int(i % Granule.wordsPerLine))
    case InstructionCacheWords.number: (i / Granule.wordsPerLine, 24 &+ Int(i % Granule.wordsPerLine))
    default: nil
    }
  }

  /// The place of a line in the hash table, or where its search starts.
  @inlinable @inline(__always)
  func hash(_ line: UInt32) -> Int { Int((line &* 0x9E37_79B1) &>> lineMapShift) }

  /// The first word of a line's slot, if it has one.
  @inlinable @inline(__always)
  func find(_ line: UInt32) -> Int? {
    var at = hash(line)
    while lineMap[at] != 0 {
      let slot = Int(lineMap[at] &- 1) &* Self.wordsPerSlot
      if lineSlots[slot] == line { return slot }
      at = (at &+ 1) & Int(lineLimit &* 2 &- 1)
    }
    return nil
  }

  /// Gives a line a slot.
  @inlinable
  func addLine(_ line: UInt32) -> Int {
    let number = counters[Counter.lines]
    precondition(number < lineLimit, "more than \(lineLimit) lines are in the caches")
    var at = hash(line)
    while lineMap[at] != 0 { at = (at &+ 1) & Int(lineLimit &* 2 &- 1) }
    lineMap[at] = number &+ 1
    let slot = Int(number) &* Self.wordsPerSlot
    lineSlots[slot] = line
    var place = Int(number)
    while place > 0, orderedLine(place &- 1) > line {
      lineOrder[place] = lineOrder[place &- 1]
      place &-= 1
    }
    lineOrder[place] = number
    counters[Counter.lines] = number &+ 1
    return slot
  }

  /// The number of the line at a place in their order.
  @inlinable @inline(__always)
  func orderedLine(_ place: Int) -> UInt32 { lineSlots[Int(lineOrder[place]) &* Self.wordsPerSlot] }

  /// Every line that has a slot, in their order.
  @inlinable
  var listedLines: [UInt32] { (0..<Int(counters[Counter.lines])).map { orderedLine($0) } }
}
