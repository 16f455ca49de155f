import Foundation

/// Where text goes: a file, or one of the standard streams. Nothing is held back, and every write is checked.
package struct Output {
  package static let standard = Output(descriptor: 1, name: "the standard output")
  package static let error = Output(descriptor: 2, name: "the standard error")

  private let descriptor: Int32
  private let name: String

  /// Whether somebody is looking.
  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// - Throws: ``Failure`` when not all of the text can be written.
  package func write(_ text: String) throws { try write(Data(text.utf8)) }

  /// - Throws: ``Failure`` when not all of the data can be written.
  package func write(_ data: Data) throws {
    try data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress!, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          throw Output.failure(name, errno)
        }
        rest = rest.dropFirst(written)
      }
    }
  }

  /// Writes a file, or the standard output for `-`.
  ///
  /// - Throws: ``Failure`` when the file cannot be written.
  package static func write(_ data: Data, to path: String) throws {
    if path == "-" { return try standard.write(data) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    try Output(descriptor: descriptor, name: path).write(data)
  }

  /// Makes a directory, and those above it, unless it exists.
  ///
  /// - Throws: ``Failure`` when it cannot be made.
  package static func makeDirectory(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        code: Exit.cannotWrite,
        sentence: "cannot make the directory \(path); choose another place, or make room and check its permissions")
    }
  }

  private static func failure(_ name: String, _ number: Int32) -> Failure {
    let reason = String(cString: strerror(number))
    return Failure(code: Exit.cannotWrite, sentence: "cannot write \(name): \(reason)")
  }
}

/// Colours for a terminal.
struct Palette {
  let isOn: Bool

  enum Colour: Int {
    case red = 31
    case green = 32
    case yellow = 33
  }

  func paint(_ text: String, _ colour: Colour) -> String {
    isOn ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}
