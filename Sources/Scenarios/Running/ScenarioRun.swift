import Checker
import Logic
import Model

/// A scenario that two versions of the kernel run step by step, each on a state of its own.
///
/// After every step the states are compared word by word, and every claim of the invariants is checked.
public struct ScenarioRun<First: Implementation, Second: Implementation> {
  /// The scenario.
  public let scenario: Scenario
  private let first: First
  private let second: Second
  /// The state that the first version has left.
  public private(set) var state: Image
  /// What the first version did in the latest step.
  private(set) var latest: Observation?
  private var other: Image
  /// What the running thread has in the processor's user registers, on either version.
  private var registers = UserRegisters<Native>()
  private var otherRegisters = UserRegisters<Native>()
  /// Whether the invariants are claimed of these versions.
  private let claimsInvariants: Bool
  private var next = 0
  private var hasStopped = false

  public init(_ scenario: Scenario, _ first: First, _ second: Second) {
    self.scenario = scenario
    self.first = first
    self.second = second
    claimsInvariants = true
    state = Platform.boot(scenario.sizes, first.variant)
    other = state
    first.catchUp(&state)
    second.catchUp(&other)
  }

  /// What the versions are called, each once.
  public var implementations: [String] { first.name == second.name ? [first.name] : [first.name, second.name] }

  /// Makes the next step; nil when there is none, or the run has stopped.
  public mutating func step() -> StepReport? {
    guard !hasStopped, next < scenario.steps.count else { return nil }
    let (step, before, registersBefore) = (scenario.steps[next], state, registers)
    next += 1
    var observed = ObservedImage(state)
    let outcome = step.operation.apply(to: &observed, &registers, by: first)
    var otherObserved = ObservedImage(other)
    let otherOutcome = step.operation.apply(to: &otherObserved, &otherRegisters, by: second)
    (state, other) = (observed.image, otherObserved.image)
    let observation = Observation(outcome: outcome, events: observed.events, after: state)
    latest = observation
    let stop =
      stray(observed, first.name) ?? stray(otherObserved, second.name)
      ?? disagreement(before, registersBefore, outcome, otherOutcome) ?? violation(outcome) ?? broken()
      ?? strangeAnswer(step.operation, before, outcome) ?? failedExpectation(step, observation)
    hasStopped = stop != nil
    let facts = Facts(
      before: before, after: state, outcome: outcome, events: observed.events, fills: observed.fills,
      spaces: scenario.spaces)
    return StepReport(
      line: step.line, operation: scenario.line(step.operation), result: scenario.describe(outcome, of: step.operation),
      facts: facts.all, stop: stop)
  }

  private func stray(_ observed: ObservedImage, _ name: String) -> Stop? {
    observed.strays.first.map {
      Stop(
        reason: .violation, line: nil, sentence: "the \(name) looks outside of a table, at \($0)", differences: [])
    }
  }

  private func disagreement(
    _ before: Image, _ registersBefore: UserRegisters<Native>, _ a: ScenarioOutcome, _ b: ScenarioOutcome
  ) -> Stop? {
    let differences =
      Comparison.differences(before: before, state, other)
      + Comparison.differences(before: registersBefore, registers, otherRegisters)
    if differences.isEmpty, a == b { return nil }
    let names = "\(first.name) and \(second.name)"
    let sentence =
      a == b
      ? "\(names) leave different states"
      : "\(names) disagree: \(scenario.describe(a)), but \(scenario.describe(b))"
    return Stop(reason: .disagreement, line: nil, sentence: sentence, differences: differences)
  }

  private func violation(_ outcome: ScenarioOutcome) -> Stop? {
    outcome.violation.map { Stop(reason: .violation, line: nil, sentence: $0.sentence, differences: []) }
  }

  /// What a system call has told otherwise than the model does. A run that claims invariants compares whole states instead.
  private func strangeAnswer(_ operation: ScenarioOperation, _ before: Image, _ outcome: ScenarioOutcome) -> Stop? {
    guard !claimsInvariants, let model = ModelsAnswer(to: operation, in: before) else { return nil }
    return model.difference(from: outcome, after: state, in: scenario).map {
      Stop(reason: .violation, line: nil, sentence: $0.sentence, differences: [])
    }
  }

  private func broken() -> Stop? {
    guard claimsInvariants else { return nil }
    let broken =
      Invariants.firstBroken(state) ?? Invariants.firstBroken(state, first.claims(state))
      ?? Invariants.firstBroken(other, second.claims(other))
    return broken.map {
      Stop(reason: .brokenInvariant, line: nil, sentence: $0.description, differences: [])
    }
  }

  private func failedExpectation(_ step: Scenario.Step, _ observation: Observation) -> Stop? {
    step.expectations.first { !observation.holds($0.expectation) }.map { expected in
      Stop(
        reason: .failedExpectation, line: expected.line,
        sentence:
          "expected \(scenario.describe(expected.expectation)), but found \(observation.found(expected.expectation, scenario))",
        differences: [])
    }
  }
}

extension ScenarioRun where First == Second {
  /// A scenario that one version runs of which the invariants are not claimed: what user code sees of memory is compared
  /// with the ideal, what a system call tells with the model, and nothing else is checked but expectations.
  public init(observing scenario: Scenario, _ only: First) {
    (self.scenario, first, second) = (scenario, only, only)
    claimsInvariants = false
    state = Platform.boot(scenario.sizes, only.variant)
    only.catchUp(&state)
    other = state
  }
}
