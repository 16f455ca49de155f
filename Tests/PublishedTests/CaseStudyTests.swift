import Exploration
import Foundation
import Published
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

  @Test(arguments: Defect.allCases.map(\.rawValue) + ["N2"])
  func everyDefectHasAScenario(_ number: String) {
    #expect(Self.names.contains { $0.hasPrefix("\(number.lowercased())-") && $0.hasSuffix(".l4") })
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

  private func finding(_ scenario: Scenario, of kernel: Variant = .published) -> Finding? {
    Finding(of: kernel, scenario.steps.map(\.operation), sizes: scenario.sizes)
  }

  /// Mapping over a window breaks what a grant that opens a whole domain breaks, and isn't told from it.
  @Test(arguments: names)
  func theSearchTellsWhichDefectItIs(_ name: String) throws {
    let number = name.prefix { $0 != "-" }.uppercased()
    let scenario = try scenario(name)
    #expect(finding(scenario)?.defect?.rawValue == (number == "N2" ? "B7" : number))
    #expect(finding(scenario, of: .ours) == nil)
  }

  /// What is read through the old process ID is read for one mistake, but a grant has broken another claim before.
  @Test func whatNeedsTwoDefectsIsNone() throws {
    let scenario = try Scenario(
      parsing: Array(
        """
        space G utcbs none
        space A utcbs none
        map G 0x00400000 1M -> 0x20100000 rw cb
        map A 0x00400000 1M -> 0x20000000 rw cb
        grant G to A
        switch A
        read 0x00400000
        pid A 3
        read 0x00400000
        """.utf8))
    let both = try #require(finding(scenario))
    #expect(both.name == "isolation-grant-breaks-windows+pid-breaks-machine-cache")
    #expect(both.defect == nil)
  }
}
