import Foundation
import TestSupport
import Testing

/// The environment variables of tests are those that CONTRIBUTING.md tells of.
@Suite struct TestVariableTests {
  /// Folders and files of the repository in which somebody could use a variable, or tell of one.
  private static let places = [
    ".ci", "Benchmarks", "CONTRIBUTING.md", "Evidence", "Examples", "Makefile", "Package.swift", "Properties",
    "README.md", "Scripts",
    "Sources",
    "Tests", "docs",
  ]

  /// The texts of all files there, by their paths.
  private func texts(_ places: [String], endingIn suffixes: [String]) -> [(path: String, text: String)] {
    places.flatMap { place in
      let inside =
        FileManager.default.enumerator(atPath: Repository.url(place).path)?.compactMap { $0 as? String } ?? []
      let paths = inside.isEmpty ? [place] : inside.map { "\(place)/\($0)" }
      return paths.filter { path in suffixes.contains { path.hasSuffix($0) } }.compactMap { path in
        (try? Repository.text(path)).map { (path, $0) }
      }
    }
  }

  @Test func theTableInCONTRIBUTINGSaysWhatTheEnumerationSays() throws {
    let rows = TestVariable.allCases.map {
      "| `\($0.rawValue)` | \($0.meaning) | \($0.otherwise) | \($0.readers) |"
    }
    let written = try Repository.text("CONTRIBUTING.md").split(separator: "\n").filter { $0.hasPrefix("| `L4CHECK_") }
    #expect(written.map(String.init) == rows, "the table should be:\n\(rows.joined(separator: "\n"))")
  }

  @Test func everyVariableThatIsNamedAnywhereIsOneOfThem() {
    let texts = texts(Self.places, endingIn: [".swift", ".md", ".sh", "Makefile", "run"])
    #expect(texts.count > 300)
    for (path, text) in texts {
      for name in text.matches(of: #/L4CHECK_[A-Z_]*[A-Z]/#).map(\.output) {
        #expect(TestVariable(rawValue: String(name)) != nil, "\(path): \(name)")
      }
    }
  }

  @Test func everyVariableIsReadAndByNothingElse() {
    let tests = texts(["Tests"], endingIn: [".swift"]).filter { !$0.path.contains("/TestVariable") }
    for variable in TestVariable.allCases {
      #expect(tests.contains { $0.text.contains(".\(variable)") }, "nothing reads \(variable.rawValue)")
    }
    let readers = texts(["Properties", "Sources"], endingIn: [".swift"]) + tests
    // The path on which QEMU is looked for is the system's.
    let others = readers.filter {
      $0.text.replacing(#"processInfo.environment["PATH"]"#, with: "").contains("processInfo.environment")
    }
    #expect(others.map(\.path) == [])
  }
}
