import ArgumentParser
import Checker
import Evidence
import Foundation
import Logic
import Properties
import Published

/// Proves properties.
package struct Prove: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    abstract: "Proves properties, for all states; shows a state where one doesn't hold.")

  @Argument(help: ArgumentHelp("Properties: names, or patterns with * and ?.", valueName: "name-or-glob"))
  var names: [String] = []

  @Option(help: "The kernel: ours, or the published one, of which the same is claimed.")
  var variant = Variant.ours

  @Option(help: ArgumentHelp("Write a report as JSON; - for the standard output.", valueName: "file"))
  var json: String?

  @Option(help: "How many properties to prove at the same time.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "How many steps one call of the solver may take, the same on every machine.")
  var limit: UInt32 = 100_000_000

  @Option(help: "Where the solver begins its random choices. No verdict should depend on it.")
  var seed: UInt32 = 0

  @Option(help: ArgumentHelp("How long one property may take.", valueName: "seconds"))
  var timeout = 300.0

  @Option(help: ArgumentHelp("Write every query of the solver as an SMT-LIB script.", valueName: "directory"))
  var smt2: String?

  @Option(help: ArgumentHelp("Where to write counterexamples.", valueName: "directory"))
  var counterexamples = "counterexamples"

  @Option(
    name: [.customLong("mutation"), .customLong("fault")],
    help: ArgumentHelp("Make a deliberate mistake in the code: a mutation's name or number.", valueName: "name"))
  var mutation: String?

  @Flag(name: .customLong("no-hints"), help: "Find every proof anew.")
  var noHints = false

  @Option(
    help: ArgumentHelp(
      "Look for what makes proofs quick, and write it there; takes far longer.", valueName: "directory"))
  var writeHints: String?

  @Flag(name: .customLong("no-color"), help: "Write without colours.")
  var noColor = false

  package func validate() throws {
    if jobs < 1 { throw ValidationError("“--jobs \(jobs)” makes no sense; give a number from 1.") }
    if limit < 1 { throw ValidationError("“--limit \(limit)” makes no sense; give a number from 1.") }
    // The upper bound keeps the arithmetic of clocks exact.
    if !(timeout > 0 && timeout <= 1e6) {
      throw ValidationError("“--timeout \(timeout)” makes no sense; give seconds from above 0 to 1000000.")
    }
  }

  package func run() throws {
    var selected = try Selection.select(names, of: variant)
    if let mutation { selected = try Selection.restrict(selected, to: mutation, isNamed: !names.isEmpty) }
    let mutations: @Sendable (any Property) -> Mutation? = { [mutation] in
      mutation.flatMap { [property = $0] name in Selection.mutation(property, name) }
    }
    SolverSession.seed(seed)
    var options = Runner.Options()
    options.jobs = jobs
    options.limits = SolverLimits(resources: limit, seconds: timeout)
    // To look for hints takes as long as it takes.
    options.seconds = writeHints == nil ? timeout : nil
    options.mutation = mutations
    let written = writeHints.map { HintDirectory(URL(fileURLWithPath: $0)) }
    if !noHints { options.hints = written.map { $0.hints } ?? storedHints(of: variant) }
    options.findsHints = writeHints != nil
    if let smt2 {
      try Output.makeDirectory(smt2)
      options.onQuery = { name, assertions in try Self.write(name, assertions, to: smt2) }
    }
    let runner = Runner(selected, options: options)
    let transcript = Transcript(selected, palette: palette, variant: variant, counterexamples: counterexamples)
    transcript.hints = written
    // A report on the standard output must not be mixed with anything else.
    if json == "-" { transcript.isQuiet = true }
    let signals = Interruption(stopping: runner)
    let clock = ContinuousClock()
    let start = clock.now
    let outcomes = runner.run { [transcript] event in
      if transcript.note(event) { return }
      // Nobody can read what remains to be said.
      DispatchQueue.global().async { runner.interrupt() }
    }
    let elapsed = start.duration(to: clock.now) / .seconds(1)
    transcript.finish()
    if let failure = transcript.failure { throw failure }
    let report = Report(outcomes, seconds: elapsed, mutation: mutations, counterexamples: transcript.files)
    if let json { try Output.write(report.json(), to: json) }
    try transcript.summarise(report.summary)
    try end(outcomes, signals)
  }

  /// Ends with the code that the outcomes call for.
  private func end(_ outcomes: [RunOutcome], _ signals: Interruption) throws {
    if let number = signals.received {
      throw Failure(code: Exit.signal(number), sentence: "interrupted; what is not proved above is unknown")
    }
    if let failure = outcomes.lazy.compactMap({ $0.failure as? Failure }).first { throw failure }
    if outcomes.contains(where: { $0.failure != nil }) { throw Exit.checkerFailed }
    let statuses = outcomes.compactMap { $0.result?.verdict }
    if statuses.contains(where: { $0 == .refuted || $0 == .vacuous }) { throw Exit.refuted }
    if statuses.contains(.unknown) { throw Exit.unknown }
    if statuses.count != outcomes.count || statuses.isEmpty { throw Failure.checker("some properties have no verdict") }
  }

  private var palette: Palette { Palette(isOn: !noColor && Output.standard.isTerminal) }

  private static func write(_ name: String, _ assertions: [Term], to directory: String) throws {
    let file = name.map { $0 == "/" ? "-" : String($0) }.joined() + ".smt2"
    let script = smtlib(assertions: assertions, comment: [name])
    try Output.write(Data(script.utf8), to: "\(directory)/\(file)")
  }
}

extension Variant: ExpressibleByArgument {}
