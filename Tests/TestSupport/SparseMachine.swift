import Logic

// A machine with a register and four gigabytes of memory, of which a state lists only some words.

package enum SparseMachineKind: Kind { package static var number: Int { 0 } }

package enum SparseWordKind: Kind {
  package static var number: Int { 1 }
  package static var isSparse: Bool { true }
}

package enum RootRegister: Table {
  package typealias Key = SparseMachineKind
  package static var number: Int { 0 }
  package static var shift: UInt32 { 2 }

  /// The physical address of a word that holds the physical address of a word.
  package static var root: Field<Self, Plain> { Field(word: 0) }
}

package enum SparseMemory: Table {
  package typealias Key = SparseWordKind
  package static var number: Int { 1 }
  package static var shift: UInt32 { 2 }

  package static var contents: Field<Self, Plain> { Field(word: 0) }
}

extension Schema {
  package static let sparseMachine = Schema(
    kinds: [
      KindDescription(SparseMachineKind.self, "machine", exactly: 1),
      KindDescription(SparseWordKind.self, "word", sparse: 1 << 30, addressShift: 2),
    ],
    tables: [
      TableDescription(RootRegister.self, "register", [ColumnDescription(RootRegister.root, "root", .bits)]),
      TableDescription(SparseMemory.self, "memory", [ColumnDescription(SparseMemory.contents, "contents", .bits)]),
    ])
}
