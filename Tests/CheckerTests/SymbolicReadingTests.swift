import Logic
import Testing

@testable import Checker

@Suite("The symbolic reading keeps track of the conditions under which code runs")
struct SymbolicReadingTests {
  let arena = TermArena()
  var p: SymbolicTruth { SymbolicTruth(term: arena.variable("p", .truth)) }
  var q: SymbolicTruth { SymbolicTruth(term: arena.variable("q", .truth)) }

  /// Records the guards at the moment of evaluation.
  private func observe<T>(_ value: T, _ seen: inout [[Term]]) -> T {
    seen.append(arena.guards)
    return value
  }

  @Test("The right side of a conjunction runs under the left one")
  func conjunction() {
    var seen: [[Term]] = []
    let result = p && observe(q, &seen)
    #expect(seen == [[p.term]])
    #expect(result.term === Term.and(p.term, q.term))
    #expect(arena.guards.isEmpty)
  }

  @Test("The right side of a disjunction runs under the negated left one")
  func disjunction() {
    var seen: [[Term]] = []
    let result = p || observe(q, &seen)
    #expect(seen == [[Term.not(p.term)]])
    #expect(result.term === Term.or(p.term, q.term))
  }

  @Test("The arms of a choice run under what selects them, inside what is already assumed")
  func choice() {
    var seen: [[Term]] = []
    let q = self.q
    _ = p && Symbolic.ite(q, observe(1, &seen), observe(2, &seen)) == 1
    #expect(seen == [[p.term, q.term], [p.term, Term.not(q.term)]])
    #expect(arena.guards.isEmpty)
  }

  @Test("The conclusion of an implication runs under its premise")
  func implication() {
    var seen: [[Term]] = []
    _ = p.implies(observe(q, &seen))
    #expect(seen == [[p.term]])
  }

  @Test("A constant condition guards nothing, and what it rules out is not evaluated")
  func constants() {
    var seen: [[Term]] = []
    let yes: SymbolicTruth = true
    let no: SymbolicTruth = false
    #expect((no && observe(p, &seen)).term.truth == false)
    #expect((yes || observe(p, &seen)).term.truth == true)
    #expect(seen.isEmpty)
    #expect((yes && observe(p, &seen)).term === p.term)
    #expect((no || observe(p, &seen)).term === p.term)
    #expect(Symbolic.ite(yes, observe(1, &seen), observe(2, &seen)).term.word == 1)
    #expect(seen == [[], [], []])
  }

  @Test("An error on the right side leaves no guard behind")
  func errors() {
    struct Failure: Error {}
    func fail() throws -> SymbolicTruth { throw Failure() }
    #expect(throws: Failure.self) { try p && fail() }
    #expect(throws: Failure.self) { try p || fail() }
    #expect(arena.guards.isEmpty)
  }

  @Test("Guards can be pushed and popped by hand")
  func byHand() {
    arena.push(guard: p.term)
    arena.push(guard: Term(truth: true))
    #expect(arena.guards == [p.term, arena.constant(true)])
    arena.popGuard()
    arena.popGuard()
    #expect(arena.guards.isEmpty)
  }
}
