import ArgumentParser
import Checker
import Foundation
import Properties

/// Lists the properties.
package struct List: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(abstract: "Lists the properties, with their claims in short.")

  @Flag(help: "Print a table for each theme in Markdown, with links into docs/claims.")
  var markdown = false

  package func run() throws { try Output.standard.write(markdown ? Self.tables : Self.text) }

  private static var text: String {
    var text = ""
    let width = properties.map(\.name.count).max() ?? 0
    for property in properties {
      let lines = firstSentence(property.statement).wrapped(to: max(40, 118 - width))
      for (number, line) in lines.enumerated() {
        text += (number == 0 ? property.name : "").padded(to: width) + "  \(line)\n"
      }
    }
    return text
  }

  /// A table for each theme, in the order of their names.
  private static var tables: String {
    let head = Markdown.row(["property", "claim, in short"]) + Markdown.row(["---", "---"])
    return Dictionary(grouping: properties) { Markdown.theme(of: $0.name) }.sorted { $0.key < $1.key }.map {
      theme, all in
      let rows = all.map { property in
        Markdown.row([
          Markdown.link(property.name, folder: "claims/"), Markdown.escaped(firstSentence(property.statement)),
        ])
      }
      return "## [\(theme)](claims/\(theme).md)\n\n\(head)\(rows.joined())"
    }.joined(separator: "\n")
  }

  private static func firstSentence(_ text: String) -> String {
    guard let end = text.range(of: ". ") else { return text }
    return String(text[..<end.lowerBound]) + "."
  }
}
