import Testing

@testable import Checker

@Suite("Rewriting and searching terms")
struct RewritingTests {
  let arena = TermArena()
  var x: Term { arena.variable("x", .word) }
  var y: Term { arena.variable("y", .word) }
  var f: Function { arena.function("f", arity: 1) }

  @Test("Variables are replaced, and what is rebuilt is simplified")
  func variables() {
    var memo: [Term: Term] = [:]
    let term = Term.equal(.add(x, y), .add(x, Term(word: 1)))
    let result = arena.rewrite([term, x], memo: &memo) { $0 === y ? Term(word: 1) : nil }
    #expect(result[0].truth == true)
    #expect(result[1] === x)
    #expect(memo[y]?.word == 1)
  }

  @Test("An application is offered with its arguments rewritten, and its replacement is left alone")
  func applications() {
    var memo: [Term: Term] = [:]
    var offered: [Term] = []
    let inner = arena.apply(f, [x])
    let outer = arena.apply(f, [inner])
    let result = arena.rewrite([outer], memo: &memo) { term in
      offered.append(term)
      return term === inner ? y : nil
    }
    #expect(offered == [x, inner, arena.apply(f, [y])])
    #expect(result == [arena.apply(f, [y])])
  }

  @Test("Every distinct term is offered once, across calls that share a memo")
  func memo() {
    var memo: [Term: Term] = [:]
    var count = 0
    var shared = x
    for i in 0..<50 { shared = .add(.bitXor(shared, Term(word: 1 << UInt32(i % 31))), .bitNot(shared)) }
    for _ in 0..<2 {
      _ = arena.rewrite([shared], memo: &memo) { _ in
        count += 1
        return nil
      }
    }
    #expect(count == 1)
  }

  @Test("A term without replacements stays the same object")
  func identity() {
    var memo: [Term: Term] = [:]
    let term = Term.ite(.less(x, y), arena.apply(f, [x]), .multiply(x, y))
    let before = arena.count
    #expect(arena.rewrite([term], memo: &memo) { _ in nil } == [term])
    #expect(arena.count == before)
  }

  @Test("Applications are found once each, and not again")
  func finding() {
    var visited = TermIDs()
    let inner = arena.apply(f, [x])
    let outer = arena.apply(f, [.add(inner, y)])
    let other = arena.apply(f, [y])
    #expect(arena.applications(in: [.equal(outer, inner)], visited: &visited) == [inner, outer])
    #expect(arena.applications(in: [.less(other, outer)], visited: &visited) == [other])
  }

  @Test("An absent unknown is 0, false, or the function that is always 0")
  func absentUnknowns() {
    let p = arena.variable("p", .truth)
    let nothing = Assignment()
    #expect(nothing.evaluate([x, p, arena.apply(f, [y])]) == [.word(0), .truth(false), .word(0)])
    let table = Assignment(functions: ["f": FunctionTable(entries: [[3]: 4], otherwise: 5)])
    #expect(table.evaluate([arena.apply(f, [Term(word: 3)]), arena.apply(f, [x])]) == [.word(4), .word(5)])
  }

  @Test("Chains of fifty thousand terms overflow no stack")
  func depth() throws {
    do {
      let arena = TermArena()
      let f = arena.function("f", arity: 1)
      var chain = arena.variable("x", .word)
      for i in 0..<50_000 as Range<UInt32> {
        chain = i % 1000 == 0 ? arena.apply(f, [chain]) : .bitXor(.multiply(chain, Term(word: 3)), Term(word: i))
      }
      let same = Term.equal(chain, Term(word: 1))
      #expect(Assignment(words: ["x": 1]).evaluate([same]).count == 1)
      var memo: [Term: Term] = [:]
      var visited = TermIDs()
      let rewritten = arena.rewrite([same], memo: &memo) { $0.op == .variable ? arena.variable("y", .word) : nil }
      #expect(rewritten[0] !== same)
      #expect(arena.applications(in: [same], visited: &visited).count == 50)
      #expect(smtlib(assertions: [same]).utf8.count < 50_000_000)
      let session = try SolverSession()
      _ = try session.translate(same)
    }
    // A chain may also outlive its arena, and is then freed from its end.
    var end: Term?
    do {
      let arena = TermArena()
      var chain = arena.variable("x", .word)
      for i in 0..<50_000 as Range<UInt32> { chain = .bitXor(.multiply(chain, Term(word: 3)), Term(word: i)) }
      end = chain
      withExtendedLifetime(arena) {}
    }
    #expect(end != nil)
    end = nil
  }
}
