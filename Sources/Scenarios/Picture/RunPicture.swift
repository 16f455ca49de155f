import ARMSemantics
import Checker
import Logic
import Model

/// A picture of a run: a column for each step, and a row for each thing that the steps change.
///
/// Bars are coloured by the space that owns what they stand for: domains, entries of the caching page directory, TLB
/// entries and cache lines. If user code sees what it mustn't, that is marked in red, and told in a sentence.
public struct RunPicture {
  /// A step that was made, and the state that it left.
  struct Moment {
    let report: StepReport
    let operation: ScenarioOperation
    let outcome: ScenarioOutcome
    let events: [Event]
    let snapshot: Snapshot
  }

  let title: String
  let scenario: Scenario
  /// The addresses that user code accesses.
  let addresses: [UInt32]
  /// The state after boot.
  let boot: Snapshot
  private(set) var moments: [Moment] = []
  private(set) var flaw: Flaw?

  /// A picture of a run that has made no step yet.
  ///
  /// - Parameter name: What the scenario is called.
  public init<First, Second>(of run: ScenarioRun<First, Second>, called name: String) {
    title = "\(name), on the \(run.implementations.joined(separator: " and the "))"
    scenario = run.scenario
    addresses = Set(
      run.scenario.steps.compactMap { step in
        if case .access(let access) = step.operation { access.address } else { nil }
      }
    ).sorted()
    boot = Snapshot(run.state, addresses: addresses)
  }

  /// Adds the step that the run has just made.
  public mutating func add<First, Second>(_ report: StepReport, of run: ScenarioRun<First, Second>) {
    guard let observation = run.latest else { return }
    let operation = scenario.steps[moments.count].operation
    let (before, snapshot) = (moments.last?.snapshot ?? boot, Snapshot(observation.after, addresses: addresses))
    moments.append(
      Moment(
        report: report, operation: operation, outcome: observation.outcome, events: observation.events,
        snapshot: snapshot))
    guard let stop = report.stop else { return }
    if let violation = observation.outcome.violation, case .access(let access) = operation {
      let mva = observation.outcome.aborts.last?.address ?? MMU.mva(observation.after, access.access)
      flaw = Flaw(violation, access, snapshot, mva: mva, before: before, scenario.spaces)
    } else {
      flaw = Flaw(sentence: "\(stop.reason.rawValue): \(stop.sentence)")
    }
  }

  /// The picture as a file.
  public var svg: String { Drawing(self).svg }

  func name(_ space: UInt32?) -> String { space.map { scenario.spaces[$0] } ?? "nobody" }
}
