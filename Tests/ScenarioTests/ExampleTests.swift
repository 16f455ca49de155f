import Foundation
import Scenarios
import TestSupport
import Testing

/// The scenarios in `Examples/Scenarios`.
@Suite struct ExampleTests {
  static func scenario(_ name: String) throws -> Scenario {
    try Scenario(parsing: Array(Data(contentsOf: Repository.url("Examples/Scenarios/\(name)"))))
  }

  static let names = Repository.names(in: "Examples/Scenarios")

  @Test func thereAreExamples() { #expect(Self.names.count >= 9) }

  @Test(arguments: names)
  func everyExampleRunsToItsEnd(_ name: String) throws {
    let scenario = try Self.scenario(name)
    var run = ScenarioRun(scenario, ModelImplementation(), FastPathImplementation())
    var steps: [StepReport] = []
    while let step = run.step() { steps.append(step) }
    #expect(steps.last?.stop == nil)
    #expect(steps.count == scenario.steps.count)
  }

  @Test(arguments: names)
  func everyExampleIsReadAsItIsPrinted(_ name: String) throws {
    let scenario = try Self.scenario(name)
    let read = try Scenario(parsing: Array(scenario.text.utf8))
    #expect(read.steps.map(\.operation) == scenario.steps.map(\.operation))
  }
}
