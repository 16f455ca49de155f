/// A column of a picture, for a step.
struct PictureColumn {
  private static let (fewest, most) = (10, 20)

  let x, width: Int
  /// The line of the file.
  let line: Int?
  /// The operation, on as many lines as it takes.
  let statement: [String]
  /// What is told when the operation is pointed at.
  let title: String

  init(_ step: StepReport, x: Int, _ font: SVG.Font) {
    let longest = step.operation.split(separator: " ").map(\.count).max() ?? 0
    let letters = min(max(longest, Self.fewest), Self.most)
    self.x = x
    width = Int(Double(letters) * font.letterWidth) + 18
    line = step.line
    statement = TextWrapping.lines(step.operation, letters: letters)
    title = "\(step.operation): \(step.result)"
  }
}

/// How long texts find their place.
enum TextWrapping {
  /// A text on lines of at most so many letters; words that are longer are cut.
  static func lines(_ text: String, letters: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= letters {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        var rest = word[...]
        while rest.count > letters {
          lines.append(String(rest.prefix(letters)))
          rest = rest.dropFirst(letters)
        }
        lines.append(String(rest))
      }
    }
    return lines
  }

  /// A text, or its beginning and an ellipsis.
  static func fit(_ text: String, letters: Int) -> String {
    text.count <= letters ? text : text.prefix(max(0, letters - 1)) + "…"
  }
}
