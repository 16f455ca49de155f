import Checker

/// A line as words, read from left to right.
package struct SourceLine {
  package let number: Int
  private var tokens: ArraySlice<Token>
  private var last: Token?

  init(number: Int, tokens: ArraySlice<Token>) {
    self.number = number
    self.tokens = tokens
  }

  package var isEmpty: Bool { tokens.isEmpty }

  /// Whether no word comes after the next one.
  var isLastWord: Bool { tokens.count <= 1 }

  /// Where the next word is, or would be.
  package var column: Int { tokens.first?.column ?? last.map { $0.column + $0.text.unicodeScalars.count } ?? 1 }

  /// An error at a column.
  package func error(at column: Int, _ sentence: String) -> MemorySystemFileError {
    MemorySystemFileError(line: number, column: column, sentence: sentence)
  }

  /// Whether the next word is a number.
  package var nextIsNumber: Bool { tokens.first.map { UInt32(literal: $0.text) != nil } ?? false }

  /// The next word.
  package mutating func word(_ expected: String) throws -> Token {
    guard let token = tokens.popFirst() else {
      throw error(at: column, "the line ends where \(expected) is expected")
    }
    last = token
    return token
  }

  /// Passes the next word if it is this one.
  package mutating func take(_ text: String) -> Bool {
    guard tokens.first?.folded == text else { return false }
    last = tokens.removeFirst()
    return true
  }

  /// Passes a word that must come next.
  package mutating func require(_ text: String, before what: String) throws {
    if take(text) { return }
    guard let token = tokens.first else {
      throw error(at: column, "the line ends where “\(text)” and \(what) are expected")
    }
    throw error(at: column, "“\(token.shown)” stands where “\(text)” and \(what) are expected")
  }

  /// The next word as one of a list.
  package mutating func choice<V>(_ what: String, _ choices: KeyValuePairs<String, V>) throws -> V {
    try choice(what, Array(choices))
  }

  /// The next word as one of a list that isn't written out in place.
  package mutating func choice<V>(_ what: String, _ choices: [(key: String, value: V)]) throws -> V {
    let names = choices.map(\.key).joined(separator: ", ")
    let token = try word("\(what), one of \(names),")
    guard let found = choices.first(where: { $0.key.lowercased() == token.folded }) else {
      throw error(at: token.column, "“\(token.shown)” is no \(what); expected one of \(names)")
    }
    return found.value
  }

  /// A number up to a limit.
  package mutating func number(_ what: String, atMost limit: UInt32 = .max) throws -> UInt32 {
    let token = try word(what)
    guard let number = UInt32(literal: token.text) else {
      throw error(
        at: token.column, "“\(token.shown)” is no number of 32 bits; expected \(what), such as 12, 0xC or 0b1100")
    }
    if number > limit {
      throw error(at: token.column, "\(token.shown) is out of range; expected \(what), 0 to \(limit)")
    }
    return number
  }

  /// An address that is a multiple of a size.
  package mutating func address(_ what: String, multipleOf size: UInt32) throws -> UInt32 {
    let place = column
    let address = try number(what)
    guard address % size == 0 else {
      throw error(at: place, "\(hexadecimal(address)) is no multiple of \(size.asSize); expected \(what)")
    }
    return address
  }

  /// Nothing more may come.
  package func finish() throws {
    if let token = tokens.first { throw error(at: token.column, "“\(token.shown)” is one word too many on the line") }
  }
}

extension UInt32 {
  /// A number of bytes in the manuals' words.
  var asSize: String {
    if self >= 1 << 20, self % (1 << 20) == 0 { return "\(self >> 20) MB" }
    if self >= 1 << 10, self % (1 << 10) == 0 { return "\(self >> 10) KB" }
    return self == 1 ? "1 byte" : "\(self) bytes"
  }
}
