import Foundation
import Scenarios
import TestSupport
import Testing

/// The scenarios in `Examples/Published`, one for each defect.
@Suite struct CaseStudyTests {
  static let names = Repository.names(in: "Examples/Published")

  private func scenario(_ name: String) throws -> Scenario {
    try Scenario(parsing: Array(Data(contentsOf: Repository.url("Examples/Published/\(name)"))))
  }

  private func steps<First, Second>(_ run: ScenarioRun<First, Second>) -> [StepReport] {
    var run = run
    var steps: [StepReport] = []
    while let step = run.step() { steps.append(step) }
    return steps
  }

  @Test(arguments: ["b1", "b2", "b6", "b7", "b8", "b9", "b10", "b12", "b13", "b15", "n1", "n2"])
  func everyDefectHasAScenario(_ defect: String) {
    #expect(Self.names.contains { $0.hasPrefix("\(defect)-") && $0.hasSuffix(".l4") })
  }

  @Test(arguments: names)
  func thePublishedDesignGoesWrongInTheLastStep(_ name: String) throws {
    let scenario = try scenario(name)
    let made = steps(ScenarioRun(observing: scenario, PublishedImplementation()))
    #expect(made.last?.stop?.reason == .violation)
    #expect(made.count == scenario.steps.count)
  }

  @Test(arguments: names)
  func oursDoesNot(_ name: String) throws {
    let scenario = try scenario(name)
    let made = steps(ScenarioRun(scenario, ModelImplementation(), FastPathImplementation()))
    #expect(made.last?.stop == nil)
    #expect(made.count == scenario.steps.count)
  }

  /// Without any one step, the violation isn't the same. (A vspace is left for the promise to end, not for the violation
  /// to happen.)
  @Test(arguments: names)
  func noStepIsTooMany(_ name: String) throws {
    let scenario = try scenario(name)
    let violation = steps(ScenarioRun(observing: scenario, PublishedImplementation())).last?.stop?.sentence
    for (left, step) in scenario.steps.enumerated() {
      if case .setVspace(_, 0) = step.operation { continue }
      var shorter = scenario
      shorter.steps.remove(at: left)
      let made = steps(ScenarioRun(observing: shorter, PublishedImplementation()))
      #expect(made.last?.stop?.sentence != violation, "without line \(step.line)")
    }
  }
}
