import Testing

@testable import Checker

@Suite("Terms are simplified while they are built")
struct SimplificationTests {
  let arena = TermArena()
  var x: Term { arena.variable("x", .word) }
  var y: Term { arena.variable("y", .word) }
  var p: Term { arena.variable("p", .truth) }
  var q: Term { arena.variable("q", .truth) }
  var yes: Term { arena.constant(true) }
  var no: Term { arena.constant(false) }

  private func k(_ value: UInt32) -> Term { Term(word: value) }

  @Test("Equal terms are one object, however their constants were made")
  func sharing() {
    #expect(Term.add(x, y) === Term.add(y, x))
    #expect(Term.add(x, k(7)) === Term.add(arena.constant(7), x))
    #expect(Term.less(x, y) !== Term.less(y, x))
    #expect(Term.subtract(x, y) !== Term.subtract(y, x))
    #expect(arena.variable("x", .word) === x)
    #expect(arena.function("f", arity: 2) === arena.function("f", arity: 2))
    let f = arena.function("f", arity: 2)
    #expect(arena.apply(f, [x, k(1)]) === arena.apply(f, [x, arena.constant(1)]))
    #expect(arena.apply(f, [x, y]) !== arena.apply(f, [y, x]))
  }

  @Test("Terms stay one object each when the table grows")
  func growth() {
    let first = (0..<5000).map { Term.add(x, k($0)) }
    let second = (0..<5000).map { Term.add(x, k($0)) }
    #expect(first == second)
    #expect(Set(first).count == 5000)
    #expect(arena.variable("x", .word) === x)
  }

  @Test("Operands are older than the terms that use them")
  func ids() {
    let term = Term.ite(.less(x, y), .add(x, k(1)), y)
    for subterm in Term.bottomUp([term]) {
      #expect(subterm.operands.allSatisfy { $0.id < subterm.id })
    }
  }

  @Test("Connectives")
  func connectives() {
    #expect(Term.not(.not(p)) === p)
    #expect(Term.not(.less(x, y)) === Term.lessOrEqual(y, x))
    #expect(Term.not(.lessOrEqual(x, y)) === Term.less(y, x))
    #expect(Term.and(p, Term(truth: true)) === p)
    #expect(Term.and(Term(truth: false), p) === no)
    #expect(Term.or(p, Term(truth: true)) === yes)
    #expect(Term.or(Term(truth: false), p) === p)
    #expect(Term.and(p, p) === p)
    #expect(Term.or(p, p) === p)
    #expect(Term.and(p, .not(p)) === no)
    #expect(Term.or(.not(p), p) === yes)
    #expect(Term.and(.less(x, y), .lessOrEqual(y, x)) === no)
    #expect(Term.or(.less(x, y), .lessOrEqual(y, x)) === yes)
    #expect(Term.and(p, .and(q, p)) === Term.and(p, q))
    #expect(Term.and(.not(p), .and(q, p)) === no)
    #expect(Term.and(p, .or(q, p)) === p)
    #expect(Term.and(.not(p), .or(q, p)) === Term.and(.not(p), q))
    #expect(Term.and(p, .not(.and(p, q))) === Term.and(p, .not(q)))
    #expect(Term.and(.not(p), .not(.and(p, q))) === Term.not(p))
    #expect(Term.and(p, .not(.or(p, q))) === no)
    #expect(Term.and(.not(p), .not(.or(p, q))) === Term.not(.or(p, q)))
    #expect(Term.or(p, .and(q, p)) === p)
    #expect(Term.or(.not(p), .and(q, p)) === Term.or(.not(p), q))
    #expect(Term.iff(p, p) === yes)
    #expect(Term.iff(p, .not(p)) === no)
    #expect(Term.iff(p, Term(truth: false)) === Term.not(p))
    #expect(Term.iff(.not(p), .not(q)) === Term.iff(p, q))
    #expect(Term.iff(.not(p), q) === Term.not(.iff(p, q)))
    #expect(Term.implies(p, q) === Term.or(.not(p), q))
    #expect(Term.all([p, q, p]) === Term.and(p, q) && Term.any([p, q]) === Term.or(p, q))
    #expect(Term.all([]).truth == true && Term.any([]).truth == false)
  }

  @Test("Choices")
  func choices() {
    #expect(Term.ite(p, x, x) === x)
    #expect(Term.ite(Term(truth: true), x, y) === x)
    #expect(Term.ite(Term(truth: false), x, y) === y)
    #expect(Term.ite(.not(p), x, y) === Term.ite(p, y, x))
    #expect(Term.ite(.lessOrEqual(x, y), x, y) === Term.ite(.less(y, x), y, x))
    #expect(Term.ite(p, .ite(p, x, y), k(1)) === Term.ite(p, x, k(1)))
    #expect(Term.ite(p, x, .ite(p, x, y)) === Term.ite(p, x, y))
    #expect(Term.ite(.equal(x, y), x, y) === y)
    #expect(Term.ite(.equal(x, y), y, x) === x)
    #expect(Term.ite(p, Term(truth: true), Term(truth: false)) === p)
    #expect(Term.ite(p, Term(truth: false), Term(truth: true)) === Term.not(p))
    #expect(Term.ite(p, q, Term(truth: false)) === Term.and(p, q))
    #expect(Term.ite(p, Term(truth: true), q) === Term.or(p, q))
    #expect(Term.ite(p, q, .not(q)) === Term.iff(p, q))
    #expect(Term.ite(p, p, q) === Term.or(p, q))
    #expect(Term.ite(p, q, p) === Term.and(p, q))
  }

