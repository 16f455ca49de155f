import Foundation

/// Files that commands read.
package enum InputFile {
  /// What commands read is a few kilobytes; what is larger than this is something else.
  private static let mostBytes = 64 << 20

  /// The bytes of a file, or of the standard input for `-`.
  ///
  /// - Parameter expected: What the command wants.
  /// - Throws: ``Failure`` when there is no such file, or it is too large.
  package static func contents(of path: String, _ expected: String) throws -> Data {
    let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
    guard let file, let data = try? file.read(upToCount: mostBytes + 1) ?? Data() else {
      throw Failure.badInput("cannot read \(path); give the path of \(expected)")
    }
    if data.count > mostBytes {
      throw Failure.badInput("\(path) is larger than \(mostBytes >> 20) MB; give the path of \(expected)")
    }
    return data
  }
}
