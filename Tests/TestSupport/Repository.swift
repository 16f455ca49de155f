import Foundation

/// The files that tests find beside their own sources.
package enum Repository {
  /// The root of the package.
  package static let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { path, _ in
    path.deletingLastPathComponent()
  }

  /// A file or folder by its path from the root.
  package static func url(_ path: String) -> URL { root.appendingPathComponent(path) }

  /// The names of what is in a folder, in order. Without the folder this traps: a test of every file in it would pass.
  package static func names(in folder: String) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: url(folder).path).sorted()
    } catch {
      preconditionFailure("\(folder): \(error)")
    }
  }

  /// The text of a file.
  package static func text(_ path: String) throws -> String { try String(contentsOf: url(path), encoding: .utf8) }
}
