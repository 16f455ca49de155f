/// How a run is shown to a reader at a terminal.
public struct StepText {
  private let width: Int
  private let operationWidth: Int

  /// Requires: the steps that will be shown are those of the scenario.
  public init(_ scenario: Scenario) {
    width = scenario.steps.compactMap(\.line).max().map { "\($0)".count } ?? 0
    let most = 48
    operationWidth = min(most, scenario.steps.map { scenario.line($0.operation).count }.max() ?? 0)
  }

  /// A step: its line of the file, what it did and how that ended, and below that what it changed.
  public func text(of step: StepReport) -> String {
    let line = step.line.map { "\($0)" } ?? ""
    let number = String(repeating: " ", count: width - line.count) + line
    let head = "\(number)  \(padded(step.operation, operationWidth))  \(step.result)"
    return ([head] + facts(step)).map { $0 + "\n" }.joined()
  }

  private func facts(_ step: StepReport) -> [String] {
    let labels = step.facts.map(\.about.count).max() ?? 0
    let indent = String(repeating: " ", count: width + 4)
    var last: String?
    return step.facts.map { fact in
      let label = fact.about == last ? "" : fact.about
      last = fact.about
      return "\(indent)\(padded(label, labels))  \(fact.text)"
    }
  }

  /// Why a run stopped.
  public func text(of stop: Stop) -> String {
    let places = stop.differences.map(\.place.count).max() ?? 0
    let words = stop.differences.map {
      "    \(padded($0.place, places))  was \($0.before): \($0.first), but \($0.second)\n"
    }
    return "\(stop.reason.rawValue): \(stop.sentence)\n" + words.joined()
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
