/// A word of a line, and where it begins.
package struct Token {
  package let text: String
  package let column: Int

  /// The word in small letters: case is of no concern.
  package var folded: String { text.lowercased() }

  /// The word as an error shows it: as it is written, up to a length.
  package var shown: String {
    let most = 40
    return text.count > most ? text.prefix(most) + "…" : text
  }
}

/// The text of a file, taken apart.
package enum SourceText {
  /// The lines that say something, as words: what stands between spaces, `=` and `->`. Lines end with LF or CR LF.
  ///
  /// - Throws: ``MemorySystemFileError`` for bytes that are no text.
  package static func lines(_ bytes: [UInt8]) throws -> [SourceLine] {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: byteOrderMark) ? bytes.dropFirst(byteOrderMark.count) : bytes[...]
    var lines: [SourceLine] = []
    for (index, var part) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if part.last == UInt8(ascii: "\r") { part.removeLast() }
      let line = try line(part, number: index + 1)
      if !line.isEmpty { lines.append(line) }
    }
    return lines
  }

  private static func line(_ bytes: ArraySlice<UInt8>, number: Int) throws -> SourceLine {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw MemorySystemFileError(line: number, column: 1, sentence: "the line is not text in UTF-8")
    }
    let scalars = Array(text.unicodeScalars)
    if let index = scalars.firstIndex(where: { $0 != "\t" && $0.properties.generalCategory == .control }) {
      let code = String(scalars[index].value, radix: 16, uppercase: true)
      throw MemorySystemFileError(
        line: number, column: index + 1, sentence: "a control character, U+\(code), is no part of a text file")
    }
    var tokens: [Token] = []
    var position = 0
    while position < scalars.count, scalars[position] != "#" {
      let rest = scalars[position...]
      let length = symbolLength(rest)
      if isSpace(scalars[position]) {
        position += 1
      } else if length > 0 {
        tokens.append(Token(text: string(rest.prefix(length)), column: position + 1))
        position += length
      } else {
        var end = position
        while end < scalars.count, !isSpace(scalars[end]), scalars[end] != "#", symbolLength(scalars[end...]) == 0 {
          end += 1
        }
        tokens.append(Token(text: string(scalars[position..<end]), column: position + 1))
        position = end
      }
    }
    return SourceLine(number: number, tokens: tokens[...])
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

  private static func symbolLength(_ rest: ArraySlice<Unicode.Scalar>) -> Int {
    if rest.first == "=" { return 1 }
    return rest.starts(with: ["-", ">"] as [Unicode.Scalar]) ? 2 : 0
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }
}
