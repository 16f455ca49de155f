import Logic

/// A claim about code that is generic over its reading.
///
/// The body states it once: what is arbitrary, what is assumed, what is done, what must hold. Run with a symbolic
/// trial it yields proof obligations for all states; run with a concrete one it replays a counterexample.
public protocol Property: Sendable {
  /// `theme/claim`, in lower case with hyphens.
  var name: String { get }
  /// What is claimed, in English.
  var statement: String { get }
  /// The state that the claim is about.
  var schema: Schema { get }
  /// How many times claims are instantiated at the terms that the previous round brought up.
  var rounds: Int { get }
  /// Whether the solver is asked for conditions that a path leaves open in code with merged conditionals. Pays where
  /// one piece of code has decided, in its own way, what another one asks again.
  var decidesConditionals: Bool { get }
  /// What the proof turns on.
  var strategy: SolverStrategy { get }
  /// Whether every access of the code is proved to be inside its table.
  var checksMemory: Bool { get }
  /// The mutations that this property must refute: evidence that it says something.
  var mutations: [Mutation] { get }
  /// The claim.
  func run<T: Trial>(_ t: inout T)
}

extension Property {
  public var rounds: Int { 2 }
  public var checksMemory: Bool { false }
  public var decidesConditionals: Bool { false }
  public var strategy: SolverStrategy { .objects }
}

/// One run of a property: symbolically for all states, or natively for one.
public protocol Trial {
  /// The reading of the code.
  typealias R = S.R
  /// The store of the code.
  associatedtype S: Store

  /// An arbitrary state; the same one every time.
  var state: S { get }
  /// The number of objects of the kind with this number in the schema.
  func count(number kind: Int) -> R.Word

  /// An arbitrary word. The name is what a counterexample calls it.
  mutating func word(_ name: String) -> R.Word
  /// An arbitrary object of a kind.
  mutating func object<K: Kind>(_ name: String, _ kind: K.Type) -> Ref<K, R>

  /// Claims about all objects are needed for this one, which may be read nowhere.
  mutating func consider<K: Kind>(_ object: Ref<K, R>)

  /// Restricts the claim to what satisfies the condition.
  mutating func assume(_ statement: String, _ condition: R.Truth)
  /// Restricts the claim to states that satisfy an invariant.
  mutating func assume(_ statement: String, _ invariant: [Claim<R>])

  /// Restricts the claim to states that satisfy an invariant, and proves from it a corollary for every object. The
  /// rest of the proof knows the corollary only, which keeps it short.
  mutating func assume(
    _ statement: String, _ invariant: [Claim<R>], deriving name: String, _ corollary: [Claim<R>])

  /// Runs the code under test on a copy of a state, and returns the state after it. Mutations act here and nowhere
  /// else.
  mutating func perform<Result>(on state: S, _ code: (inout S) -> Result) -> (state: S, result: Result)

  /// Runs the code that says what should happen, on a copy of a state. Mutations don't touch it.
  mutating func specify<Result>(on state: S, _ code: (inout S) -> Result) -> (state: S, result: Result)

  /// The label of the last branch that the code under test took.
  var lastBranch: String { get }

  /// Branches on a condition: symbolically both outcomes are explored, each on its own.
  mutating func branch(_ label: StaticString, _ condition: R.Truth) -> Bool

  /// The condition must hold here.
  mutating func prove(_ statement: String, _ condition: R.Truth)
  /// The invariant must hold, for every object.
  mutating func prove(_ statement: String, _ invariant: [Claim<R>])
  /// Two states must be the same in every word of the schema, of the records for which the condition holds (by the
  /// number of their table and their index), except for the columns that `excluding` names as `table.column`.
  mutating func proveSame(
    _ statement: String, _ a: (name: String, state: S), _ b: (name: String, state: S),
    where condition: (_ table: Int, _ i: R.Word) -> R.Truth, excluding: Set<String>)

  /// Declares a case that some state must reach: otherwise the property is vacuous.
  mutating func reach(_ name: String, _ condition: R.Truth)
  /// Remembers a word for a reader of a counterexample.
  mutating func show(_ name: String, _ word: R.Word)
}

extension Trial {
  /// Two states must be the same, in every word of the schema.
  public mutating func proveSame(
    _ statement: String, _ a: (name: String, state: S), _ b: (name: String, state: S)
  ) {
    proveSame(statement, a, b, where: { _, _ in true }, excluding: [])
  }

  /// Declares that this point is reached by some state.
  public mutating func reach(_ name: String) { reach(name, true) }
}
