import Testing

@testable import Checker

@Suite("SMT-LIB export")
struct SMTLIBTests {
  @Test("A small obligation")
  func golden() {
    let arena = TermArena()
    let x = arena.variable("x", .word)
    let p = arena.variable("is open", .truth)
    let f = arena.function("TCB.partner", arity: 2)
    let read = arena.apply(f, [x, Term(word: 0)])
    let sum = Term.add(read, Term(word: 4))
    let text = smtlib(
      assertions: [.or(p, .less(sum, .shiftLeft(sum, x))), .not(.equal(read, x))],
      comment: ["An example,\nin two lines."])
    #expect(
      text == """
        ; An example,
        ; in two lines.
        (set-option :produce-models true)
        (set-logic QF_UFBV)
        (declare-fun |l4.x| () (_ BitVec 32))
        (declare-fun |l4.is open| () Bool)
        (declare-fun |l4.TCB.partner| ((_ BitVec 32) (_ BitVec 32)) (_ BitVec 32))
        (define-fun |l4.#1| () (_ BitVec 32) (|l4.TCB.partner| |l4.x| #x00000000))
        (define-fun |l4.#2| () (_ BitVec 32) (bvadd |l4.#1| #x00000004))
        (assert (or |l4.is open| (bvult |l4.#2| (bvshl |l4.#2| (bvand |l4.x| #x0000001f)))))
        (assert (not (= |l4.x| |l4.#1|)))
        (check-sat)
        (get-model)

        """)
  }

  @Test("What is shared is written once, so the script does not explode")
  func sharing() {
    let arena = TermArena()
    var term = arena.variable("x", .word)
    for i in 0..<200 as Range<UInt32> { term = .add(.bitXor(term, Term(word: i + 1)), .bitNot(term)) }
    #expect(smtlib(assertions: [.equal(term, Term(word: 0))]).utf8.count < 100_000)
  }

  @Test("Z3 reads the script and agrees with the native result", arguments: operations)
  func reading(_ operation: Operation) throws {
    let arena = TermArena()
    let x = arena.variable("x", .word)
    let y = arena.variable("y", .word)
    let result = operation.symbolic(SymbolicWord(term: x), SymbolicWord(term: y)).term
    let few: [UInt32] = [0, 1, 31, 33, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF]
    let samples = few.flatMap { a in few.map { b in (a, b) } }
    func cases(_ claim: (Term) -> Term) -> Term {
      .any(
        samples.map { a, b in
          let isResult = Term.equal(result, Term(word: operation.native(a, b)))
          return .all([.equal(x, Term(word: a)), .equal(y, Term(word: b)), claim(isResult)])
        })
    }
    #expect(try SolverSession().checkScript(smtlib(assertions: [cases(Term.not)])) == "unsat")
    #expect(try SolverSession().checkScript(smtlib(assertions: [cases { $0 }])) == "sat")
  }

  @Test("Constants alone make a script")
  func constants() {
    #expect(smtlib(assertions: [Term(truth: false)]).contains("(assert false)"))
  }
}
