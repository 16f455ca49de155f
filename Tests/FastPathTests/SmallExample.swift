import Checker
import FastPath
import Logic
import Model
import Randomness
import TestSupport

/// A failing state with its arguments, made small for a human reader: of few objects, and with few words that tell
/// something.
struct SmallExample {
  var state: Image
  var arguments: UserRegisters<Native>
  /// What is wrong with it.
  var reason: String

  /// How many cases of each size are tried.
  private static let tries: UInt64 = 3000

  private var sizes: Sizes {
    let counts = state.layout.counts
    return Sizes(
      threads: counts[ThreadKind.number], spaces: counts[SpaceKind.number], lists: counts[CapabilityListKind.number])
  }

  /// The failure, a small state that shows it, and how to see it again.
  static func report(_ failure: RandomTest.Failure, seed: UInt64, _ code: FastPathCode) -> String {
    let rig = Rig(failure.sizes)
    var random = SeededGenerator(seed: seed, number: failure.number)
    _ = Sizes.random(&random)
    let arguments = rig.make(random)
    var example = Self(state: rig.image(), arguments: arguments, reason: failure.reason)
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
  private static func fewerObjects(than sizes: Sizes, seed: UInt64, _ code: FastPathCode) -> Self? {
    for threads in 2...sizes.threads {
      for spaces in 1...sizes.spaces {
        let small = Sizes(threads: threads, spaces: spaces, lists: 1)
        guard let failure = RandomTest(seed: seed).run(0..<tries, sizes: small, code).failure else { continue }
        let rig = Rig(small)
        let arguments = rig.make(RandomTest(seed: seed).generator(failure.number))
        return Self(state: rig.image(), arguments: arguments, reason: failure.reason)
      }
    }
    return nil
  }

  /// Makes words boring, one after the other, as long as the case stays well-formed and wrong.
  private static func simplify(_ example: inout Self, _ code: FastPathCode) {
    let rig = Rig(example.sizes)
    func stillWrong(_ candidate: Self) -> String? {
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
    kernelSchema.forEachWord(of: example.state) { table, _, column, i, j in
      guard example.state[table, column, i, j] != column.boring else { return }
      var candidate = example
      candidate.state[table, column, i, j] = column.boring
      if let reason = stillWrong(candidate) {
        candidate.reason = reason
        example = candidate
      }
    }
  }

  private static var registerPaths: [(WritableKeyPath<UserRegisters<Native>, UInt32>, UInt32)] {
    [
      (\.mr1, 0), (\.mr2, 0), (\.mr3, 0), (\.mr4, 0), (\.mr5, 0), (\.mr0, Tag[.receiveBlocks]),
      (\.r1, Handle[.anyThread]),
    ]
  }

  /// The words that aren't boring, and the words that differ afterwards.
  private static func describe(_ example: Self, _ code: FastPathCode) -> String {
    let counts = example.state.layout.counts
    var lines = ["\(counts[ThreadKind.number]) threads, \(counts[SpaceKind.number]) spaces"]
    lines += example.arguments.leaves.map { "  \($0.name) = \(kernelSchema.show($0.word, .bits))" }
    kernelSchema.forEachWord(of: example.state) { number, table, column, i, j in
      let word = example.state[number, column, i, j]
      guard word != column.boring else { return }
      lines.append("  \(kernelSchema.place(table, column, i, j)) = \(kernelSchema.show(word, column.style))")
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
      lines.append("  \(a.name): \(kernelSchema.show(a.word, .bits)), not \(kernelSchema.show(b.word, .bits))")
    }
    let after = rig.image(after: true)
    kernelSchema.forEachWord(of: model) { number, table, column, i, j in
      let (a, b) = (after[number, column, i, j], model[number, column, i, j])
      guard a != b else { return }
      let (found, wanted) = (kernelSchema.show(a, column.style), kernelSchema.show(b, column.style))
      lines.append("  \(kernelSchema.place(table, column, i, j)): \(found), not \(wanted)")
    }
    return lines.joined(separator: "\n")
  }
}
