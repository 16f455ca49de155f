import Foundation
import Randomness
import Testing

@testable import Checker

/// The negation of a law of arithmetic: false for all words, but Z3 takes far longer to see it than any test waits.
private func hardQuestion(_ arena: TermArena) -> Term {
  let (x, y, z) = (arena.variable("x", .word), arena.variable("y", .word), arena.variable("z", .word))
  let sum = Term.add(.bitOr(x, y), .bitAnd(x, y))
  return .not(.equal(.multiply(sum, z), .add(.multiply(x, z), .multiply(y, z))))
}

@Suite("Solver sessions")
struct SolverTests {
  let arena = TermArena()
  let session: SolverSession
  var x: Term { arena.variable("x", .word) }
  var y: Term { arena.variable("y", .word) }

  init() throws { session = try SolverSession() }

  @Test("A model has a value for each unknown, and satisfies what was asked")
  func models() throws {
    let p = arena.variable("p", .truth)
    let f = arena.function("f", arity: 2)
    let assertions: [Term] = [
      .equal(arena.apply(f, [x, y]), Term(word: 7)), .equal(arena.apply(f, [y, x]), Term(word: 9)),
      .less(Term(word: 5), x), p,
    ]
    let model = try #require(try session.check(assertions).model)
    #expect(assertions.allSatisfy(model.satisfies))
    let (a, b) = (try #require(model.words["x"]), try #require(model.words["y"]))
    #expect(model.truths == ["p": true])
    #expect(model.functions["f"]?[[a, b]] == 7 && model.functions["f"]?[[b, a]] == 9)
    #expect(a > 5 && a != b)
  }

  @Test("Functions give equal results for equal arguments")
  func congruence() throws {
    let f = arena.function("f", arity: 1)
    let unequal = Term.not(.equal(arena.apply(f, [x]), arena.apply(f, [y])))
    #expect(try session.check([.equal(x, y), unequal]) == .unsatisfiable)
    #expect(try session.check([unequal]).model != nil)
  }

  @Test("Constants are answered, too, and nothing at all is satisfiable")
  func constants() throws {
    #expect(try session.check([Term(truth: false)]) == .unsatisfiable)
    #expect(try session.check([Term(truth: true)]) == .satisfiable(Assignment()))
    #expect(try session.check([]) == .satisfiable(Assignment()))
  }

  @Test("Sessions serve one arena after another")
  func reset() throws {
    #expect(try session.check([.less(x, x)]) == .unsatisfiable)
    for _ in 0..<10 {
      session.reset()
      let arena = TermArena()
      let x = arena.variable("x", .word)
      #expect(try session.check([.less(x, Term(word: 2)), .less(Term(word: 0), x)]).model?.words == ["x": 1])
    }
  }

  @Test("A limit on resources ends a check, at the same point every time")
  func resources() throws {
    let limits = SolverLimits(resources: 200_000)
    #expect(try session.check([hardQuestion(arena)], limits: limits) == .unknown(.workLimit))
    // The limit is for one check, not for the session.
    #expect(try session.check([.less(x, y)], limits: limits).model != nil)
    #expect(try session.check([hardQuestion(arena)], limits: limits) == .unknown(.workLimit))
  }

  @Test("A limit on time ends a check, with functions and without")
  func time() throws {
    let limits = SolverLimits(seconds: 0.2)
    let start = ContinuousClock.now
    #expect(try session.check([hardQuestion(arena)], limits: limits) == .unknown(.timeLimit))
    let read = arena.apply(arena.function("f", arity: 1), [x])
    #expect(
      try session.check([hardQuestion(arena), .equal(read, y)], limits: limits) == .unknown(.timeLimit))
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test("A check is interrupted from another thread, and the session stays interrupted until it is resumed")
  func interruption() throws {
    let session = self.session
    let thread = Thread {
      Thread.sleep(forTimeInterval: 0.2)
      session.interrupt()
    }
    thread.start()
    #expect(try session.check([hardQuestion(arena)]) == .unknown(.interruption))
    #expect(try session.check([.less(x, y)]) == .unknown(.interruption))
    session.resume()
    #expect(try session.check([.less(x, y)]).model != nil)
  }

  @Test("An interruption is not lost when it comes before Z3 listens")
  func earlyInterruption() throws {
    let session = self.session
    let start = ContinuousClock.now
    // Long enough for a lone interruption to pass unheard.
    let answer = try session.check([hardQuestion(arena)], limits: SolverLimits(seconds: 10)) {
      Thread { session.interrupt() }.start()
      while !session.isInterrupted { Thread.sleep(forTimeInterval: 0.001) }
      Thread.sleep(forTimeInterval: 0.05)
    }
    #expect(answer == .unknown(.interruption))
    #expect(ContinuousClock.now - start < .seconds(5), "the time limit ended the check, not the interruption")
  }

  @Test("The version is Z3's")
  func version() {
    #expect(SolverSession.version.contains(/\d+\.\d+/))
  }

  @Test("Z3's errors are thrown, and say which call failed")
  func errors() throws {
    #expect(
      throws: SolverError.refused(
        call: "Z3_mk for and",
        message:
          "Sort mismatch at argument #1 for function (declare-fun and (Bool Bool) Bool) supplied sort is (_ BitVec 32)")
    ) {
      try session.translate(arena.node(.and, x, y))
    }
    #expect("\(SolverError.refused(call: "Z3_mk_bvadd", message: "sorts"))" == "the solver refused Z3_mk_bvadd: sorts")
  }
}

