import Logic

/// A run of a property on one concrete state, natively, on the code that runs.
public struct Replay: Trial, Sendable {
  public typealias S = MutatedStore<CheckedImage>

  /// A statement that does not hold.
  public struct Failure: Sendable {
    /// What was to be proved.
    public let statement: String
    /// The part of it that fails: a claim of an invariant; empty for a plain statement.
    public let part: String
    /// The words that differ, for states that should be the same.
    public let differences: [Difference]
    /// What the two states are called.
    public let names: (String, String)
  }

  /// A word in which two states differ.
  public struct Difference: Sendable {
    /// The word, such as `TCB[1].partner`.
    public let place: String
    /// The word in the state before, in the first state, and in the second.
    public let before: String
    public let first: String
    public let second: String
  }

  private let instance: Instance
  private let mutation: Mutation?
  /// The objects that the states of the run list, by kind.
  private var listed: [Set<UInt32>]
  /// Assumptions that the state does not satisfy.
  public private(set) var violations: [String] = []
  /// Statements that do not hold.
  public private(set) var failures: [Failure] = []
  /// Cases that the run reaches.
  public private(set) var reached: Set<String> = []
  /// Words that the property shows.
  public private(set) var shown: [(name: String, word: UInt32)] = []
  /// The arbitrary words that the property asked for, each once, in that order.
  public private(set) var words: [(name: String, word: UInt32)] = []

  init(_ instance: Instance, mutation: Mutation?) {
    self.instance = instance
    self.mutation = mutation
    listed = Array(repeating: [], count: instance.state.schema.kinds.count)
    noteObjects(of: instance.state)
  }

  /// Runs a property on a state.
  public static func run<P: Property>(_ property: P, on instance: Instance, mutation: Mutation? = nil) -> Replay {
    var replay = Replay(instance, mutation: mutation)
    property.run(&replay)
    return replay
  }

  public var state: S { MutatedStore(CheckedImage(instance.state)) }
  public func count(number kind: Int) -> UInt32 { instance.state.layout.counts[kind] }

  public mutating func word(_ name: String) -> UInt32 {
    let word = instance.words[name] ?? 0
    if !words.contains(where: { $0.name == name }) { words.append((name, word)) }
    return word
  }

  public mutating func object<K: Kind>(_ name: String, _ kind: K.Type) -> Ref<K, Native> {
    let object = Ref<K, Native>(word(name))
    if !instance.state.exists(object) { violations.append("\(name) exists") }
    return object
  }

  public mutating func consider<K: Kind>(_ object: Ref<K, Native>) {
    if K.isSparse, instance.state.exists(object) { listed[K.number].insert(object.word) }
  }

  public mutating func assume(_ statement: String, _ condition: Bool) {
    if !condition && mutation.keeps(statement) { violations.append(statement) }
  }

  public mutating func assume(_ statement: String, _ invariant: [Claim<Native>]) {
    guard mutation.keeps(statement) else { return }
    for claim in invariant where mutation.keeps("\(statement): \(claim.name)") {
      if !holds(claim) { violations.append("\(statement): \(claim.name)") }
    }
  }

  public mutating func assume(
    _ statement: String, _ invariant: [Claim<Native>], deriving name: String, _ corollary: [Claim<Native>]
  ) {
    assume(statement, invariant)
    prove(name, corollary)
  }

  public private(set) var lastBranch = ""

  public mutating func perform<Result>(on state: S, _ code: (inout S) -> Result) -> (state: S, result: Result) {
    var subject = MutatedStore(state.base, mutation: mutation)
    state.base.strays.removeAll()
    let result = code(&subject)
    lastBranch = "\(subject.lastBranch)"
    for place in state.base.strays.places { fail("access to \(place)", "", [], ("", "")) }
    noteObjects(of: subject.base.image)
    return (MutatedStore(subject.base), result)
  }

  public mutating func specify<Result>(on state: S, _ code: (inout S) -> Result) -> (state: S, result: Result) {
    var copy = state
    let result = code(&copy)
    noteObjects(of: copy.base.image)
    return (copy, result)
  }

  public mutating func branch(_ label: StaticString, _ condition: Bool) -> Bool { condition }

  public mutating func prove(_ statement: String, _ condition: Bool) {
    if !condition { fail(statement, "", [], ("", "")) }
  }

  public mutating func prove(_ statement: String, _ invariant: [Claim<Native>]) {
    for claim in invariant where !holds(claim) { fail(statement, claim.name, [], ("", "")) }
  }

  public mutating func proveSame(
    _ statement: String, _ a: (name: String, state: S), _ b: (name: String, state: S),
    where condition: (_ table: Int, _ i: UInt32) -> Bool, excluding: Set<String>
  ) {
    let differences = describeDifferences(
      before: instance.state, a.state.base.image, b.state.base.image, where: condition, excluding: excluding)
    if !differences.isEmpty { fail(statement, "", differences, (a.name, b.name)) }
  }

  public mutating func reach(_ name: String, _ condition: Bool) {
    if condition { reached.insert(name) }
  }

  public mutating func show(_ name: String, _ word: UInt32) { shown.append((name, word)) }

  private mutating func fail(
    _ statement: String, _ part: String, _ differences: [Difference], _ names: (String, String)
  ) {
    failures.append(Failure(statement: statement, part: part, differences: differences, names: names))
  }

  private mutating func noteObjects(of image: Image) {
    for (kind, description) in image.schema.kinds.enumerated() where description.isSparse {
      listed[kind].formUnion(image.listedObjects(ofKind: kind))
    }
  }

  /// True when the claim holds for all objects; of a sparse kind, for those that matter.
  private func holds(_ claim: Claim<Native>) -> Bool {
    let (schema, counts) = (instance.state.schema, instance.state.layout.counts)
    let objects = claim.kinds.map { schema.representatives(ofKind: $0, count: counts[$0], listed: listed[$0]) }
    func check(_ objects: ArraySlice<[UInt32]>, _ indices: [UInt32]) -> Bool {
      guard let first = objects.first else { return claim.holds(indices) }
      return first.allSatisfy { check(objects.dropFirst(), indices + [$0]) }
    }
    return check(objects[...], [])
  }
}
