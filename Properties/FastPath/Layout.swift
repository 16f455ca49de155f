import Checker
import FastPath
import Logic
import Model

/// No two words of the kernel's memory overlap.
public struct MemoryLayout: Property {
  public let schema: Schema

  /// - Parameter schema: The memory, for a test that lays it out wrongly.
  public init(of schema: Schema = .fastPath) { self.schema = schema }

  public var name: String { "fastpath/memory-layout" }
  public var statement: String {
    """
    For all numbers of threads, spaces and capability lists that the layout allows: every word of every record lies \
    inside the region and is aligned, the region fits into a 32-bit address space, and two words of different tables, \
    records, fields or elements never overlap. So a store that indexes tables and one that adds addresses are the same.
    """
  }
  /// None: what can be wrong is the schema, not what code does with it.
  public var mutations: [Mutation] { [] }

  public func run<T: Trial>(_ t: inout T) {
    let counts = schema.kinds.indices.map { t.count(number: $0) }
    let layout = Layout<T.R>(schema, counts: counts)
    t.prove("the region fits", layout.size < 0x8000_0000)
    // Tables of sparse kinds are not the kernel's: they take no room.
    for (number, table) in schema.tables.enumerated() where !schema.kinds[table.key].isSparse {
      let stride = UInt32(1) << table.shift
      let end = number + 1 < schema.tables.count ? layout.offsets[number + 1] : layout.size
      t.prove("\(table.name) ends where the next table begins, and not before it begins", layout.offsets[number] <= end)
      let i = t.word("record")
      let j = t.word("element")
      let offset = layout.offset(table: number, shift: table.shift, i)
      t.prove(
        "a \(table.name) record is aligned and inside its table",
        (i < counts[table.key])
          .implies(offset & 3 == 0 && layout.offsets[number] <= offset && offset &+ T.R.Word(constant: stride) <= end))
      // Of a record, the rest needs to know no more than that.
      let start = t.word("offset of a record")
      let fits = start & 3 == 0 && start < T.R.Word(constant: 0x8000_0000 &- stride)
      for column in table.columns {
        let word = Layout<T.R>.offset(
          inRecordAt: start, word: column.word, stride: column.stride, column.index == nil ? 0 : j)
        t.prove(
          "\(table.name).\(column.name) is aligned and inside its record",
          (fits && (column.index.map { j < counts[$0] } ?? true))
            .implies(word & 3 == 0 && start <= word && word &- start <= T.R.Word(constant: stride - 4)))
      }
      t.prove("the words of a \(table.name) record are apart", T.R.Truth(areApart(table, schema)))
      let other = t.word("other record")
      t.prove(
        "two \(table.name) records are apart",
        (i < other && other < counts[table.key])
          .implies(
            (i &<< T.R.Word(constant: table.shift)) &+ T.R.Word(constant: stride)
              <= other &<< T.R.Word(constant: table.shift)))
    }
  }

  /// True when no two columns of a record claim the same word, and none reaches beyond the record.
  private func areApart(_ table: TableDescription, _ schema: Schema) -> Bool {
    var words: Set<Int> = []
    for column in table.columns {
      for element in 0..<(column.index.map { schema.kinds[$0].most } ?? 1) {
        let word = column.word + Int(element) * column.stride
        guard words.insert(word).inserted, word * 4 < 1 << table.shift else { return false }
      }
    }
    return true
  }
}

/// The model stays inside its tables as well.
public struct ModelStaysInTables: KernelProperty {
  public init() {}
  public var name: String { "ipc/model-is-total" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and for all registers: every word that the model of the IPC \
    system call reads or writes lies inside its table, so that the model says something of every such state.
    """
  }
  public var checksMemory: Bool { true }
  public var mutations: [Mutation] {
    [
      Mutation(
        "the scheduler returns a thread's space for the thread", .misread(.init(Machine.idle), as: .init(Machine.mask)))
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let arguments = t.arbitraryRegisters()
    _ = t.perform(on: t.state) { Kernel.ipc(&$0, arguments) }
  }
}
