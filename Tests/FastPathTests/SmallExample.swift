import FastPath
import Logic
import Model
import Randomness
import TestSupport

/// Makes a failing case small, for a human reader.
enum Shrinking {
  /// How many cases of each size are tried.
  private static let tries: UInt64 = 3000

  /// A failing state with its arguments, and what is wrong with it.
  struct Example {
    var state: Image
    var arguments: UserRegisters<Native>
    var reason: String
  }

  /// The failure, a small state that shows it, and how to see it again.
  static func report(_ failure: RandomTest.Failure, seed: UInt64, _ code: FastPathCode) -> String {
    let rig = Rig(failure.sizes)
    var random = SeededGenerator(seed: seed, number: failure.number)
    _ = Sizes.random(&random)
    let arguments = rig.make(random)
    var example = Example(state: rig.image(), arguments: arguments, reason: failure.reason)
    if let smaller = fewerObjects(than: failure.sizes, seed: seed, code) { example = smaller }
    simplify(&example, code)
    return """
      \(example.reason)
      replay: \(RandomSettings.replay("DifferentialTests", seed: seed, .onlyCase, failure.number))
      a small state that shows it:
      \(describe(example, code))
      """
  }

  /// A failing case with as few objects as possible.
  private static func fewerObjects(than sizes: Sizes, seed: UInt64, _ code: FastPathCode) -> Example? {
    for threads in 2...sizes.threads {
      for spaces in 1...sizes.spaces {
        let small = Sizes(threads: threads, spaces: spaces, lists: 1)
        guard let failure = RandomTest(seed: seed).run(0..<tries, sizes: small, code).failure else { continue }
        let rig = Rig(small)
        let arguments = rig.make(RandomTest(seed: seed).generator(failure.number))
        return Example(state: rig.image(), arguments: arguments, reason: failure.reason)
      }
    }
    return nil
  }

  /// Makes words boring, one after the other, as long as the case stays well-formed and wrong.
  private static func simplify(_ example: inout Example, _ code: FastPathCode) {
    let rig = Rig(example.sizes)
    func stillWrong(_ candidate: Example) -> String? {
      rig.load(candidate.state)
      guard case .wrong(let reason) = rig.compare(candidate.arguments, code),
        violations(candidate.state, withQueues: true).isEmpty
      else { return nil }
      return reason
    }
    for (path, boring) in registerPaths {
      var candidate = example
      candidate.arguments[keyPath: path] = boring
      if let reason = stillWrong(candidate) {
        candidate.reason = reason
        example = candidate
      }
    }
    forEachWord(of: example.state) { _, column, place in
      guard example.state[place] != column.boring else { return }
      var candidate = example
      candidate.state[place] = column.boring
      if let reason = stillWrong(candidate) {
        candidate.reason = reason
        example = candidate
      }
    }
  }

  private static var registerPaths: [(WritableKeyPath<UserRegisters<Native>, UInt32>, UInt32)] {
    [
      (\.mr1, 0), (\.mr2, 0), (\.mr3, 0), (\.mr4, 0), (\.mr5, 0), (\.mr0, Tag.receiveBlocks),
      (\.r1, Handle.anyThread),
    ]
  }

  /// The words that aren't boring, and the words that differ afterwards.
  private static func describe(_ example: Example, _ code: FastPathCode) -> String {
    let schema = example.state.schema
    let counts = example.state.layout.counts
    var lines = ["\(counts[ThreadKind.number]) threads, \(counts[SpaceKind.number]) spaces"]
    lines += example.arguments.leaves.map { "  \($0.name) = \(schema.show($0.word, .bits))" }
    forEachWord(of: example.state) { name, column, place in
      let word = example.state[place]
      if word != column.boring { lines.append("  \(name) = \(schema.show(word, column.style))") }
    }
    let rig = Rig(example.sizes)
    rig.load(example.state)
    var registers = example.arguments
    let taken = code(&rig.after, &registers)
    var model = example.state
    var expected = example.arguments
    if taken { expected = Kernel.ipc(&model, example.arguments).registers }
    lines.append(taken ? "the fast path is taken; it differs from the model in" : "the fast path declines; it changes")
    for (a, b) in zip(registers.leaves, expected.leaves) where a.word != b.word {
      lines.append("  \(a.name): \(schema.show(a.word, .bits)), not \(schema.show(b.word, .bits))")
    }
    let after = rig.image(after: true)
    forEachWord(of: model) { name, column, place in
      let (a, b) = (after[place], model[place])
      if a != b { lines.append("  \(name): \(schema.show(a, column.style)), not \(schema.show(b, column.style))") }
    }
    return lines.joined(separator: "\n")
  }
}

extension Shrinking.Example {
  var sizes: Sizes {
    let counts = state.layout.counts
    return Sizes(
      threads: counts[ThreadKind.number], spaces: counts[SpaceKind.number], lists: counts[CapabilityListKind.number])
  }
}

/// The place of a word in a state.
struct Place {
  let table: Int
  let column: ColumnDescription
  let i: UInt32
  let j: UInt32
}

extension Image {
  subscript(place: Place) -> UInt32 {
    get { self[place.table, place.column, place.i, place.j] }
    set { self[place.table, place.column, place.i, place.j] = newValue }
  }
}

/// Calls the body for every word of a state that has a name.
func forEachWord(of image: Image, _ body: (_ name: String, _ column: ColumnDescription, _ place: Place) -> Void) {
  for (number, table) in image.schema.tables.enumerated() {
    for i in image.listedObjects(ofKind: table.key) {
      for column in table.columns {
        for j in 0..<(column.index.map { image.layout.counts[$0] } ?? 1) {
          let name = "\(table.name)[\(i)].\(column.name)" + (column.index == nil ? "" : "[\(j)]")
          body(name, column, Place(table: number, column: column, i: i, j: j))
        }
      }
    }
  }
}
