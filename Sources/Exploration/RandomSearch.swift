import Logic
import Model
import Published
import Randomness
import Scenarios

/// Searches for violations at random: sequences of operations from boot, and from where others came upon something new.
public struct RandomSearch: Sendable {
  private let kernel: Variant
  private let wanted: Set<SafetyProperty>
  private let depth: Int
  private let boot: Situation
  private var generator: Generator
  /// Sequences that came upon something new.
  private var corpus: [Remembered] = []
  /// How long the shortest finding of a name is.
  private var known: [String: Int] = [:]
  /// What was violated by which kinds of operation, one after the other. To see why takes longer than to find it again.
  private var shapes: Set<[String]> = []

  /// How many sequences and steps were made.
  public private(set) var sequences = 0, steps = 0
  /// What was met so far.
  public private(set) var coverage = Coverage()

  /// Where a sequence got to: the state, and what the running thread has in the processor's user registers.
  private struct Situation {
    var state: Image
    var registers = UserRegisters<Native>()
  }

  /// A sequence, where it got to, out of which mixture of operations, and how often others went on from there.
  private struct Remembered {
    let operations: [ScenarioOperation]
    let end: Situation
    let shares: [UInt32]
    var uses = 0
  }

  /// How many sequences are remembered.
  private static let mostRemembered = 4096

  /// - Parameter depth: How many operations a sequence has at most, besides the creation of the spaces.
  public init(
    _ kernel: Variant, _ wanted: Set<SafetyProperty> = Set(SafetyProperty.allCases), depth: Int = 24, seed: UInt64
  ) {
    (self.kernel, self.wanted, self.depth) = (kernel, wanted, depth)
    generator = Generator(SeededGenerator(seed: seed))
    var boot = Situation(state: kernel.boot(Generator.sizes))
    for operation in Generator.beginning { _ = operation.apply(to: &boot.state, &boot.registers, by: kernel) }
    self.boot = boot
  }

  /// Tries one more sequence: a violation, if none of its name is known, or is shorter than those that are.
  public mutating func next() -> Finding? {
    sequences += 1
    generator.mix()
    var (operations, now) = corpus.isEmpty || generator.once(in: 4) ? ([], boot) : remembered()
    while operations.count < depth {
      let operation = generator.next(now.state)
      if Generator.breaksPromise(operation, now.state) { continue }
      let before = now.state
      let (outcome, path) = operation.trace(in: &now.state, &now.registers, by: kernel)
      steps += 1
      let isNewPath = coverage.meet(operation, path)
      if case .refused = outcome.result { continue }
      operations.append(operation)
      if let violated = SafetyProperty(operation, outcome, from: before, to: now.state) {
        return violated.isAmong(wanted) ? finding(operations, violated) : nil
      }
      let isNew = coverage.meet(operation, outcome, now.state)
      if isNew || isNewPath { remember(operations, now) }
    }
    return nil
  }

  /// Of two sequences, the one from where others went on less often: what was met lately is looked at before what is
  /// well known.
  private mutating func remembered() -> ([ScenarioOperation], Situation) {
    let (a, b) = (place(), place())
    let place = corpus[a].uses < corpus[b].uses ? a : b
    corpus[place].uses += 1
    // The mixture goes on with the sequence, most of the time: it leaves out what would have ended the sequence before.
    if !generator.once(in: 4) { generator.shares = corpus[place].shares }
    return (corpus[place].operations, corpus[place].end)
  }

  /// Of two sequences, the one that was used more often is forgotten if there are too many.
  private mutating func remember(_ operations: [ScenarioOperation], _ end: Situation) {
    let new = Remembered(operations: operations, end: end, shares: generator.shares)
    if corpus.count < Self.mostRemembered { return corpus.append(new) }
    let (a, b) = (place(), place())
    corpus[corpus[a].uses < corpus[b].uses ? b : a] = new
  }

  private mutating func place() -> Int { Int(generator.below(UInt32(corpus.count))) }

  private mutating func finding(_ operations: [ScenarioOperation], _ property: SafetyProperty) -> Finding? {
    let minimizer = Minimizer(kernel: kernel, boot: kernel.boot(Generator.sizes), property: property)
    let shortest = minimizer.minimize(Generator.beginning + operations)
    guard shapes.insert([property.rawValue] + shortest.map(Finding.keyword)).inserted,
      let finding = Finding(of: kernel, shortest, sizes: Generator.sizes, after: sequences),
      shortest.count < known[finding.name] ?? .max
    else { return nil }
    known[finding.name] = shortest.count
    return finding
  }
}