  @Test("Comparisons")
  func comparisons() {
    #expect(Term.equal(x, x) === yes)
    #expect(Term.equal(.ite(p, k(1), k(2)), k(1)) === p)
    #expect(Term.equal(.ite(p, k(1), k(2)), k(2)) === Term.not(p))
    #expect(Term.equal(.ite(p, k(1), k(2)), k(3)) === no)
    #expect(Term.equal(.ite(p, x, k(2)), k(2)) === Term.or(.not(p), .equal(x, k(2))))
    #expect(Term.equal(.ite(p, x, k(2)), k(3)) === Term.and(p, .equal(x, k(3))))
    #expect(Term.equal(.ite(p, k(2), x), k(2)) === Term.or(p, .equal(x, k(2))))
    #expect(Term.equal(.ite(p, k(2), x), k(3)) === Term.and(.not(p), .equal(x, k(3))))
    #expect(Term.equal(.ite(p, x, y), x) === Term.or(p, .equal(x, y)))
    #expect(Term.equal(.add(x, k(5)), k(3)) === Term.equal(x, k(0xFFFF_FFFE)))
    #expect(Term.equal(.add(x, k(5)), .add(y, k(5))) === Term.equal(x, y))
    #expect(Term.equal(.add(x, k(5)), x) === no)
    #expect(Term.equal(.bitXor(x, k(5)), k(3)) === Term.equal(x, k(6)))
    #expect(Term.equal(.bitNot(x), k(0)) === Term.equal(x, k(.max)))
    #expect(Term.equal(.leadingZeros(x), k(32)) === Term.equal(x, k(0)))
    #expect(Term.equal(.bitAnd(x, k(5)), k(8)) === no)
    #expect(Term.equal(.bitOr(x, k(5)), k(1)) === no)
    #expect(Term.equal(.shiftLeft(x, k(4)), k(1)) === no)
    #expect(Term.equal(.shiftRight(x, k(4)), k(0x8000_0000)) === no)
    #expect(Term.less(x, x) === no)
    #expect(Term.lessOrEqual(x, x) === yes)
    #expect(Term.less(x, k(0)) === no)
    #expect(Term.lessOrEqual(k(0), x) === yes)
    #expect(Term.less(k(.max), x) === no)
    #expect(Term.lessOrEqual(x, k(.max)) === yes)
    #expect(Term.less(x, k(1)) === Term.equal(x, k(0)))
    #expect(Term.less(k(0), x) === Term.not(.equal(x, k(0))))
    #expect(Term.less(.ite(p, k(1), k(9)), k(5)) === p)
    #expect(Term.less(k(5), .ite(p, k(1), k(9))) === Term.not(p))
    #expect(Term.lessOrEqual(.ite(p, k(1), k(2)), k(5)) === yes)
  }

  @Test("Arithmetic")
  func arithmetic() {
    #expect(Term.add(x, k(0)) === x)
    #expect(Term.add(.add(x, k(5)), k(7)) === Term.add(x, k(12)))
    #expect(Term.subtract(.add(x, k(5)), k(5)) === x)
    #expect(Term.subtract(x, k(1)) === Term.add(x, k(.max)))
    #expect(Term.subtract(x, x).word == 0)
    #expect(Term.subtract(.add(x, y), y) === x)
    #expect(Term.add(.subtract(x, y), y) === x)
    #expect(Term.multiply(x, k(0)).word == 0)
    #expect(Term.multiply(k(1), x) === x)
    #expect(Term.multiply(.multiply(x, k(3)), k(5)) === Term.multiply(x, k(15)))
  }

  @Test("Bits")
  func bits() {
    #expect(Term.bitAnd(x, x) === x)
    #expect(Term.bitAnd(x, k(0)).word == 0)
    #expect(Term.bitAnd(x, k(.max)) === x)
    #expect(Term.bitAnd(x, .bitNot(x)).word == 0)
    #expect(Term.bitAnd(.bitAnd(x, k(6)), k(3)) === Term.bitAnd(x, k(2)))
    #expect(Term.bitAnd(.bitOr(x, k(4)), k(3)) === Term.bitAnd(x, k(3)))
    #expect(Term.bitAnd(.bitOr(x, k(7)), k(3)).word == 3)
    #expect(Term.bitOr(x, x) === x)
    #expect(Term.bitOr(x, k(0)) === x)
    #expect(Term.bitOr(x, k(.max)).word == .max)
    #expect(Term.bitOr(x, .bitNot(x)).word == .max)
    #expect(Term.bitOr(.bitOr(x, k(1)), k(2)) === Term.bitOr(x, k(3)))
    #expect(Term.bitXor(x, x).word == 0)
    #expect(Term.bitXor(x, k(.max)) === Term.bitNot(x))
    #expect(Term.bitXor(.bitXor(x, y), k(0)) === Term.bitXor(x, y))
    #expect(Term.bitNot(.bitNot(x)) === x)
    #expect(Term.shiftLeft(x, k(0)) === x)
    #expect(Term.shiftLeft(x, k(32)) === x)
    #expect(Term.shiftLeft(x, k(33)) === Term.shiftLeft(x, k(1)))
    #expect(Term.shiftLeft(.shiftLeft(x, k(3)), k(4)) === Term.shiftLeft(x, k(7)))
    #expect(Term.shiftRight(.shiftRight(x, k(16)), k(16)).word == 0)
    #expect(Term.shiftRight(k(0), y).word == 0)
  }

  @Test("An equality with a long chain of choices is built without recursion")
  func longChain() {
    var chain = k(0)
    for i in 1...30_000 as ClosedRange<UInt32> {
      chain = .ite(.equal(x, k(i)), k(i), chain)
    }
    let isSeven = Term.equal(chain, k(7))
    #expect(Assignment(words: ["x": 7]).satisfies(isSeven))
    #expect(!Assignment(words: ["x": 8]).satisfies(isSeven))
  }
}
