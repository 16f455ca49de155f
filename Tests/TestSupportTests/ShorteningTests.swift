import Randomness
import Testing

/// The one way in which failing sequences are made short.
@Suite struct ShorteningTests {
  /// After how many elements a sequence holds all of `needed`, in their order.
  private func length(_ elements: [Int], holding needed: [Int]) -> Int? {
    var rest = needed[...]
    for (i, element) in elements.enumerated() {
      if element == rest.first { rest.removeFirst() }
      if rest.isEmpty { return i + 1 }
    }
    return nil
  }

  @Test(arguments: [[0], [99], [0, 99], [17, 18, 19], [3, 50, 51, 98], Array(0..<100)])
  func whatTheFailureNeedsIsLeft(_ needed: [Int]) {
    #expect(shortened(Array(0..<100)) { length($0, holding: needed) } == needed)
  }

  @Test func noSingleElementIsTooMany() {
    // As long as there is a 1, the 2 cannot go; from the end on, the 2 is tried first.
    func length(_ elements: [Int]) -> Int? {
      guard let end = elements.firstIndex(of: 3) else { return nil }
      return elements.contains(1) && !elements.contains(2) ? nil : end + 1
    }
    #expect(shortened([1, 2, 3], failingAfter: length) == [3])
  }

  @Test func aSequenceThatDoesNotFailStaysAsItIs() {
    #expect(shortened([1, 2, 3]) { _ in nil } == [1, 2, 3])
  }
}
