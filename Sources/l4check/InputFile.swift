import Foundation

/// Files that commands read.
enum InputFile {
  /// What commands read is a few kilobytes; what is larger than this is something else.
  private static let mostBytes = 64 << 20

  /// The bytes of a file.
  ///
  /// - Parameter expected: What the command wants.
  /// - Throws: ``Failure`` when there is no such file, or it is too large.
  static func contents(of path: String, _ expected: String) throws -> Data {
    var data: Data?
    if let file = FileHandle(forReadingAtPath: path) { data = (try? file.read(upToCount: mostBytes + 1)) ?? Data() }
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    guard exists, !isDirectory.boolValue, let data else {
      throw Failure.badInput("cannot read \(path); give the path of \(expected)")
    }
    if data.count > mostBytes {
      throw Failure.badInput("\(path) is larger than \(mostBytes >> 20) MB; give the path of \(expected)")
    }
    return data
  }
}
