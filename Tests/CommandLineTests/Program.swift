import Foundation

/// The built program, run as a user runs it.
struct Program {
  /// What a run left behind.
  struct Run {
    let status: Int32
    let output: String
    let errors: String
  }

  /// A directory of its own for each test, gone with the test.
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("l4check-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: directory) }

  /// The program lies beside the bundle, or the executable, of the tests.
  private static var executable: URL {
    var place = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    while place.path != "/" {
      place.deleteLastPathComponent()
      let candidate = place.appendingPathComponent("l4check")
      var isDirectory: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isDirectory), !isDirectory.boolValue {
        return candidate
      }
    }
    preconditionFailure("no l4check above \(CommandLine.arguments[0])")
  }

  /// Runs a line of shell, in which `l4check` is the program, and `$program` its path.
  func callAsFunction(_ line: String) throws -> Run {
    let files = ["output", "errors"].map { directory.appendingPathComponent($0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "program='\(Self.executable.path)'; l4check() { \"$program\" \"$@\"; }; \(line)"]
    process.currentDirectoryURL = directory
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    return Run(status: process.terminationStatus, output: texts[0], errors: texts[1])
  }

  /// Writes a file for the program to read.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: directory.appendingPathComponent(name))
  }

  func contents(of name: String) throws -> Data { try Data(contentsOf: directory.appendingPathComponent(name)) }
}

/// A transcript with its times and sizes replaced, and runs of spaces that depend on them.
func normalised(_ text: String) -> String {
  text.replacing(#/ +[0-9]+\.[0-9] s/#, with: " # s").replacing(#/[0-9]+ MB/#, with: "# MB")
}
