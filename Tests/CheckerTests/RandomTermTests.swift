import Randomness
import Testing

@testable import Checker

/// A growing set of terms, each with its values computed natively step by step, never from the term.
private struct Pool {
  struct Entry {
    /// Built with simplification.
    let term: Term
    /// The same operations as they stand.
    let raw: Term
    /// One value for each assignment.
    let values: [UInt32]
  }

  let arena = TermArena()
  var generator: SeededGenerator
  var words: [Entry] = []
  var truths: [Entry] = []
  let assignments: [Assignment]

  init(seed: UInt64, allowsProducts: Bool) {
    generator = SeededGenerator(seed: seed)
    var drawn: [Assignment] = []
    for _ in 0..<8 {
      var assignment = Assignment()
      for name in ["x", "y", "z"] { assignment.words[name] = Self.draw(&generator) }
      for name in ["p", "q"] { assignment.truths[name] = Bool.random(using: &generator) }
      var table = FunctionTable(otherwise: Self.draw(&generator))
      for corner in corners.prefix(8) { table.entries[[corner]] = Self.draw(&generator) }
      assignment.functions["f"] = table
      drawn.append(assignment)
    }
    assignments = drawn
    for name in ["x", "y", "z"] {
      let term = arena.variable(name, .word)
      words.append(Entry(term: term, raw: term, values: drawn.map { $0.words[name]! }))
    }
    for name in ["p", "q"] {
      let term = arena.variable(name, .truth)
      truths.append(Entry(term: term, raw: term, values: drawn.map { $0.truths[name]! ? 1 : 0 }))
    }
    for _ in 0..<60 { grow(allowsProducts: allowsProducts) }
  }

  private static func draw(_ generator: inout SeededGenerator) -> UInt32 {
    Int.random(in: 0..<4, using: &generator) == 0
      ? UInt32.random(in: 0...UInt32.max, using: &generator) : corners.randomElement(using: &generator)!
  }

  private mutating func word() -> Entry {
    if Int.random(in: 0..<3, using: &generator) == 0 {
      let value = Self.draw(&generator)
      // Half of the constants know their arena.
      let owned = arena.constant(value)
      let term = Bool.random(using: &generator) ? owned : Term(word: value)
      return Entry(term: term, raw: owned, values: assignments.map { _ in value })
    }
    return words.suffix(8).randomElement(using: &generator)!
  }

  private mutating func truth() -> Entry {
    if Int.random(in: 0..<10, using: &generator) == 0 {
      let value = Bool.random(using: &generator)
      return Entry(term: Term(truth: value), raw: arena.constant(value), values: assignments.map { _ in value ? 1 : 0 })
    }
    return truths.suffix(6).randomElement(using: &generator)!
  }

  private mutating func grow(allowsProducts: Bool) {
    switch Int.random(in: 0..<22, using: &generator) {
    case 0: truths.append(one(.not, truth(), Term.not) { 1 - $0 })
    case 1: truths.append(two(.and, truth(), truth(), Term.and, min))
    case 2: truths.append(two(.or, truth(), truth(), Term.or, max))
    case 3: truths.append(two(.iff, truth(), truth(), Term.iff) { $0 == $1 ? 1 : 0 })
    case 4: truths.append(choice(truth(), truth(), truth()))
    case 5, 6: truths.append(two(.equal, word(), word(), Term.equal) { $0 == $1 ? 1 : 0 })
    case 7: truths.append(two(.less, word(), word(), Term.less) { $0 < $1 ? 1 : 0 })
    case 8: truths.append(two(.lessOrEqual, word(), word(), Term.lessOrEqual) { $0 <= $1 ? 1 : 0 })
    case 9, 10: words.append(choice(truth(), word(), word()))
    case 11: words.append(two(.add, word(), word(), Term.add, sum))
    case 12: words.append(two(.subtract, word(), word(), Term.subtract) { sum($0, sum(UInt32.max - $1, 1)) })
    case 13 where allowsProducts: words.append(two(.multiply, word(), word(), Term.multiply, product))
    case 14: words.append(two(.bitAnd, word(), word(), Term.bitAnd) { $0 & $1 })
    case 15: words.append(two(.bitOr, word(), word(), Term.bitOr) { $0 | $1 })
    case 16: words.append(two(.bitXor, word(), word(), Term.bitXor) { ($0 | $1) - ($0 & $1) })
    case 17: words.append(one(.bitNot, word(), Term.bitNot) { UInt32.max - $0 })
    case 18: words.append(two(.shiftLeft, word(), word(), Term.shiftLeft) { $0 << ($1 % 32) })
    case 19: words.append(two(.shiftRight, word(), word(), Term.shiftRight) { $0 >> ($1 % 32) })
    case 20: words.append(one(.leadingZeros, word(), Term.leadingZeros, zeros))
    default: words.append(application(word()))
    }
  }