@Suite("Incremental solvers")
struct IncrementalSolverTests {
  let arena = TermArena()
  let session: SolverSession
  let solver: IncrementalSolver
  var x: Term { arena.variable("x", .word) }

  init() throws {
    session = try SolverSession()
    solver = try IncrementalSolver(session)
  }

  @Test("What is asserted in a scope is forgotten with it")
  func scopes() throws {
    try solver.assert(.less(x, Term(word: 10)))
    try solver.push()
    try solver.assert(.less(Term(word: 10), x))
    #expect(try solver.check() == .unsatisfiable)
    try solver.pop()
    #expect(try #require(try solver.check().model?.words["x"]) < 10)
  }

  @Test("Assumptions hold for one check, whatever their form")
  func assumptions() throws {
    let p = arena.variable("p", .truth)
    try solver.assert(.or(p, .less(x, Term(word: 10))))
    let isLarge = Term.less(Term(word: 20), x)
    #expect(try solver.check(assuming: [isLarge, .not(p)]) == .unsatisfiable)
    #expect(try solver.check(assuming: [isLarge]).model?.truths["p"] == true)
    #expect(try solver.check(assuming: [.not(p)]).model != nil)
    #expect(try solver.check(assuming: [Term(truth: false)]) == .unsatisfiable)
    #expect(try solver.check(assuming: [.not(isLarge), isLarge]) == .unsatisfiable)
  }

  @Test("An assumption that was first made in a scope can be made again outside")
  func assumptionsAndScopes() throws {
    let isLarge = Term.less(Term(word: 20), x)
    try solver.push()
    #expect(try solver.check(assuming: [isLarge]).model != nil)
    try solver.pop()
    try solver.assert(.less(x, Term(word: 10)))
    #expect(try solver.check(assuming: [isLarge]) == .unsatisfiable)
    #expect(try solver.check().model != nil)
  }

  @Test("A random sequence of scopes and checks gets the answers of fresh solvers", arguments: 0..<10 as Range<UInt64>)
  func agreement(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let fresh = try SolverSession()
    var stack: [[Term]] = [[]]
    func literal() -> Term {
      let variable = arena.variable(["x", "y", "z"].randomElement(using: &generator)!, .word)
      let bit = Term(word: 1 << UInt32.random(in: 0..<3, using: &generator))
      let other = arena.variable(["x", "y", "z"].randomElement(using: &generator)!, .word)
      let isSet = Term.equal(.bitAnd(.add(variable, .bitXor(other, Term(word: 3))), bit), bit)
      return Bool.random(using: &generator) ? isSet : .not(isSet)
    }
    for step in 0..<60 {
      switch Int.random(in: 0..<5, using: &generator) {
      case 0:
        try solver.push()
        stack.append([])
      case 1 where stack.count > 1:
        try solver.pop()
        stack.removeLast()
      case 2:
        let term = Term.or(literal(), literal())
        try solver.assert(term)
        stack[stack.count - 1].append(term)
      default:
        let assumptions = (0..<3).map { _ in literal() }
        let incremental = try solver.check(assuming: assumptions)
        let expected = try fresh.check(stack.flatMap(\.self) + assumptions)
        #expect((incremental.model == nil) == (expected.model == nil), "seed \(seed), step \(step)")
      }
    }
  }

  @Test("Functions are refused, every time")
  func functions() throws {
    let read = Term.equal(arena.apply(arena.function("f", arity: 1), [x]), x)
    for _ in 0..<2 {
      #expect(throws: SolverError.unexpectedFunction("f")) { try solver.assert(read) }
      #expect(throws: SolverError.unexpectedFunction("f")) { try solver.check(assuming: [read]) }
    }
    #expect(try solver.check().model != nil)
  }

  @Test("Limits end a check, and the solver can go on")
  func limits() throws {
    #expect(
      try solver.check(assuming: [hardQuestion(arena)], limits: SolverLimits(seconds: 0.2))
        == .unknown(.timeLimit))
    #expect(
      try solver.check(assuming: [hardQuestion(arena)], limits: SolverLimits(resources: 200_000))
        == .unknown(.workLimit))
    #expect(try solver.check(assuming: [.less(x, Term(word: 3))]).model != nil)
  }
}
