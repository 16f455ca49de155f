import Logic
import Testing

@testable import Checker

/// An operation of the logic in both readings. Truth values are the words 0 and 1.
struct Operation: Sendable, CustomTestStringConvertible {
  let name: String
  let native: @Sendable (UInt32, UInt32) -> UInt32
  let symbolic: @Sendable (SymbolicWord, SymbolicWord) -> SymbolicWord

  var testDescription: String { name }

  init<N, S>(_ name: String, _ n: N.Type, _ s: S.Type)
  where N: Definition, N.R == Native, S: Definition, S.R == Symbolic {
    self.name = name
    native = { N.apply($0, $1) }
    symbolic = { S.apply($0, $1) }
  }
}

/// Code that is generic over its reading.
protocol Definition: SendableMetatype {
  associatedtype R: Reading
  static func apply(_ a: R.Word, _ b: R.Word) -> R.Word
}

enum Add<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { a &+ b } }
enum Subtract<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { a &- b } }
enum Multiply<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { a &* b } }
enum BitAnd<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { a & b } }
enum BitOr<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { a | b } }
enum BitXor<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { a ^ b } }
enum BitNot<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { ~a } }
enum ShiftLeft<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { a &<< b } }
enum ShiftRight<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { a &>> b } }
enum LeadingZeros<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { a.leadingZeros } }
enum Equal<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(a == b, 1, 0) } }
enum Unequal<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(a != b, 1, 0) } }
enum Less<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(a < b, 1, 0) } }
enum AtMost<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(a <= b, 1, 0) } }
enum Greater<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(a > b, 1, 0) } }
enum AtLeast<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(a >= b, 1, 0) } }
enum Choice<R: Reading>: Definition { static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(a < b, a, b) } }
enum Both<R: Reading>: Definition {
  static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(a < 32 && b < 32, 1, 0) }
}
enum Either<R: Reading>: Definition {
  static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(a < 32 || b < 32, 1, 0) }
}
enum Implied<R: Reading>: Definition {
  static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite((a < 32).implies(b < 32), 1, 0) }
}
enum Negation<R: Reading>: Definition {
  static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(!(a < 32 && b < 32), 1, 0) }
}
enum Equivalence<R: Reading>: Definition {
  static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite((a < 32) == (b < 32), 1, 0) }
}
enum TruthChoice<R: Reading>: Definition {
  static func apply(_ a: R.Word, _ b: R.Word) -> R.Word { R.ite(R.select(a < 32, b < 32, b > 64), 1, 0) }
}

let operations: [Operation] = [
  Operation("&+", Add<Native>.self, Add<Symbolic>.self),
  Operation("&-", Subtract<Native>.self, Subtract<Symbolic>.self),
  Operation("&*", Multiply<Native>.self, Multiply<Symbolic>.self),
  Operation("&", BitAnd<Native>.self, BitAnd<Symbolic>.self),
  Operation("|", BitOr<Native>.self, BitOr<Symbolic>.self),
  Operation("^", BitXor<Native>.self, BitXor<Symbolic>.self),
  Operation("~", BitNot<Native>.self, BitNot<Symbolic>.self),
  Operation("&<<", ShiftLeft<Native>.self, ShiftLeft<Symbolic>.self),
  Operation("&>>", ShiftRight<Native>.self, ShiftRight<Symbolic>.self),
  Operation("leadingZeros", LeadingZeros<Native>.self, LeadingZeros<Symbolic>.self),
  Operation("==", Equal<Native>.self, Equal<Symbolic>.self),
  Operation("!=", Unequal<Native>.self, Unequal<Symbolic>.self),
  Operation("<", Less<Native>.self, Less<Symbolic>.self),
  Operation("<=", AtMost<Native>.self, AtMost<Symbolic>.self),
  Operation(">", Greater<Native>.self, Greater<Symbolic>.self),
  Operation(">=", AtLeast<Native>.self, AtLeast<Symbolic>.self),
  Operation("ite", Choice<Native>.self, Choice<Symbolic>.self),
  Operation("&&", Both<Native>.self, Both<Symbolic>.self),
  Operation("||", Either<Native>.self, Either<Symbolic>.self),
  Operation("implies", Implied<Native>.self, Implied<Symbolic>.self),
  Operation("!", Negation<Native>.self, Negation<Symbolic>.self),
  Operation("== of truth values", Equivalence<Native>.self, Equivalence<Symbolic>.self),
  Operation("select", TruthChoice<Native>.self, TruthChoice<Symbolic>.self),
]

@Suite("Operators mean the same natively, as terms, and to Z3")
struct OperatorTests {
  let arena = TermArena()
  var x: SymbolicWord { SymbolicWord(term: arena.variable("x", .word)) }
  var y: SymbolicWord { SymbolicWord(term: arena.variable("y", .word)) }

  @Test("Terms evaluate to the native result, whichever operands are constants", arguments: operations)
  func evaluation(_ operation: Operation) {
    let open = operation.symbolic(x, y).term
    for (a, b) in pairs {
      let assignment = Assignment(words: ["x": a, "y": b])
      let expected = Value.word(operation.native(a, b))
      let terms = [
        open, operation.symbolic(SymbolicWord(constant: a), y).term,
        operation.symbolic(x, SymbolicWord(constant: b)).term,
        operation.symbolic(SymbolicWord(constant: a), SymbolicWord(constant: b)).term,
      ]
      #expect(assignment.evaluate(terms) == Array(repeating: expected, count: 4), "\(a) \(operation.name) \(b)")
      #expect(terms[3].op == .constant, "constants fold")
    }
  }

  @Test("Z3 finds no pair of words with another result", arguments: operations)
  func conformance(_ operation: Operation) throws {
    let session = try SolverSession()
    let result = operation.symbolic(x, y)
    let deviations = pairs.map { a, b in
      x == SymbolicWord(constant: a) && y == SymbolicWord(constant: b)
        && result != SymbolicWord(constant: operation.native(a, b))
    }
    #expect(try session.check([.any(deviations.map(\.term))]) == .unsatisfiable)
    // The question is not vacuous: the very pairs, with the native results, are possible.
    let agreements = pairs.map { a, b in
      x == SymbolicWord(constant: a) && y == SymbolicWord(constant: b)
        && result == SymbolicWord(constant: operation.native(a, b))
    }
    #expect(try session.check([.any(agreements.map(\.term))]).model != nil)
  }

  @Test("Z3 proves what is simplified for a constant operand equal to what is not", arguments: operations)
  func constantOperands(_ operation: Operation) throws {
    let session = try SolverSession()
    let open = operation.symbolic(x, y)
    for k in corners {
      let constant = SymbolicWord(constant: k)
      let right = y == constant && open != operation.symbolic(x, constant)
      let left = x == constant && open != operation.symbolic(constant, y)
      #expect(try session.check([right.term]) == .unsatisfiable, "x \(operation.name) \(k)")
      #expect(try session.check([left.term]) == .unsatisfiable, "\(k) \(operation.name) y")
    }
  }
}
