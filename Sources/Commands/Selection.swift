import Checker
import Properties
import Published

/// The properties that arguments name.
enum Selection {
  /// The properties that match a name or a pattern with `*` and `?`, in the order of the catalogue; all of them when
  /// nothing is named.
  ///
  /// - Throws: ``Failure`` for an argument that matches nothing.
  static func select(_ arguments: [String], of kernel: Variant = .ours) throws -> [any Property] {
    let properties = properties(of: kernel)
    var chosen: Set<String> = []
    for argument in arguments.isEmpty ? ["properties"] : arguments {
      let matching = properties.filter { argument == "properties" || matches($0.name[...], argument[...]) }
      if matching.isEmpty { throw unknown(argument, of: kernel) }
      chosen.formUnion(matching.map(\.name))
    }
    let selected = properties.filter { chosen.contains($0.name) }
    // Nothing proved is no success.
    if selected.isEmpty { throw Failure.checker("there are no properties") }
    return selected
  }

  /// The mutation of a property with this name, or with this number, from 1.
  static func mutation(_ property: any Property, _ name: String) -> Mutation? {
    if let mutation = property.mutations.first(where: { $0.name == name }) { return mutation }
    guard let number = Int(name), property.mutations.indices.contains(number - 1) else { return nil }
    return property.mutations[number - 1]
  }

  /// Those of the properties that have the mutation, if they were not named; all of them if they were.
  ///
  /// - Throws: ``Failure`` when a named property doesn't have the mutation, or no property has it.
  static func restrict(_ selected: [any Property], to mutation: String, isNamed: Bool) throws -> [any Property] {
    let having = selected.filter { Self.mutation($0, mutation) != nil }
    if isNamed, let lacking = selected.first(where: { Self.mutation($0, mutation) == nil }) {
      throw Failure.usage(
        "\(lacking.name) has no mutation “\(mutation)”; “\(programName) show \(lacking.name)” lists its mutations")
    }
    guard !having.isEmpty else {
      throw Failure.usage(
        "no property has a mutation “\(mutation)”; “\(programName) show NAME” lists the mutations of a property")
    }
    return having
  }

  private static func unknown(_ name: String, of kernel: Variant) -> Failure {
    if kernel != .ours, properties.contains(where: { matches($0.name[...], name[...]) }) {
      return .usage(
        "“\(name)” is not about the \(kernel.rawValue) kernel: it doesn't depend on how address spaces are managed")
    }
    let near = properties(of: kernel).map(\.name).map { candidate in
      // Either half of a name is what people remember.
      let parts = [candidate] + candidate.split(separator: "/").map(String.init)
      return (candidate, parts.contains { $0.contains(name) } ? 0 : parts.map { distance($0, name) }.min() ?? 0)
    }
    .filter { $0.1 <= max(2, name.count / 3) }.sorted { $0.1 < $1.1 }.prefix(3).map(\.0)
    let advice =
      near.isEmpty
      ? "“\(programName) list” lists them" : "did you mean \(near.joined(separator: " or "))?"
    return Failure.usage("no property is called “\(name)”; \(advice)")
  }

  /// Whether a text matches a pattern. Only the last star is tried again, so the time is bounded by the product of the
  /// lengths.
  private static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
    var (text, pattern) = (text, pattern)
    var retry: (text: Substring, pattern: Substring)?
    while true {
      if pattern.first == "*" {
        pattern.removeFirst()
        retry = (text, pattern)
      } else if let first = text.first, pattern.first == "?" || pattern.first == first {
        text.removeFirst()
        pattern.removeFirst()
      } else if text.isEmpty, pattern.isEmpty {
        return true
      } else if let last = retry, !last.text.isEmpty {
        text = last.text.dropFirst()
        pattern = last.pattern
        retry = (text, pattern)
      } else {
        return false
      }
    }
  }

  /// How many letters must be changed, added or left out (Levenshtein).
  private static func distance(_ a: String, _ b: String) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = x == y ? previous : 1 + min(previous, above, row[j])
        previous = above
      }
    }
    return row[b.count]
  }
}
