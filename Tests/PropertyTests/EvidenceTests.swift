import Evidence
import Foundation
import Properties
import Published
import Testing

@testable import Checker

/// What is kept is about what there is, and as programs write it.
@Suite struct EvidenceTests {
  /// The files in a folder of the evidence, without their extensions, those in subfolders after a slash.
  private static func files(_ folder: String, _ type: String) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: evidence.appendingPathComponent(folder).path)
    return names.filter { $0.hasSuffix(".\(type)") }.map { String($0.dropLast(type.count + 1)) }.sorted()
  }

  @Test func everyFileOfHintsIsAboutAPropertyAndAsItIsWritten() throws {
    for kernel in Variant.allCases {
      let folder = kernel == .ours ? "Hints" : "Hints/\(kernel.rawValue)"
      let own = Properties.properties(of: kernel).map(\.name)
      let others = Variant.allCases.filter { $0 != .ours }.map { "\($0.rawValue)/" }
      let files = try Self.files(folder, "json").filter { name in
        kernel != .ours || !others.contains { name.hasPrefix($0) }
      }
      #expect(!files.isEmpty)
      for name in files {
        #expect(own.contains(name), "\(folder)/\(name).json is about no property: delete it")
        let file = try Data(contentsOf: evidence.appendingPathComponent("\(folder)/\(name).json"))
        #expect(try JSONDecoder().decode(ProofHints.self, from: file).json() == file, "\(folder)/\(name).json")
      }
    }
  }

  @Test func everyWitnessShowsAMistakeThatThereIs() throws {
    let files = try Self.files("Witnesses", "jsonl")
    #expect(!files.isEmpty)
    for name in files {
      guard let property = properties.first(where: { $0.name == name }) else {
        Issue.record("Witnesses/\(name).jsonl is about no property: delete it")
        continue
      }
      let mistakes = property.mutations.map(\.name) + Outline(property).assumptions.map { "without “\($0)”" }
      for mistake in storedWitnesses.witnesses(for: property).keys.sorted() {
        #expect(
          mistakes.contains(mistake), "Witnesses/\(name).jsonl: nothing of this name: delete it, and find them anew")
      }
    }
  }
}
