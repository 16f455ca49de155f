import ArgumentParser
import Checker
import Properties

/// Shows properties.
package struct Show: ParsableCommand {
  package init() {}

  package static let configuration = CommandConfiguration(
    abstract: "Shows what a property claims, assumes and distinguishes, and the mutations that it refutes.")

  @Argument(help: "The property's name; several, or patterns with * and ?, show several properties.")
  var names: [String]

  @Flag(help: "Print sections of a page in Markdown.")
  var markdown = false

  package func run() throws {
    let entries = try Selection.select(names).map { PropertyEntry($0, Outline($0)) }
    try Output.standard.write(entries.map { markdown ? $0.markdown : $0.text }.joined(separator: "\n"))
  }
}
