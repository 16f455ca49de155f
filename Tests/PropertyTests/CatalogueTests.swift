import Checker
import FastPath
import Foundation
import Logic
import Model
import Properties
import TestSupport
import Testing

/// What every property of the catalogue has.
@Suite struct CatalogueTests {
  /// Properties that no mutation of code can break, with the reason.
  static let withoutFaults = [
    "fastpath/memory-layout": "Its subject is the schema. A test of its own gives it wrong ones."
  ]

  @Test func namesAreUniqueAndSayThemeAndClaim() {
    let names = properties.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.wholeMatch(of: #/[a-z]+\/[a-z]+(-[a-z]+)*/#) != nil, "\(name)") }
  }

  /// A property that nobody proves is no property: each type is used somewhere, by the catalogue or by a contract.
  @Test func everyTypeOfPropertyIsListed() throws {
    let files = try #require(FileManager.default.subpaths(atPath: Repository.url("Properties").path))
    let texts = try files.filter { $0.hasSuffix(".swift") }.map { try Repository.text("Properties/\($0)") }
    let declared = texts.flatMap { $0.matches(of: #/struct (\w+)(?:<[^>]*>)?: \w*Property\b/#).map { String($0.1) } }
    let words = texts.flatMap { $0.matches(of: #/\b[A-Z]\w+/#).map { String($0.0) } }
    let uses = Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
    #expect(declared.count > 50)
    for name in declared { #expect(uses[name, default: 0] > 1, "\(name) is listed nowhere") }
  }

  @Test func everyPropertyStatesItsClaim() {
    for property in properties {
      let statement = property.statement
      #expect(statement.hasSuffix(".") || statement.hasSuffix(".)"), "\(property.name): \(statement)")
      #expect(!statement.contains("\n") && !statement.contains("  "), "\(property.name): \(statement)")
      let isAlone = properties.filter { $0.statement == statement }.count == 1
      #expect(isAlone, "\(property.name)")
    }
  }

  @Test func everyPropertyHasFaultsOrAReasonForHavingNone() {
    for property in properties {
      #expect(property.mutations.isEmpty == (Self.withoutFaults[property.name] != nil), "\(property.name)")
    }
    #expect(Set(Self.withoutFaults.keys).isSubset(of: properties.map(\.name)))
  }

  @Test func faultsOfAPropertyHaveNamesOfTheirOwn() {
    for property in properties {
      let names = property.mutations.map(\.name)
      #expect(Set(names).count == names.count && !names.contains(""), "\(property.name)")
    }
  }

  @Test func everyFaultOfTheFastPathBelongsToAProperty() {
    let refuted = Set(properties.flatMap(\.mutations).map(\.name))
    for mutation in fastPathFaults { #expect(refuted.contains(mutation.name), "\(mutation.name)") }
  }
}

/// The claim about memory, made of memory that is laid out wrongly.
@Suite struct WrongLayoutTests {
  private func verdict(of schema: Schema) -> PropertyResult? {
    Runner([MemoryLayout(of: schema)], options: Runner.Options()).run().first?.result
  }

  /// The kernel's schema with one more field in the record of a thread.
  private func kernel(withFieldAt word: Int) -> Schema {
    let extra = ColumnDescription(Field<TCB, Plain>(word: word), "one more")
    let tables = Schema.fastPath.tables.map {
      $0.name == "TCB" ? TableDescription(TCB.self, $0.name, $0.columns + [extra]) : $0
    }
    return Schema(kinds: Schema.fastPath.kinds, tables: tables)
  }

  @Test func aFieldInAFreePlaceDoesNotOverlap() {
    #expect(verdict(of: kernel(withFieldAt: (1 << Int(TCB.shift)) / 4 - 1))?.verdict == .proved)
  }

  @Test func twoFieldsInOnePlaceOverlap() {
    let result = verdict(of: kernel(withFieldAt: TCB.partner.word))
    #expect(result?.verdict == .refuted)
    #expect(result?.reason == "the words of a TCB record are apart")
  }

  @Test func aFieldInsideAnArrayOverlaps() {
    let result = verdict(of: kernel(withFieldAt: TCB.savedMR.word + 2 * TCB.savedMR.stride))
    #expect(result?.verdict == .refuted)
    #expect(result?.reason == "the words of a TCB record are apart")
  }

  @Test func aFieldBeyondItsRecordOverlapsTheNext() {
    let result = verdict(of: kernel(withFieldAt: (1 << Int(TCB.shift)) / 4))
    #expect(result?.verdict == .refuted)
    #expect(
      result?.reason?.hasPrefix("TCB.one more is aligned and inside its record") == true, "\(result?.reason ?? "")")
  }
}
