import ArgumentParser
import Commands
import Foundation
import Published
import Scenarios

/// Runs a scenario on the model and on the fast path, in lock step.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a scenario step by step on the model and on the fast path.",
    discussion: """
      A scenario is a text of lines, such as

        space A
        map A 0x00100000 4K -> 0x20000000 rw cb
        switch A
        write 0x00100000 = 0x1234
        expect aborts 1

      docs/run.md lists all that it may say, and Examples/Scenarios has some. After each step both states are compared, \
      and every claim of the invariants is checked. Ends with 0 when all steps agree and every expectation holds, with \
      1 when something stops the run, and with 65 for a file that makes no sense, which is told with line and column.

      --svg draws the run, also one that stops: a column for each step; bars for the domains, entries and lines that \
      spaces own over time; and in red what user code must not see.
      """)

  @Argument(help: "A scenario, or - for the standard input.")
  var scenario: String

  @Option(help: "The kernel: ours, or the published one, of which only what user code sees is checked.")
  var variant = Variant.ours

  @Option(help: ArgumentHelp("Make this many steps at most.", valueName: "number"))
  var steps: Int?

  @Option(help: ArgumentHelp("Write the run as JSON to a file, or to - instead of the text.", valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp(
      "Draw the run as a picture, and write it as SVG to a file, or to - instead of the text.", valueName: "file"))
  var svg: String?

  func validate() throws {
    if let steps, steps < 1 {
      throw ValidationError("“--steps \(steps)” makes no sense; give a number from 1 on.")
    }
    if json == "-", svg == "-" {
      throw ValidationError("Only one of --json and --svg can go to the standard output; give one of them a file.")
    }
  }

  func run() throws {
    let parsed = try ScenarioFile.read(scenario)
    switch variant {
    case .ours:
      try run(
        parsed, ScenarioRun(parsed, ModelImplementation(), FastPathImplementation()),
        done: "model and fast path agree, and every claim and expectation holds")
    case .published:
      try run(
        parsed, ScenarioRun(observing: parsed, PublishedImplementation()),
        done: "user code sees what the ideal and the model say, and every expectation holds")
    }
  }

  private func run<First, Second>(_ parsed: Scenario, _ run: ScenarioRun<First, Second>, done: String) throws {
    var run = run
    let text = StepText(parsed)
    var made: [StepReport] = []
    var picture = svg.map { _ in RunPicture(of: run, called: pictureName) }
    while made.count < steps ?? .max, let step = run.step() {
      made.append(step)
      picture?.add(step, of: run)
      try tell(text.text(of: step))
    }
    if let svg, let picture { try Output.write(Data(picture.svg.utf8), to: svg) }
    if let json { try write(made, of: parsed, run.implementations, to: json) }
    guard let stop = made.last?.stop else {
      return try tell("\n\(count(made.count)): \(done)\n")
    }
    let place = (stop.line ?? made.last?.line).map { "\(scenario):\($0): " } ?? ""
    try tell("\n\(place)\(text.text(of: stop))")
    throw Exit.refuted
  }

  /// What the picture calls the scenario: the file's name, wherever it is.
  private var pictureName: String {
    scenario == "-" ? "a scenario" : URL(fileURLWithPath: scenario).lastPathComponent
  }

  private func tell(_ text: String) throws {
    if json != "-", svg != "-" { try Output.standard.write(text) }
  }

  private func count(_ steps: Int) -> String { "\(steps) step\(steps == 1 ? "" : "s")" }

  private func write(_ steps: [StepReport], of scenario: Scenario, _ names: [String], to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let report = RunReport(scenario, implementations: names, steps: steps)
    try Output.write(try encoder.encode(report) + Data("\n".utf8), to: path)
  }
}

/// A scenario written by hand, or printed by a random tester.
enum ScenarioFile {
  /// What is larger than this is no scenario.
  private static let mostBytes = 1 << 20

  /// - Throws: ``Failure`` when the file cannot be read, or makes no sense.
  static func read(_ path: String) throws -> Scenario {
    let data = try InputFile.contents(of: path, "a scenario")
    if data.count > mostBytes {
      throw Failure.badInput("\(path) is larger than \(mostBytes >> 20) MB; give the path of a scenario")
    }
    do {
      return try Scenario(parsing: Array(data))
    } catch let error as ScenarioFileError {
      throw Failure.badInput("\(path):\(error)")
    }
  }
}
