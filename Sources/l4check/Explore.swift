import ArgumentParser
import Commands
import Exploration
import Foundation
import Published
import Scenarios

/// Searches for violations that can be reached from boot.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Searches for a way from boot to a violation.",
    discussion: """
      Sequences of operations are made at random, and continued where they come upon something new. A violation is made \
      short and written to a file for “l4check run”. Ctrl-C ends the search with what was found. Ends with 1 when \
      something was found, and with 0 when nothing was.
      """)

  @Option(help: "The kernel: ours, or the published one.")
  var variant = Variant.ours

  @Option(
    name: .customLong("property"), help: "What must be kept; all if nothing is said.")
  var wanted: [SafetyProperty] = []

  @Option(help: "How many operations a sequence has at most.")
  var depth = 24

  @Option(help: "The seed: the same search for the same seed.")
  var seed: UInt64 = 2007

  @Option(help: ArgumentHelp("How long to search.", valueName: "seconds"))
  var seconds = 60.0

  @Option(help: ArgumentHelp("End after so many sequences.", valueName: "number"))
  var sequences = Int.max

  @Option(help: ArgumentHelp("End after so many different violations.", valueName: "number"))
  var most = Int.max

  @Flag(help: "Tell which defect of docs/case-study.md a violation of the published kernel shows, if it is of one.")
  var defects = false

  @Option(help: "Where to write scenarios.")
  var directory = "scenarios"

  func validate() throws {
    if depth < 1 { throw ValidationError("“--depth \(depth)” makes no sense; give a number from 1 on.") }
    if !(seconds > 0 && seconds <= 1e6) {
      throw ValidationError("“--seconds \(seconds)” makes no sense; give a number from above 0 to 1000000.")
    }
    if sequences < 1 {
      throw ValidationError("“--sequences \(sequences)” makes no sense; give a number from 1 on.")
    }
    if most < 1 { throw ValidationError("“--most \(most)” makes no sense; give a number from 1 on.") }
  }

  func run() throws {
    let signals = Interruption {}
    let (clock, isLive) = (ContinuousClock(), Output.error.isTerminal)
    let start = clock.now
    func elapsed() -> Double { start.duration(to: clock.now) / .seconds(1) }
    var search = RandomSearch(
      variant, wanted.isEmpty ? Set(SafetyProperty.allCases) : Set(wanted), depth: depth, seed: seed)
    var (found, shown) = ([Finding](), 0.0)
    while signals.received == nil, elapsed() < seconds, search.sequences < sequences, found.count < most {
      if let finding = search.next() {
        if isLive { try Output.error.write("\r\u{1B}[K") }
        try tell(finding, among: found, after: elapsed())
        if !found.contains(where: { $0.name == finding.name }) { found.append(finding) }
      }
      if isLive, elapsed() - shown > 0.2 {
        shown = elapsed()
        try Output.error.write("\r\u{1B}[K\(progress(search, shown)), \(found.count) found")
      }
    }
    if isLive { try Output.error.write("\r\u{1B}[K") }
    let count = found.count
    try Output.standard.write(
      "\(count) violation\(count == 1 ? "" : "s") found; \(progress(search, elapsed()))\n")
    if count > 0 { throw Exit.refuted }
  }

  private func progress(_ search: RandomSearch, _ elapsed: Double) -> String {
    let speed = Int(Double(search.steps) / max(elapsed, 0.001))
    let coverage = search.coverage
    return "\(search.sequences) sequences, \(search.steps) steps, \(speed) a second, "
      + "\(coverage.situations) situations, \(coverage.paths) paths"
  }

  /// Writes the scenario, which is shorter than those of its name before. Tells of it if it is the first of its name, and
  /// shows it if it doesn't contain what an earlier one needs.
  private func tell(_ finding: Finding, among found: [Finding], after seconds: Double) throws {
    try Output.makeDirectory(directory)
    let path = "\(directory)/\(finding.name).l4"
    try Output.write(Data(finding.text.utf8), to: path)
    if found.contains(where: { $0.name == finding.name }) { return }
    let time = String(format: "%.1f", seconds)
    let option = variant == .ours ? "" : "--variant \(variant.rawValue) "
    let command = "  l4check run \(option)\(path)\n"
    let isNew = !found.contains { finding.contains($0) }
    let defect = defects ? finding.defect.map { ": \($0.rawValue)" } ?? "" : ""
    let likeness = isNew ? "" : ", like one above"
    try Output.standard.write(
      "\(finding.property.rawValue), after \(time) s and \(finding.sequences) sequences\(likeness)\(defect)\n"
        + (isNew ? try shown(finding) : "") + command + "\n")
  }

  /// The finding, run step by step.
  private func shown(_ finding: Finding) throws -> String {
    let scenario = try Scenario(parsing: Array(finding.text.utf8))
    return switch variant {
    case .ours: Self.shown(finding, ScenarioRun(scenario, ModelImplementation(), FastPathImplementation()))
    case .published: Self.shown(finding, ScenarioRun(observing: scenario, PublishedImplementation()))
    }
  }

  private static func shown<First, Second>(_ finding: Finding, _ run: ScenarioRun<First, Second>) -> String {
    var (run, lines, number) = (run, "", 0)
    let text = StepText(run.scenario)
    while let step = run.step() {
      lines += text.text(of: step)
      for cause in finding.causes where cause.step == number {
        lines += "      breaks “\(cause.claim.name)”: \(cause.claim.statement)\n"
      }
      if let stop = step.stop { lines += "  \(text.text(of: stop))" }
      number += 1
    }
    return lines
  }
}

extension SafetyProperty: ExpressibleByArgument {}
