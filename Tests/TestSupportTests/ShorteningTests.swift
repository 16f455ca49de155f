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
    // An odd number of multiples of three: to leave out one doesn't do, to leave out two does.
    func fails(_ elements: [Int]) -> Int? {
      elements.filter { $0 % 3 == 0 }.count % 2 == 1 ? elements.count : nil
    }
    let short = shortened(Array(1..<30), failingAfter: fails)
    #expect(fails(short) != nil)
    for left in short.indices {
      var shorter = short
      shorter.remove(at: left)
      #expect(fails(shorter) == nil, "\(short) without \(short[left])")
    }
  }

  @Test func aSequenceThatDoesNotFailStaysAsItIs() {
    #expect(shortened([1, 2, 3]) { _ in nil } == [1, 2, 3])
  }
}