  private func one(_ op: Operator, _ a: Entry, _ build: (Term) -> Term, _ native: (UInt32) -> UInt32) -> Entry {
    Entry(term: build(a.term), raw: arena.node(op, a.raw), values: a.values.map(native))
  }

  private func two(
    _ op: Operator, _ a: Entry, _ b: Entry, _ build: (Term, Term) -> Term, _ native: (UInt32, UInt32) -> UInt32
  ) -> Entry {
    Entry(term: build(a.term, b.term), raw: arena.node(op, a.raw, b.raw), values: zip(a.values, b.values).map(native))
  }

  private func choice(_ c: Entry, _ a: Entry, _ b: Entry) -> Entry {
    Entry(
      term: .ite(c.term, a.term, b.term), raw: arena.node(choice: c.raw, a.raw, b.raw),
      values: zip(c.values, zip(a.values, b.values)).map { $0 == 1 ? $1.0 : $1.1 })
  }

  private func application(_ a: Entry) -> Entry {
    let f = arena.function("f", arity: 1)
    return Entry(
      term: arena.apply(f, [a.term]), raw: arena.apply(f, [a.raw]),
      values: zip(a.values, assignments).map { value, assignment in
        assignment.functions["f"]!.entries[[value]] ?? assignment.functions["f"]!.otherwise
      })
  }
}

private func sum(_ a: UInt32, _ b: UInt32) -> UInt32 { UInt32((UInt64(a) + UInt64(b)) % (1 << 32)) }
private func product(_ a: UInt32, _ b: UInt32) -> UInt32 { UInt32((UInt64(a) * UInt64(b)) % (1 << 32)) }
private func zeros(_ a: UInt32) -> UInt32 {
  UInt32(String(UInt64(1) << 32 + UInt64(a), radix: 2).dropFirst().prefix { $0 == "0" }.count)
}

@Suite("Simplification changes no value")
struct RandomTermTests {
  @Test("Random terms evaluate to what was computed natively, simplified and not", arguments: 0..<20 as Range<UInt64>)
  func evaluation(_ hundred: UInt64) {
    for seed in hundred * 100..<(hundred + 1) * 100 {
      let pool = Pool(seed: seed, allowsProducts: true)
      let entries = pool.words + pool.truths
      for (i, assignment) in pool.assignments.enumerated() {
        let expected = entries.map { Value($0.term.sort, $0.values[i]) }
        #expect(assignment.evaluate(entries.map(\.term)) == expected, "seed \(seed), assignment \(i)")
        #expect(assignment.evaluate(entries.map(\.raw)) == expected, "seed \(seed), assignment \(i), as it stands")
      }
    }
  }

  @Test("Z3 proves random terms equal to their simplified forms", arguments: 0..<40 as Range<UInt64>)
  func proofs(_ seed: UInt64) throws {
    let pool = Pool(seed: seed, allowsProducts: false)
    let arena = pool.arena
    let session = try SolverSession()
    let words = pool.words.map { arena.node(.not, arena.node(.equal, arena.own($0.term), $0.raw)) }
    let truths = pool.truths.map { arena.node(.not, arena.node(.iff, arena.own($0.term), $0.raw)) }
    let difference = (words + truths).reduce(arena.constant(false)) { arena.node(.or, $0, $1) }
    #expect(try session.check([difference]) == .unsatisfiable, "seed \(seed)")
  }

  @Test("Rewriting random terms with values for their unknowns gives the constants that they evaluate to")
  func substitution() {
    for seed in 0..<200 as Range<UInt64> {
      let pool = Pool(seed: seed, allowsProducts: true)
      let entries = pool.words + pool.truths
      let assignment = pool.assignments[0]
      var memo: [Term: Term] = [:]
      let rewritten = pool.arena.rewrite(entries.map(\.term), memo: &memo) { term in
        switch term.op {
        case .apply: Term(word: assignment.functions["f"]![term.operands.map { $0.word! }])
        case .variable where term.sort == .word: Term(word: assignment.words[term.name!]!)
        default: Term(truth: assignment.truths[term.name!]!)
        }
      }
      #expect(rewritten.allSatisfy { $0.op == .constant }, "seed \(seed)")
      #expect(rewritten.map(\.bits) == entries.map { $0.values[0] }, "seed \(seed)")
    }
  }
}
