import Foundation
import Scenarios
import Testing

/// The scenarios in `Examples/Scenarios`.
@Suite struct ExampleTests {
  static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Examples/Scenarios")

  static func scenario(_ name: String) throws -> Scenario {
    try Scenario(parsing: Array(Data(contentsOf: directory.appendingPathComponent(name))))
  }

  static let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()) ?? []

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
