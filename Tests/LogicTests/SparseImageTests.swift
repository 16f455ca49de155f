import Logic
import TestSupport
import Testing

private enum DenseWord: Kind { static var number: Int { 1 } }

private enum DenseMemory: Table {
  typealias Key = DenseWord
  static var number: Int { 1 }
  static var shift: UInt32 { 2 }
  static var contents: Field<Self, Plain> { Field(word: 0) }
}

private enum PageKind: Kind { static var number: Int { 2 } }

/// A table of a kind that isn't sparse, with an array that a sparse kind indexes.
private enum PageTable: Table {
  typealias Key = PageKind
  static var number: Int { 1 }
  static var shift: UInt32 { 2 }
  static var words: ArrayField<Self, SparseWordKind, Plain> { ArrayField(word: 0) }
}

private enum Pages: Table {
  typealias Key = SparseWordKind
  static var number: Int { 1 }
  static var shift: UInt32 { 2 }
  static var contents: Field<Self, Plain> { Field(word: 0) }
  static var perMachine: ArrayField<Self, SparseMachineKind, Plain> { ArrayField(word: 0) }
}

/// A schema with one table besides the register.
private func schema(_ kind: KindDescription, _ table: TableDescription) -> Schema {
  Schema(kinds: [Schema.sparseMachine.kinds[0], kind], tables: [Schema.sparseMachine.tables[0], table])
}

private let sparse = KindDescription(SparseWordKind.self, "word", sparse: 16)
private let dense = KindDescription(DenseWord.self, "word", exactly: 16)

/// Native states with sparse tables.
@Suite struct SparseImageTests {
  private let image = Image(.sparseMachine, counts: [1, 1 << 30])

  @Test func aSparseTableTakesNoRoom() {
    #expect(image.layout.size == 4 && image.words.count == 1)
    #expect(image.listedObjects(ofKind: SparseWordKind.number) == [])
  }

  @Test func aWordIsZeroUntilItIsWritten() {
    var k = image
    let last = Ref<SparseWordKind, Native>((1 << 30) - 1)
    #expect(k[SparseMemory.contents, last] == 0)
    k[SparseMemory.contents, last] = 3
    k[SparseMemory.contents, Ref(9)] = 4
    #expect(
      k[SparseMemory.contents, last] == 3 && k[SparseMemory.contents, Ref(9)] == 4
        && k[SparseMemory.contents, Ref(8)] == 0)
    #expect(k.listedObjects(ofKind: SparseWordKind.number) == [9, last.word])
    #expect(k.words == [0])
  }

  @Test func oldStatesStayAsTheyAre() {
    var k = image
    k[SparseMemory.contents, Ref(9)] = 4
    let old = k
    k[SparseMemory.contents, Ref(9)] = 5
    k[SparseMemory.contents, Ref(10)] = 6
    #expect(old[SparseMemory.contents, Ref(9)] == 4 && old.listedObjects(ofKind: SparseWordKind.number) == [9])
  }

  @Test func listingAnObjectKeepsItsWords() {
    var k = image
    k[SparseMemory.contents, Ref(9)] = 4
    for i: UInt32 in [9, 10] { k.list(i, ofKind: SparseWordKind.number) }
    k.list(0, ofKind: SparseMachineKind.number)
    #expect(k.listedObjects(ofKind: SparseWordKind.number) == [9, 10])
    #expect(k[SparseMemory.contents, Ref(9)] == 4 && k[SparseMemory.contents, Ref(10)] == 0)
    #expect(k.listedObjects(ofKind: SparseMachineKind.number) == [0])
  }

  @Test func sparseTablesThatAreAsTheyShouldBeDoNotTrap() async {
    _ = schema(sparse, TableDescription(Pages.self, "pages", [ColumnDescription(Pages.contents, "contents")]))
    _ = schema(
      dense, TableDescription(DenseMemory.self, "m", [ColumnDescription(DenseMemory.contents, "c", boring: 1)]))
    _ = KindDescription(SparseWordKind.self, "word", sparse: 1 << 30, addressShift: 2)
    _ = KindDescription(SparseWordKind.self, "word", sparse: .max)
  }

  @Test func aSchemaThatContradictsItsKindsTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = schema(dense, TableDescription(Pages.self, "pages", [ColumnDescription(Pages.contents, "contents")]))
    }
    await #expect(processExitsWith: .failure) {
      _ = schema(sparse, TableDescription(DenseMemory.self, "m", [ColumnDescription(DenseMemory.contents, "c")]))
    }
  }

  @Test func aSparseTableHasNoArraysAndNoBoringValueButZero() async {
    await #expect(processExitsWith: .failure) {
      _ = schema(sparse, TableDescription(Pages.self, "pages", [ColumnDescription(Pages.perMachine, "array")]))
    }
    await #expect(processExitsWith: .failure) {
      _ = schema(sparse, TableDescription(Pages.self, "pages", [ColumnDescription(Pages.contents, "c", boring: 1)]))
    }
  }

  @Test func noArrayIsIndexedByASparseKind() async {
    await #expect(processExitsWith: .failure) {
      _ = Schema(
        kinds: [
          Schema.sparseMachine.kinds[0], KindDescription(SparseWordKind.self, "word", sparse: 16),
          KindDescription(PageKind.self, "page", exactly: 16),
        ],
        tables: [
          Schema.sparseMachine.tables[0],
          TableDescription(PageTable.self, "t", [ColumnDescription(PageTable.words, "w")]),
        ])
    }
  }

  @Test func kindsAndTablesStandInTheOrderOfTheirNumbers() async {
    await #expect(processExitsWith: .failure) {
      _ = Schema(kinds: Schema.sparseMachine.kinds.reversed(), tables: [])
    }
    await #expect(processExitsWith: .failure) {
      _ = Schema(
        kinds: Schema.sparseMachine.kinds,
        tables: [TableDescription(Pages.self, "pages", [ColumnDescription(Pages.contents, "contents")])])
    }
    await #expect(processExitsWith: .failure) { _ = Schema.sparseMachine.extended(kinds: [sparse], tables: []) }
    await #expect(processExitsWith: .failure) {
      _ = Schema.sparseMachine.extended(
        kinds: [], tables: [], columns: [0: [ColumnDescription(RootRegister.root, "the same place")]])
    }
  }

  @Test func addressesFitIntoAWord() async {
    await #expect(processExitsWith: .failure) {
      _ = KindDescription(SparseWordKind.self, "word", sparse: (1 << 30) + 1, addressShift: 2)
    }
    await #expect(processExitsWith: .failure) { _ = KindDescription(SparseWordKind.self, "word", sparse: 0) }
  }

  @Test func aSearchLooksAtTheListedObjects() {
    var k = Image(.sparseMachine, counts: [1, 1 << 30])
    func first(_ least: UInt32) -> Ref<SparseWordKind, Native> {
      k.first(
        SparseWordKind.self, where: { k, i in k[SparseMemory.contents, i] >= least }, by: { _, _ in (0, 0) })
    }
    #expect(first(1) == .none)
    k[SparseMemory.contents, Ref((1 << 30) - 1)] = 7
    k[SparseMemory.contents, Ref(5)] = 3
    #expect(first(1) == Ref(5))
    #expect(first(4) == Ref((1 << 30) - 1))
  }

  @Test func aWriteBeyondASparseTableTraps() async {
    await #expect(processExitsWith: .failure) {
      var k = Image(.sparseMachine, counts: [1, 1 << 30])
      k[SparseMemory.contents, Ref(1 << 30)] = 1
    }
  }
}
