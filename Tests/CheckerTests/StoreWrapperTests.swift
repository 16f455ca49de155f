import Logic
import Testing

/// Cells that a wrapper shows twice as large as they are.
private struct Doubled: StoreWrapper {
  typealias R = Native
  var base: Image
  /// How often it was read.
  final class Reads { var count = 0 }
  let reads = Reads()

  func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 {
    reads.count += 1
    return base.read(column, i, j) &* 2
  }
}

private enum CellKind: Kind { static var number: Int { 0 } }
private enum SparseKind: Kind {
  static var number: Int { 1 }
  static var isSparse: Bool { true }
}

private enum Cell: Table {
  typealias Key = CellKind
  static var number: Int { 0 }
  static var shift: UInt32 { 3 }
  static var value: Field<Self, Plain> { Field(word: 0) }
  static var copy: Field<Self, Plain> { Field(word: 1) }
}

private enum SparseCell: Table {
  typealias Key = SparseKind
  static var number: Int { 1 }
  static var shift: UInt32 { 2 }
  static var value: Field<Self, Plain> { Field(word: 0) }
}

@Suite("What runs on a wrapper of a store sees the wrapper")
struct StoreWrapperTests {
  private var doubled = Doubled(
    base: Image(
      Schema(
        kinds: [
          KindDescription(CellKind.self, "cell", most: 8), KindDescription(SparseKind.self, "sparse cell", sparse: 8),
        ],
        tables: [
          TableDescription(
            Cell.self, "cell", [ColumnDescription(Cell.value, "value"), ColumnDescription(Cell.copy, "copy")]),
          TableDescription(SparseCell.self, "sparse cell", [ColumnDescription(SparseCell.value, "value")]),
        ]), counts: [3, 8]))

  @Test("What it doesn't say itself is the store's underneath")
  func forwards() {
    var store = doubled
    store[Cell.value, Ref(2)] = 5
    #expect(store.base[Cell.value, Ref(2)] == 5)
    #expect(store.count(CellKind.self) == 3)
  }

  @Test("New values of all records are made of what it shows, and of the state before")
  func updatesAll() {
    var store = doubled
    for i in 0..<UInt32(3) { store[Cell.value, Ref(i)] = i + 1 }
    store.updateAll(Cell.copy) { k, i in k[Cell.value, i] &+ k.count(CellKind.self) }
    #expect((0..<UInt32(3)).map { store.base[Cell.copy, Ref($0)] } == [5, 7, 9])
    store[SparseCell.value, Ref(6)] = 4
    store.updateAll(SparseCell.value) { k, i in
      k[SparseCell.value, i] &+ k[Cell.value, Ref(0)] &* k[SparseCell.value, i]
    }
    #expect(store.base[SparseCell.value, Ref(6)] == 24)
    #expect(store.base.listedObjects(ofKind: SparseKind.number) == [6])
  }

  @Test("An update of some records is one, too")
  func updatesSome() {
    var store = doubled
    for i in 0..<UInt32(3) { store[Cell.value, Ref(i)] = i + 1 }
    store.updateAll(Cell.copy, where: { k, i in k[Cell.value, i] == 4 }, to: { k, i in k[Cell.value, i] })
    #expect((0..<UInt32(3)).map { store.base[Cell.copy, Ref($0)] } == [0, 4, 0])
  }

  @Test("A search tries what it shows")
  func searches() {
    var store = doubled
    for i in 0..<UInt32(3) { store[Cell.value, Ref(i)] = 3 - i }
    store[SparseCell.value, Ref(6)] = 4
    let cell = store.first(CellKind.self, where: { k, i in k[Cell.value, i] > 2 }) { k, i in (k[Cell.value, i], 0) }
    #expect(cell.word == 1)
    let sparse = store.first(SparseKind.self, where: { k, i in k[SparseCell.value, i] == 8 }) { _, _ in (0, 0) }
    #expect(sparse.word == 6)
  }

  @Test("It can stand before another store for a while, which is left as it leaves it")
  func wraps() {
    var other = doubled.base
    other[Cell.value, Ref(1)] = 7
    doubled.wrap(&other) { $0[Cell.copy, Ref(1)] = $0[Cell.value, Ref(1)] }
    #expect(other[Cell.copy, Ref(1)] == 14)
    #expect(doubled.base[Cell.copy, Ref(1)] == 0)
    #expect(doubled.reads.count == 1)
  }
}
