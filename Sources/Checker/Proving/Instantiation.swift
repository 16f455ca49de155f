import Logic

/// Instantiates claims about all objects at the objects that a proof speaks of.
///
/// Every word that a base column is read at is such an object, and what the context considers one. Instances read more words, hence the rounds.
struct Instantiation {
  /// Instances of claims that are instantiated more than once, by the claims' numbers and the objects'.
  final class Memory {
    fileprivate var instances: [Key: Term] = [:]
    /// How many of the claims are always the same.
    fileprivate let claims: Int

    init(claims: Int) { self.claims = claims }
  }

  /// An instance: the claim's number, and the objects, of which a claim has two at most.
  fileprivate struct Key: Hashable {
    let claim: Int
    let first: Int
    let second: Int

    init(_ claim: Int, _ tuple: [Term]) {
      precondition(tuple.count <= 2, "a claim is about more than two objects")
      self.claim = claim
      first = tuple.first?.id ?? -1
      second = tuple.count > 1 ? tuple[1].id : -1
    }
  }

  private let context: Context
  private let memory: Memory?
  private let kindsOfFunction: [String: [Int]]
  private var visited = TermIDs()
  /// The objects of each kind, with the round that brought them up.
  private var indices: [[(term: Term, round: Int)]]
  private var known: [TermIDs]
  private var done: Set<Key> = []
  private var distinct = TermIDs()
  /// The instances, those that are trivially true left out.
  private(set) var instances: [Term] = []

  /// - Parameter memory: Of other instantiations, if their claims begin with the same ones.
  init(_ context: Context, memory: Memory? = nil) {
    self.context = context
    self.memory = memory
    indices = Array(repeating: [], count: context.schema.kinds.count)
    known = Array(repeating: TermIDs(), count: context.schema.kinds.count)
    var kinds: [String: [Int]] = [:]
    for table in context.schema.tables {
      for column in table.columns {
        kinds[Context.baseName(table, column)] = [table.key] + (column.index.map { [$0] } ?? [])
      }
    }
    kindsOfFunction = kinds
  }

  /// Instantiates claims for what the terms read, and then for what the instances read.
  mutating func instantiate(_ claims: [Claim<Symbolic>], for terms: [Term], rounds: Int) {
    for (kind, object) in context.objects(of: terms) where known[kind].insert(object.id) {
      indices[kind].append((object, 0))
    }
    collect(terms, round: 0)
    for round in 0..<rounds {
      var new: [Term] = []
      for (number, claim) in claims.enumerated() {
        for tuple in tuples(claim.kinds, rounds: rounds) {
          let key = Key(number, tuple)
          guard done.insert(key).inserted else { continue }
          let own = instance(of: claim, at: tuple, key)
          // Claims about pairs often say the same of a pair and of its mirror image.
          if own.truth != true, distinct.insert(own.id) { new.append(own) }
        }
      }
      if new.isEmpty { break }
      instances += new
      if round + 1 < rounds { collect(new, round: round + 1) }
    }
  }

  private func instance(of claim: Claim<Symbolic>, at tuple: [Term], _ key: Key) -> Term {
    let memory = memory.flatMap { key.claim < $0.claims ? $0 : nil }
    if let known = memory?.instances[key] { return known }
    let instance = context.silently { claim.holds(tuple.map { SymbolicWord(term: $0) }) }.term
    let own = context.arena.own(instance)
    memory?.instances[key] = own
    return own
  }

  private mutating func collect(_ terms: [Term], round: Int) {
    for application in context.arena.applications(in: terms, visited: &visited) {
      guard let kinds = kindsOfFunction[application.name ?? ""] else { continue }
      for (kind, index) in zip(kinds, application.operands) where known[kind].insert(index.id) {
        indices[kind].append((index, round))
      }
    }
  }

  /// The objects that a claim is to be instantiated at. Objects that came up late meet only those that came up
  /// early: that all meet all would be of no use, and grow with the square of their number.
  private func tuples(_ kinds: [Int], rounds: Int) -> [[Term]] {
    let latest = kinds.count > 1 ? rounds - 2 : rounds - 1
    let found = kinds.reduce([(terms: [Term](), round: 0)]) { tuples, kind in
      tuples.flatMap { tuple in
        indices[kind].filter { tuple.round + $0.round <= max(latest, 0) }
          .map { (terms: tuple.terms + [$0.term], round: tuple.round + $0.round) }
      }
    }
    return found.map(\.terms)
  }
}
