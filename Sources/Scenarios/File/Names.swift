/// What a scenario calls its spaces or its threads. A number always has a name of its own too: `S3`, `T2`.
public struct Names: Sendable, Equatable {
  /// What is named: `space` or `thread`.
  let what: String
  /// The letter before a number.
  let letter: String
  private var names: [UInt32: String] = [:]

  init(_ what: String, letter: String) {
    self.what = what
    self.letter = letter
  }

  /// The name of a number.
  public subscript(_ number: UInt32) -> String { names[number] ?? "\(letter)\(number)" }

  /// The number that a name stands for, if it stands for one.
  func number(_ name: String) -> UInt32? {
    let folded = name.lowercased()
    return names.first { $0.value.lowercased() == folded }?.key ?? Self.number(folded, after: letter.lowercased())
  }

  /// Gives a name to the lowest number from `first` on that has none.
  mutating func add(_ name: String, from first: UInt32, below count: UInt32) -> UInt32? {
    guard let number = (first..<max(first, count)).first(where: { names[$0] == nil }) else { return nil }
    names[number] = name
    return number
  }

  /// Keeps a number from being given a name.
  mutating func reserve(_ number: UInt32) { names[number] = self[number] }

  private static func number(_ name: String, after letter: String) -> UInt32? {
    guard name.hasPrefix(letter) else { return nil }
    let digits = name.dropFirst(letter.count)
    guard let first = digits.first, first != "0" || digits.count == 1 else { return nil }
    return digits.allSatisfy { ("0"..."9").contains($0) } ? UInt32(digits) : nil
  }
}
