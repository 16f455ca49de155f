import FastPath
import Logic
import Model

@testable import Checker

/// One path of kernel code through all states at once, with what it leaves.
struct SymbolicRun {
  let context: Context
  let store: SymbolicStore
  /// What the code returns, as terms.
  let results: [Term]

  /// When the path is taken.
  var condition: Term { .all(store.facts.assumptions) }

  /// Every path of the code. What the code gets besides the state are the registers, as unknowns of their names.
  static func all(
    _ arena: TermArena, _ code: (inout SymbolicStore, inout UserRegisters<Symbolic>) -> SymbolicTruth
  ) -> [SymbolicRun] {
    var runs: [SymbolicRun] = []
    var pending: [[Bool]] = [[]]
    while let prefix = pending.popLast() {
      let context = Context(arena: arena, schema: kernelSchema, prefix: prefix, checksMemory: false)
      var store = SymbolicStore(context)
      var registers = UserRegisters<Symbolic>(
        r0: unknown("r0", arena), r1: unknown("r1", arena), mr0: unknown("mr0", arena), mr1: unknown("mr1", arena),
        mr2: unknown("mr2", arena), mr3: unknown("mr3", arena), mr4: unknown("mr4", arena),
        mr5: unknown("mr5", arena))
      let truth = code(&store, &registers)
      let results = [truth.term] + registers.leaves.map(\.word.term)
      runs.append(SymbolicRun(context: context, store: store, results: results))
      pending += context.alternatives
    }
    return runs
  }

  private static func unknown(_ name: String, _ arena: TermArena) -> SymbolicWord {
    SymbolicWord(term: arena.variable("register \(name)", .word))
  }

  /// The places where the result isn't what the code does natively, for one state.
  func differences(
    _ values: Assignment, _ after: Image, _ truth: Bool, _ registers: UserRegisters<Native>
  ) -> [String] {
    var terms = results
    var expected: [Value] = [.truth(truth)] + registers.leaves.map { .word($0.word) }
    var names = ["the truth value"] + registers.leaves.map(\.name)
    for (number, table) in kernelSchema.tables.enumerated() {
      for column in table.columns {
        for i in after.listedObjects(ofKind: table.key) {
          for j in 0..<min(column.index.map { after.layout.counts[$0] } ?? 1, 32) {
            terms.append(store.read(number, column, Term(word: i), Term(word: j)))
            expected.append(.word(after[number, column, i, j]))
            names.append("\(table.name)[\(i)].\(column.name)[\(j)]")
          }
        }
      }
    }
    let found = values.evaluate(terms)
    return names.indices.filter { found[$0] != expected[$0] }.map { "\(names[$0]): \(found[$0]), not \(expected[$0])" }
  }

  /// The values with those of the unknowns that come first by definition, or that hide a small word: the definition
  /// itself is tried on every object, or word.
  func choosing(_ values: Assignment, _ k: Image) -> Assignment {
    var values = values
    for choice in context.choices {
      let name = choice.unknown.name!
      let kind = choice.comesFirst.kinds.first
      let objects = kind.map { k.listedObjects(ofKind: $0) } ?? Array(0..<32)
      let terms =
        [choice.fits, choice.definition]
        + (kind == nil
          ? []
          : objects.map { i in context.silently { choice.comesFirst.holds([SymbolicWord(constant: i)]).term } })
      for candidate in [Thread<Native>.none.word] + objects {
        values.words[name] = candidate
        if values.evaluate(terms).allSatisfy({ $0 == .truth(true) }) { break }
      }
    }
    return values
  }
}

extension Assignment {
  /// A state with arguments, as values for the unknowns of a symbolic run.
  init(_ k: Image, _ registers: UserRegisters<Native>) {
    self.init()
    for (kind, count) in zip(kernelSchema.kinds, k.layout.counts) { words[Context.countName(kind)] = count }
    for leaf in registers.leaves { words["register \(leaf.name)"] = leaf.word }
    for (number, table) in kernelSchema.tables.enumerated() {
      for column in table.columns {
        var contents = FunctionTable()
        for i in k.listedObjects(ofKind: table.key) {
          for j in 0..<(column.index.map { k.layout.counts[$0] } ?? 1) {
            let word = k[number, column, i, j]
            if word != 0 { contents.entries[column.index == nil ? [i] : [i, j]] = word }
          }
        }
        functions[Context.baseName(table, column)] = contents
      }
    }
  }
}
