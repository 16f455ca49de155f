import Logic

/// A refutation for a human reader.
public struct RefutationText {
  private let property: any Property
  private let instance: Instance
  private let replay: Replay
  private let mutation: String?
  private var lines: [String] = []

  /// The text: what is claimed, what fails, on which state and input, and how.
  ///
  /// - Parameter command: How to run it again; nil when there is no file to run it from.
  public static func render(
    _ property: any Property, _ instance: Instance, _ replay: Replay, mutation: String?, reason: String? = nil,
    command: String? = nil
  ) -> String {
    var text = RefutationText(property, instance, replay, mutation)
    text.addClaim(reason)
    text.addState()
    text.add("Input", text.replay.words.map { ($0.name, text.word($0.word)) })
    text.addFailures()
    text.add("Also", text.replay.shown.map { ($0.name, text.word($0.word)) })
    if let command { text.lines += ["", "  Run it again with", "    \(command)"] }
    return text.lines.joined(separator: "\n") + "\n"
  }

  private init(_ property: any Property, _ instance: Instance, _ replay: Replay, _ mutation: String?) {
    self.property = property
    self.instance = instance
    self.replay = replay
    self.mutation = mutation
  }

  private mutating func addClaim(_ reason: String?) {
    lines += ["  Claim"] + wrapped(property.statement)
    if let mutation { lines += ["", "  Deliberate mutation"] + wrapped(mutation) }
    var failing = replay.failures.map { $0.part.isEmpty ? $0.statement : "\($0.statement): \($0.part)" }
    if failing.isEmpty, let reason { failing = [reason] }
    lines += ["", "  Does not hold"] + failing.flatMap(wrapped)
  }

  /// The records that differ from the least interesting one, and the records that there are.
  private mutating func addState() {
    let schema = instance.state.schema
    let counts = zip(schema.kinds, instance.state.layout.counts)
      .filter { kind, count in kind.least != kind.most && count > 0 }
      .map { kind, count in "\(count) \(kind.name)\(count == 1 ? "" : "s")" }
    lines += ["", "  State" + (counts.isEmpty ? "" : ": " + counts.joined(separator: ", "))]
    var records: [(table: String, index: UInt32, name: String, fields: [String])] = []
    schema.forEachWord(of: instance.state) { number, table, column, i, j in
      let word = instance.state[number, column, i, j]
      if word == column.boring { return }
      let text = "\(schema.field(column, j)) = \(schema.show(word, column.style))"
      if let known = records.lastIndex(where: { $0.table == table.name && $0.index == i }) {
        records[known].fields.append(text)
      } else {
        let position = records.lastIndex { $0.table != table.name || $0.index < i }.map { $0 + 1 } ?? 0
        records.insert((table.name, i, schema.record(table, i), [text]), at: position)
      }
    }
    let width = records.map(\.name.count).max() ?? 0
    for record in records {
      let indent = String(repeating: " ", count: 4 + width + 2)
      var line = "    " + record.name.padded(to: width) + "  "
      for (number, field) in record.fields.enumerated() {
        let text = field + (number == record.fields.count - 1 ? "" : ", ")
        if line.count + text.count > 110, line != indent {
          lines.append(line.trimmingEnd)
          line = indent
        }
        line += text
      }
      lines.append(line)
    }
    if records.isEmpty { lines.append("    nothing of interest") }
  }

  private mutating func add(_ title: String, _ rows: [(String, String)]) {
    if rows.isEmpty { return }
    lines += ["", "  \(title)"] + table(rows.map { [$0.0, $0.1] })
  }

  private mutating func addFailures() {
    for failure in replay.failures where !failure.differences.isEmpty {
      lines += ["", "  Difference"]
      lines += table(
        [["", "at first", failure.names.0, failure.names.1]]
          + failure.differences.map { [$0.place, $0.before, $0.first, $0.second] })
    }
  }

  private func word(_ word: UInt32) -> String { word < 1 << 16 ? "\(word)" : hexadecimal(word) }

  private func table(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      ("    " + zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")).trimmingEnd
    }
  }

  private func wrapped(_ text: String) -> [String] { text.wrapped(to: 100).map { "    \($0)" } }
}

extension String {
  /// The text, followed by spaces up to a width.
  public func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  /// The text without spaces at its end.
  var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }

  /// The text as lines of at most so many characters, broken between words.
  public func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    for word in split(whereSeparator: \.isWhitespace) {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
