import ARMSemantics
import Logic
import Testing

@Suite("Records list and merge all that they hold")
struct RecordTests {
  @Test("A mapping")
  func mapping() {
    check(
      Mapping<Native>(
        status: 1, base: 2, mask: 3, frame: 4, domain: 5, permissions: 6, attributes: 7, isPage: 8),
      Mapping<Native>(
        status: 11, base: 12, mask: 13, frame: 14, domain: 15, permissions: 16, attributes: 17, isPage: 18))
  }

  @Test("An outcome of an access")
  func outcome() {
    check(
      AccessOutcome<Native>(status: 1, mva: 2, physicalAddress: 3, domain: 4, attributes: 5, isPage: 6),
      AccessOutcome<Native>(status: 11, mva: 12, physicalAddress: 13, domain: 14, attributes: 15, isPage: 16))
  }

  /// Requires: all words of the two differ.
  private func check<V: Record>(_ a: V, _ b: V) where V.R == Native {
    // Stored properties with their values, as the compiler knows them.
    let stored = Mirror(reflecting: a).children.map { "\($0.label ?? "?"): \($0.value)" }
    #expect(a.leaves.map { "\($0.name): \($0.word)" } == stored)
    #expect(V.merge(true, a, b).leaves.map(\.word) == a.leaves.map(\.word))
    #expect(V.merge(false, a, b).leaves.map(\.word) == b.leaves.map(\.word))
  }
}
