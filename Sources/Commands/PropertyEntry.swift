import Checker

/// What is shown of a property: on a terminal, or on a page in Markdown.
struct PropertyEntry {
  let name: String
  let statement: String
  /// What is assumed, proved, reached and refuted, under a title each; without those that are empty.
  private let lists: [(title: String, entries: [String])]

  init(_ property: any Property, _ outline: Outline) {
    name = property.name
    statement = property.statement
    lists = [
      ("Assumes", outline.assumptions), ("Proves", outline.statements), ("Must reach these cases", outline.cases),
      ("Mutations that it refutes", property.mutations.enumerated().map { "\($0 + 1). \($1.name)" }),
    ].filter { !$0.1.isEmpty }
  }

  /// The name, the statement and the lists, indented.
  var text: String {
    var text = name + "\n\n" + statement.wrapped(to: 100).map { "  \($0)\n" }.joined()
    for list in lists {
      text += "\n  \(list.title)\n"
      for entry in list.entries {
        text += entry.wrapped(to: 96).enumerated().map { ($0 == 0 ? "    " : "      ") + $1 + "\n" }.joined()
      }
    }
    return text
  }

  /// A section under the name, which can be linked to. What is proved is often a long list: it is folded.
  var markdown: String {
    var text = "## \(name)\n\n" + Markdown.paragraph(statement)
    for list in lists {
      let items = list.entries.map { Markdown.item($0) }.joined()
      if list.title == "Proves" {
        let count = list.entries.count
        text +=
          "\n<details>\n<summary>Proves \(count) statement\(count == 1 ? "" : "s")</summary>\n\n\(items)\n</details>\n"
      } else {
        text += "\n\(list.title):\n\n\(items)"
      }
    }
    return text
  }
}
