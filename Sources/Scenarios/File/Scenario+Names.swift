import Walkthrough

extension Scenario {
  /// A space that a line before has named.
  func space(_ line: inout SourceLine) throws -> UInt32 { try known(&line, spaces, below: sizes.spaces) }

  /// A thread that a line before has named.
  func thread(_ line: inout SourceLine) throws -> UInt32 { try known(&line, threads, below: sizes.threads) }

  /// The name of a space, which may be a new one.
  mutating func newSpace(_ line: inout SourceLine) throws -> UInt32 {
    try Self.named(&line, &spaces, from: 1, below: sizes.spaces)
  }

  /// The name of a thread, which may be a new one. Threads 0 and 1 are there from boot.
  mutating func newThread(_ line: inout SourceLine) throws -> UInt32 {
    try Self.named(&line, &threads, from: 2, below: sizes.threads)
  }

  private func known(_ line: inout SourceLine, _ names: Names, below count: UInt32) throws -> UInt32 {
    let token = try line.word("a \(names.what)")
    guard let number = names.number(token.text) else {
      throw line.error(
        at: token.column,
        "no line before has a \(names.what) “\(token.shown)”; expected its name, or \(names.letter)0 to \(names.letter)\(count - 1)"
      )
    }
    return try Self.checked(number, token, line, names, below: count)
  }

  private static func named(
    _ line: inout SourceLine, _ names: inout Names, from first: UInt32, below count: UInt32
  ) throws -> UInt32 {
    let token = try line.word("the name of a \(names.what)")
    if let number = names.number(token.text) {
      names.reserve(number)
      return try checked(number, token, line, names, below: count)
    }
    guard let letter = token.text.first, letter.isLetter,
      token.text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    else {
      throw line.error(
        at: token.column, "“\(token.shown)” is no name; expected a letter, and letters, digits, - and _ after it")
    }
    guard let number = names.add(token.text, from: first, below: count) else {
      throw line.error(
        at: token.column, "there are no more than \(count) \(names.what)s; raise that with a first line “sizes”")
    }
    return number
  }

  private static func checked(
    _ number: UInt32, _ token: Token, _ line: SourceLine, _ names: Names, below count: UInt32
  ) throws -> UInt32 {
    if number < count { return number }
    throw line.error(
      at: token.column,
      "there is no \(names.what) \(token.shown): the last is \(names.letter)\(count - 1); raise that with a first line “sizes”"
    )
  }
}
