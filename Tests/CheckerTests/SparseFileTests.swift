import Checker
import Foundation
import Logic
import TestSupport
import Testing

/// Files name the words of a memory by their addresses, in one way each.
@Suite struct SparseFileTests {
  private func state(_ place: String, _ word: UInt32 = 7, schema: Schema = .sparseMachine) throws -> Image {
    let counts = schema.kinds.map { "\"\($0.name)\": \($0.least)" }.joined(separator: ", ")
    let text = """
      {"version": 1, "property": "memory/test", "counts": {\(counts)}, "state": {"\(place)": \(word)}, "words": {}}
      """
    return try CounterexampleFile(json: Data(text.utf8)).instance(of: schema).state
  }

  private func error(_ place: String, schema: Schema = .sparseMachine) -> String? {
    do {
      _ = try state(place, schema: schema)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Memory of 16 words, shown as the parameter says.
  private func small(addressShift: UInt32?) -> Schema {
    Schema(
      kinds: [
        Schema.sparseMachine.kinds[0],
        KindDescription(SparseWordKind.self, "word", sparse: 16, addressShift: addressShift),
      ],
      tables: Schema.sparseMachine.tables)
  }

  @Test func anAddressNamesAWord() throws {
    let state = try state("memory[0x80004000].contents")
    #expect(state.listedObjects(ofKind: SparseWordKind.number) == [0x2000_1000])
    #expect(state.load(0x8000_4000) == 7 && state.load(0x8000_4004) == 0 && state.load(0) == 0)
    #expect(try self.state("memory[0xFFFFFFFC].contents").load(0xFFFF_FFFC) == 7)
  }

  @Test func aWordThatIsListedAsZeroIsListed() throws {
    let state = try state("memory[0x80004000].contents", 0)
    #expect(state.listedObjects(ofKind: SparseWordKind.number) == [0x2000_1000])
  }

  @Test(arguments: [
    "0x80004001", "0x80004002", "0x80004003", "0x8000400", "0x080004000", "80004000", "0X80004000", "0x8000400g", "0x",
    "0xfffffffc", "0x+0004000", "-x80004000", " 0x80004000", "5", "", "0x100000000",
  ])
  func addressesThatNameNoWordAreErrors(_ address: String) {
    #expect(
      error("memory[\(address)].contents")
        == "speaks of “memory[\(address)].contents”, and there is no such place")
  }

  @Test(arguments: ["memory[0x80004000].contents[0]", "memory.contents", "register[0].root"])
  func placesOfTheWrongFormAreErrors(_ place: String) {
    #expect(error(place) == "speaks of “\(place)”, which is outside of its table")
  }

  @Test func addressesBeyondTheMemoryAreErrors() {
    #expect(error("memory[0x0000003C].contents", schema: small(addressShift: 2)) == nil)
    #expect(
      error("memory[0x00000040].contents", schema: small(addressShift: 2))
        == "speaks of “memory[0x00000040].contents”, which is outside of its table")
  }

  @Test func aReferenceToAWordIsShownAsItsAddress() {
    #expect(Schema.sparseMachine.show(0x2000_1000, .reference(SparseWordKind.number)) == "word 0x80004000")
    #expect(Schema.sparseMachine.show(1 << 30, .reference(SparseWordKind.number)) == "word 1073741824")
    #expect(small(addressShift: nil).show(15, .reference(SparseWordKind.number)) == "word 15")
  }

  @Test func aKindWithoutAddressesHasIndices() throws {
    #expect(try state("memory[15].contents", schema: small(addressShift: nil)).load(60) == 7)
    #expect(
      error("memory[16].contents", schema: small(addressShift: nil))
        == "speaks of “memory[16].contents”, which is outside of its table")
    #expect(
      error("memory[0x0000003C].contents", schema: small(addressShift: nil))
        == "speaks of “memory[0x0000003C].contents”, and there is no such place")
  }
}
