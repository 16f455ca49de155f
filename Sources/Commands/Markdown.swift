import Checker
import Properties

/// Text of properties on the pages of `docs/claims`, one for each theme.
package enum Markdown {
  /// Lines are as long as in the pages that people write.
  private static let width = 118

  /// A paragraph, in which every property that is named is a link.
  package static func paragraph(_ text: String) -> String { lines(linked(escaped(text)), "", "") }

  /// An item of a list: numbered if the text begins with a number.
  package static func item(_ text: String) -> String {
    let isNumbered = text.prefixMatch(of: #/[0-9]+\. /#) != nil
    return lines(escaped(text), isNumbered ? "" : "- ", isNumbered ? "   " : "  ")
  }

  /// A row of a table.
  package static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

  /// A link to a property's section, from a page in this folder: `claims/` from `docs`, nothing from a theme's own.
  package static func link(_ name: String, folder: String = "") -> String {
    "[\(name)](\(folder)\(theme(of: name)).md#\(name.filter { $0 != "/" }))"
  }

  /// The theme of a property, which has a page of its own.
  package static func theme(of name: String) -> String { String(name.prefix { $0 != "/" }) }

  /// The text as it is meant, where Markdown would take a character for its own. What is in backticks stays code.
  package static func escaped(_ text: String) -> String {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().map { number, part in
      number % 2 == 1 ? part : part.replacing(#/[\\*_<>\[\]|#]/#) { "\\" + $0.output }
    }.joined(separator: "`")
  }

  private static let names = Set(properties.map(\.name))

  private static func linked(_ text: String) -> String {
    text.replacing(#/[a-z]+\/[a-z]+(-[a-z]+)*(?![a-z…-])/#) { match in
      let name = String(match.output.0)
      return names.contains(name) ? link(name) : name
    }
  }

  private static func lines(_ text: String, _ first: String, _ others: String) -> String {
    text.wrapped(to: width - others.count).enumerated().map { ($0 == 0 ? first : others) + $1 + "\n" }.joined()
  }
}
