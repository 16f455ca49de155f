import ArgumentParser
import Checker
import Foundation
import Properties

/// Lists the properties.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lists the properties, with their claims in short.")

  func run() throws {
    var text = ""
    let width = properties.map(\.name.count).max() ?? 0
    for property in properties {
      let lines = Self.firstSentence(property.statement).wrapped(to: max(40, 118 - width))
      for (number, line) in lines.enumerated() {
        text += (number == 0 ? property.name : "").padded(to: width) + "  \(line)\n"
      }
    }
    try Output.standard.write(text)
  }

  private static func firstSentence(_ text: String) -> String {
    guard let end = text.range(of: ". ") else { return text }
    return String(text[..<end.lowerBound]) + "."
  }
}
