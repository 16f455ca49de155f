import Foundation
import Model
import Scenarios
import TestSupport
import Testing

/// Every error that the manual tells of is told in some scenario.
@Suite struct ErrorCodeTests {
  /// The error codes of a table in a document: the numbers that its rows begin with, after the row `| error | …`.
  private func codes(in document: String) throws -> Set<UInt32> {
    let rows = try Repository.text("docs/\(document)").split(separator: "\n", omittingEmptySubsequences: false).map {
      row in
      row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let start = try #require(rows.firstIndex { $0.first == "error" }, "\(document) has no table of errors")
    return Set(rows[(start + 2)...].prefix { $0.count > 1 }.compactMap { $0.first.flatMap { UInt32($0) } })
  }

  /// What the scenarios expect; that they run to their end is a test of its own.
  private func expectations() throws -> [Scenarios.Expectation] {
    try ExampleTests.names.flatMap { try ExampleTests.scenario($0).steps.flatMap(\.expectations).map(\.expectation) }
  }

  @Test func everyErrorOfASystemCallIsToldInAScenario() throws {
    let codes = try codes(in: "kernel-interface.md")
    #expect(codes == Set(SystemCallError.names.keys.map(\.word)).subtracting([SystemCallError[.none]]))
    let told = try expectations().compactMap { if case .error(let code) = $0 { code.word } else { nil } }
    #expect(codes.subtracting(told) == [])
  }

  @Test func everyErrorOfAnIPCIsToldInAScenario() throws {
    let codes = try codes(in: "model.md")
    #expect(codes.count == 6)
    let told = try expectations().compactMap { if case .failed(let code) = $0 { code >> 1 } else { nil } }
    #expect(codes.subtracting(told) == [])
  }
}
