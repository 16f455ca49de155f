import ARMSemantics
import Logic
import Model
import Published
import Randomness
import Scenarios

/// What user code must not be able to do.
public enum Kept: String, Sendable, CaseIterable {
  /// An access that goes ahead is one that the ideal allows, at the ideal's place.
  case isolation
  /// An access that the ideal allows goes ahead.
  case transparency
  /// The caches answer with the ideal's frame.
  case cache

  /// What a violation violates.
  public init(_ violation: Violation) {
    switch violation {
    case .reachesWhatIsForbidden, .reachesAnotherFrame: self = .isolation
    case .isDeniedWhatIsAllowed, .livelock: self = .transparency
    case .findsLineOfAnotherFrame: self = .cache
    }
  }
}

/// A violation, and the shortest way to it from boot that was found.
public struct Finding: Sendable {
  /// What is violated.
  public let kept: Kept
  /// The operations, of which none can be left out.
  public let operations: [Operation]
  /// How many sequences had been tried.
  public let sequences: Int

  /// What it needs besides spaces that map, run and access something: findings that need the same are taken for one.
  public var needs: [String] {
    let usual: Set = ["space", "map", "switch", "read", "write"]
    let keywords = operations.map { operation in String(Scenario().line(operation).prefix { $0 != " " }) }
    return Set(keywords + (operations.contains(where: Self.makesManager) ? ["manager"] : []))
      .subtracting(usual).sorted()
  }

  private static func makesManager(_ operation: Operation) -> Bool {
    if case .grant(_, _, let rights) = operation { rights == DACR.manager } else { false }
  }

  /// A file for `l4check run`.
  public var scenario: Scenario { Scenario(sizes: Moves.sizes, operations: operations) }
}

/// Searches for violations at random: sequences of operations from boot, and from where others came upon something new.
public struct Explorer: Sendable {
  private let kernel: Variant
  private let wanted: Set<Kept>
  private let depth: Int
  private let boot: Image
  private var moves: Moves
  private var seen: Set<Int> = []
  /// Sequences that came upon something new, and where they got to.
  private var corpus: [(operations: [Operation], state: Image)] = []
  /// How long the shortest finding is that needs the same.
  private var known: [[String]: Int] = [:]

  /// How many sequences and steps were made.
  public private(set) var sequences = 0, steps = 0
  /// How many different situations were met.
  public var coverage: Int { seen.count }

  /// How many sequences are remembered.
  private static let mostRemembered = 4096

  /// - Parameter depth: How many operations a sequence has at most, besides the creation of the spaces.
  public init(_ kernel: Variant, _ wanted: Set<Kept> = Set(Kept.allCases), depth: Int = 24, seed: UInt64) {
    (self.kernel, self.wanted, self.depth) = (kernel, wanted, depth)
    moves = Moves(SeededGenerator(seed: seed))
    var state = Platform.boot(Moves.sizes, kernel)
    for operation in Moves.beginning { _ = operation.apply(to: &state, by: kernel) }
    boot = state
  }

  /// Tries one more sequence: a violation, if it needs what no earlier one needs, or is shorter than those that do.
  public mutating func next() -> Finding? {
    sequences += 1
    var (operations, k): ([Operation], Image) = ([], boot)
    if !corpus.isEmpty, !moves.once(in: 4) { (operations, k) = corpus[moves.below(corpus.count)] }
    while operations.count < depth {
      let operation = moves.next(k)
      if Moves.breaksPromise(operation, k) { continue }
      let outcome = operation.apply(to: &k, by: kernel)
      steps += 1
      if case .refused = outcome.result { continue }
      operations.append(operation)
      if let violation = outcome.violation {
        guard wanted.contains(Kept(violation)) else { return nil }
        return finding(operations, Kept(violation))
      }
      if seen.insert(Sighting.of(operation, outcome, k)).inserted { remember(operations, k) }
    }
    return nil
  }

  private mutating func remember(_ operations: [Operation], _ k: Image) {
    if corpus.count < Self.mostRemembered {
      corpus.append((operations, k))
    } else {
      corpus[moves.below(corpus.count)] = (operations, k)
    }
  }

  private mutating func finding(_ operations: [Operation], _ kept: Kept) -> Finding? {
    let shortest = Shortening(kernel: kernel, kept: kept).shorten(Moves.beginning + operations)
    let finding = Finding(kept: kept, operations: shortest, sequences: sequences)
    let key = [kept.rawValue] + finding.needs
    guard shortest.count < known[key] ?? .max else { return nil }
    known[key] = shortest.count
    return finding
  }
}
