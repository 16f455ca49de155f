import Checker
import Foundation
import Logic
import Published
import Synchronization

/// What a run of `prove` says, line by line as verdicts come in.
///
/// Sendability is unchecked: the runner makes one call at a time, and ``finish()`` comes after the last.
final class Transcript: @unchecked Sendable {
  /// Whether verdicts are left to the report.
  var isQuiet = false
  /// Where to keep what makes proofs quick; nil for nowhere.
  var hints: HintDirectory?
  /// What kept a line or a counterexample from being written.
  private(set) var failure: Failure?
  /// The files of counterexamples, by property.
  private(set) var files: [String: String] = [:]

  private let palette: Palette
  private let variant: Variant
  private let directory: String
  private let width: Int
  private let total: Int
  private var running: [String] = []
  private var done = 0
  private let isLive = Output.error.isTerminal

  init(_ properties: [any Property], palette: Palette, variant: Variant, counterexamples: String) {
    self.palette = palette
    self.variant = variant
    directory = counterexamples
    width = properties.map(\.name.count).max() ?? 0
    total = properties.count
  }

  /// Tells what has happened; false when it cannot be told.
  func note(_ event: Runner.Event) -> Bool {
    switch event {
    case .started(let property): running.append(property.name)
    case .finished(let outcome):
      done += 1
      running.removeAll { $0 == outcome.property.name }
      clear()
      do {
        try tell(outcome)
      } catch {
        failure = failure ?? error as? Failure ?? .checker("\(error)")
      }
    }
    live()
    return failure == nil
  }

  /// Takes the live line away.
  func finish() { clear() }

  /// The last line.
  func summarise(_ summary: Report.Summary) throws {
    if isQuiet { return }
    let counts = [
      (summary.proved, "proved", Palette.Colour.green), (summary.refuted, "refuted", .red),
      (summary.vacuous, "vacuous", .red), (summary.unknown, "unknown", .yellow), (summary.failed, "failed", .red),
    ]
    let text = counts.filter { $0.0 > 0 }.map { palette.paint("\($0.0) \($0.1)", $0.2) }.joined(separator: ", ")
    let memory = summary.peakMemoryBytes >> 20
    try Output.standard.write("\n\(text) in \(Self.seconds(summary.seconds)), \(memory) MB\n")
  }

  private func tell(_ outcome: RunOutcome) throws {
    guard let result = outcome.result else {
      let reason = outcome.failure.map { ($0 as? Failure)?.sentence ?? "\($0)" } ?? ""
      if isQuiet {
        try Output.error.write("Error: \(outcome.property.name): \(reason)\n")
      } else {
        try line("failed", .red, outcome.property.name, nil, "the checker failed: \(reason)")
      }
      return
    }
    if let hints, let new = whatToKeep(of: result) {
      do { try hints.write(new, for: result.property) } catch {
        throw Failure(code: Exit.cannotWrite, sentence: "cannot write the hints for \(result.property.name): \(error)")
      }
    }
    var text: String?
    if let counterexample = result.counterexample {
      let path = try write(counterexample, of: result.property)
      text = RefutationText.render(
        result.property, counterexample.instance, counterexample.replay, mutation: counterexample.mutation,
        reason: result.reason, command: "\(programName) replay \(path.quotedForShell)")
    }
    if isQuiet { return }
    let numbers = "\(Self.count(result.paths, "path")), \(Self.count(result.obligations, "obligation"))"
    let details = result.verdict == .proved ? numbers : result.reason ?? numbers
    try line(result.verdict.rawValue, result.verdict.colour, result.property.name, result.seconds, details)
    if let text { try Output.standard.write("\n\(text)\n") }
  }

  private func line(
    _ status: String, _ colour: Palette.Colour, _ name: String, _ seconds: Double?, _ details: String
  ) throws {
    let time = seconds.map(Self.seconds) ?? ""
    let padding = String(repeating: " ", count: max(0, 8 - time.count))
    try Output.standard.write(
      "\(palette.paint(status.padded(to: 7), colour))  \(name.padded(to: width))  \(padding)\(time)  \(details)\n")
  }

  /// What to keep for the next time: of ours how it was proved; of another kernel where it goes wrong, for the rest follows
  /// the hints of ours.
  private func whatToKeep(of result: PropertyResult) -> ProofHints? {
    switch (variant, result.verdict) {
    case (.ours, .proved): result.hints
    case (.published, .proved), (.published, .refuted): result.hints?.refutations(of: variant.rawValue)
    case (.ours, .refuted), (_, .unknown), (_, .vacuous): nil
    }
  }

  private func write(_ counterexample: Counterexample, of property: any Property) throws -> String {
    try Output.makeDirectory(directory)
    let name = property.name.map { $0 == "/" ? "-" : String($0) }.joined()
    let path = "\(directory)/\(name).json"
    let file = CounterexampleFile(
      property, counterexample.instance, mutation: counterexample.mutation,
      variant: variant == .ours ? nil : variant.rawValue)
    try Output.write(file.json(), to: path)
    files[property.name] = path
    return path
  }

  private static func seconds(_ seconds: Double) -> String { "\(String(format: "%.1f", seconds)) s" }
  private static func count(_ n: Int, _ what: String) -> String { "\(n) \(what)\(n == 1 ? "" : "s")" }

  private func live() {
    guard isLive, !running.isEmpty else { return }
    let text = "\(done)/\(total)  " + running.joined(separator: ", ")
    try? Output.error.write("\r\u{1B}[K\(text.prefix(100))")
  }

  private func clear() {
    if isLive { try? Output.error.write("\r\u{1B}[K") }
  }
}

extension Verdict {
  fileprivate var colour: Palette.Colour {
    switch self {
    case .proved: .green
    case .unknown: .yellow
    case .refuted, .vacuous: .red
    }
  }
}

extension String {
  /// The text as one word of a shell's command.
  fileprivate var quotedForShell: String {
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+".contains($0)) }
    return plain && !isEmpty ? self : "'" + replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
