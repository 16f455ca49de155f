import ARMSemantics
import Logic
import Testing

@Suite("Records list and merge all that they hold")
struct RecordTests {
  @Test("A mapping")
  func mapping() {
    check(
      Mapping<Native>(
        status: Code(1), base: 2, mask: 3, frame: 4, domain: 5, permissions: 6, attributes: Flags(7), isPage: 8),
      Mapping<Native>(
        status: Code(11), base: 12, mask: 13, frame: 14, domain: 15, permissions: 16, attributes: Flags(17), isPage: 18)
    )
  }

  @Test("An outcome of an access")
  func outcome() {
    check(
      AccessOutcome<Native>(status: Code(1), mva: 2, physicalAddress: 3, domain: 4, attributes: Flags(5), isPage: 6),
      AccessOutcome<Native>(
        status: Code(11), mva: 12, physicalAddress: 13, domain: 14, attributes: Flags(15), isPage: 16))
  }

  /// Requires: all words of the two differ.
  private func check<V: Record>(_ a: V, _ b: V) where V.R == Native {
    // Stored properties with their values, as the compiler knows them: a word, or a record of one.
    let stored = Mirror(reflecting: a).children.map { property in
      "\(property.label ?? "?"): \(Mirror(reflecting: property.value).children.first?.value ?? property.value)"
    }
    #expect(a.leaves.map { "\($0.name): \($0.word)" } == stored)
    #expect(V.merge(true, a, b).leaves.map(\.word) == a.leaves.map(\.word))
    #expect(V.merge(false, a, b).leaves.map(\.word) == b.leaves.map(\.word))
  }
}
