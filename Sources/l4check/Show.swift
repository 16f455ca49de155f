import ArgumentParser
import Checker
import Properties

/// Shows one property.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what a property claims, assumes and distinguishes, and the mutations that it refutes.")

  @Argument(help: "The property's name.")
  var name: String

  func run() throws {
    let property = try Selection.property(name)
    let outline = Outline(property)
    var text = property.name + "\n\n" + Self.paragraph(property.statement)
    text += Self.section("Assumes", outline.assumptions)
    text += Self.section("Proves", outline.statements)
    text += Self.section("Must reach these cases", outline.cases)
    text += Self.section("Mutations that it refutes", property.mutations.enumerated().map { "\($0 + 1). \($1.name)" })
    try Output.standard.write(text)
  }

  private static func paragraph(_ text: String) -> String {
    text.wrapped(to: 100).map { "  \($0)\n" }.joined()
  }

  private static func section(_ title: String, _ entries: [String]) -> String {
    if entries.isEmpty { return "" }
    let lines = entries.flatMap { entry in
      entry.wrapped(to: 96).enumerated().map { ($0 == 0 ? "    " : "      ") + $1 + "\n" }
    }
    return "\n  \(title)\n" + lines.joined()
  }
}
