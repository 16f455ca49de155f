import Logic

extension Schema {
  /// The objects at which a native check of a claim about all objects of a kind looks: all of them; of a sparse kind
  /// those that are listed, and the first of the others, whose words are all zero.
  ///
  /// So a claim that fails at an object that isn't listed may pass, if that object differs from the first one by
  /// something else than its words.
  package func representatives(ofKind kind: Int, count: UInt32, listed: some Sequence<UInt32>) -> [UInt32] {
    guard kinds[kind].isSparse else { return Array(0..<count) }
    var objects = Set(listed)
    // Found after as many steps as there are listed objects.
    if let other = (0..<count).first(where: { !objects.contains($0) }) { objects.insert(other) }
    return objects.sorted()
  }
}

extension Assignment {
  /// The contents of a state, as values for unknown functions; other unknowns as in this assignment.
  func reading(_ image: Image) -> Assignment {
    var result = self
    for (kind, count) in zip(image.schema.kinds, image.layout.counts) { result.words[Context.countName(kind)] = count }
    result.functions = [:]
    result = result.completed(image.schema)
    image.schema.forEachWord(of: image) { number, table, column, i, j in
      let word = image[number, column, i, j]
      if word == column.boring { return }
      result.functions[Context.baseName(table, column)]!.entries[column.index == nil ? [i] : [i, j]] = word
    }
    return result
  }
}
