import Logic
import Synchronization

/// An image that code may run on whatever the state is: an access outside of its table is remembered, reads zero and
/// writes nothing, and no loop goes on for ever.
public struct CheckedImage: StoreWrapper, Sendable {
  public typealias R = Native

  /// Accesses outside of their tables, of all copies of a state.
  package final class Strays: Sendable {
    /// More places than this say nothing new.
    private static let most = 10
    private let found = Mutex<[String]>([])

    package var places: [String] { found.withLock { $0 } }
    func removeAll() { found.withLock { $0.removeAll() } }
    func add(_ place: String) {
      found.withLock { if $0.count < Self.most, !$0.contains(place) { $0.append(place) } }
    }
  }

  /// No loop over the state is longer: every kind that code loops over has fewer objects.
  private static let longestLoop: UInt32 = 1 << 20

  public var base: Image
  package let strays = Strays()

  package init(_ base: Image) { self.base = base }

  /// The state.
  public var image: Image { base }

  public func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 {
    isInside(column, i, j) ? base.read(column, i, j) : 0
  }

  public mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    if isInside(column, i, j) { base.write(column, i, j, value) }
  }

  public mutating func updateRange<T: Table, I: Kind, V>(
    _ array: ArrayField<T, I, V>, _ i: Ref<T.Key, Native>, from lower: UInt32, through upper: UInt32,
    _ new: @escaping (Self, Ref<I, Native>) -> UInt32
  ) {
    let before = self
    for j in loop(lower, upper) { write(array.column, i.word, j, new(before, Ref(j))) }
  }

  public mutating func run<Loop: CountedLoop>(_ loop: Loop) where Loop.S == Self {
    for i in self.loop(loop.lower, loop.upper) { loop.step(&self, i) }
  }

  public mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    run(sweep, over: image.listedObjects(ofKind: Pass.K.number))
  }

  private func loop(_ lower: UInt32, _ upper: UInt32) -> Range<UInt32> {
    guard lower <= upper else { return 0..<0 }
    guard upper - lower < Self.longestLoop, upper < UInt32.max else {
      strays.add("a loop from \(lower) through \(upper)")
      return 0..<0
    }
    return lower..<(upper + 1)
  }

  private func isInside<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> Bool {
    let table = image.schema.tables[T.number]
    let description = table.columns.first { $0.word == column.word }
    let isElement = description?.index.map { j < image.layout.counts[$0] } ?? true
    if i < image.layout.counts[table.key], isElement { return true }
    strays.add("\(table.name)[\(image.schema.kinds[table.key].label(i))].\(description?.name ?? "word \(column.word)")")
    return false
  }
}
