import Foundation
import Logic
import Testing

@testable import Checker

private enum CellKind: Kind { static var number: Int { 0 } }

private enum Cells: Table {
  typealias Key = CellKind
  static var number: Int { 0 }
  static var shift: UInt32 { 2 }
  static var word: Field<Self, Plain> { Field(word: 0) }
}

extension Schema {
  fileprivate static let cells = Schema(
    kinds: [KindDescription(CellKind.self, "cell", exactly: 1)],
    tables: [TableDescription(Cells.self, "cell", [ColumnDescription(Cells.word, "word")])])
}

/// A claim with a question in it that no solver answers soon: that two ways to multiply a sum agree.
private struct Hard: Property {
  /// Where the question is.
  enum Place { case statement, conditional, reach }

  /// More branches than the checker explores the paths of.
  private static let branches: UInt32 = 13

  let place: Place

  var name: String { "hard/\(place)" }
  var statement: String { "A product of a sum is the sum of the products." }
  var schema: Schema { .cells }
  var mutations: [Mutation] { [] }
  var decidesConditionals: Bool { place == .conditional }

  func run<T: Trial>(_ t: inout T) {
    let (x, y, z) = (t.word("x"), t.word("y"), t.word("z"))
    let agree = ((x | y) &+ (x & y)) &* z == (x &* z) &+ (y &* z)
    switch place {
    case .statement: t.prove("the products agree", agree)
    case .reach:
      t.prove("the sum is itself", x &+ y == y &+ x)
      t.reach("the products differ", !agree)
    case .conditional:
      var isFirst = true
      for bit in 0..<Self.branches where !t.branch("a bit", x & T.R.Word(constant: 1 << bit) == 0) { isFirst = false }
      // To ask once is enough.
      guard isFirst else { return }
      let (after, _) = t.perform(on: t.state) { k in
        k.when(agree, then: { $0[Cells.word, Ref(0)] = 1 }, else: { $0[Cells.word, Ref(0)] = 2 })
      }
      t.prove("the cell holds 1", after[Cells.word, Ref(0)] == 1)
    }
  }
}

/// Why a verdict isn't `proved`, as a value and as a sentence.
@Suite struct ConclusionTests {
  private func conclusion(
    _ place: Hard.Place, resources: UInt32 = 0, seconds: Double? = nil, interrupting: Double? = nil
  ) throws -> Conclusion {
    var options = Runner.Options()
    options.limits.resources = resources
    options.seconds = seconds
    let runner = Runner([Hard(place: place)], options: options)
    let outcomes = runner.run { event in
      guard case .started = event, let interrupting else { return }
      Thread {
        Thread.sleep(forTimeInterval: interrupting)
        runner.interrupt()
      }.start()
    }
    return try #require(outcomes.first?.result).conclusion
  }

  private func unknown(_ conclusion: Conclusion) -> Unknown? {
    if case .unknown(let unknown) = conclusion { return unknown }
    return nil
  }

  @Test func theLimitOfWorkLeavesAStatementUnknown() throws {
    let found = try conclusion(.statement, resources: 100_000)
    #expect(unknown(found) == Unknown(.statement("the products agree"), .solver(.workLimit)))
    #expect(found.verdict == .unknown && found.reason == "the products agree: resource limit")
  }

  /// The clock interrupts the solver, and is told from a user who does.
  @Test func theLimitOfTimeIsNoInterruption() throws {
    let late = try conclusion(.statement, seconds: 0.3)
    #expect(unknown(late) == Unknown(.statement("the products agree"), .solver(.timeLimit)))
    let interrupted = try conclusion(.statement, seconds: 1000, interrupting: 0.3)
    #expect(unknown(interrupted) == Unknown(.statement("the products agree"), .solver(.interruption)))
  }

  @Test func aRunThatIsInterruptedBeforeItBeginsAskedNothing() {
    let runner = Runner([Hard(place: .statement)], options: Runner.Options())
    runner.interrupt()
    let found = runner.run().first?.result?.conclusion
    #expect(found.flatMap(unknown) == Unknown(.none, .solver(.interruption)))
  }

  @Test func aCaseThatTheSolverGivesUpOnIsUnknownRatherThanOutOfReach() throws {
    let found = try conclusion(.reach, resources: 100_000)
    #expect(unknown(found) == Unknown(.witness(of: "the products differ"), .solver(.workLimit)))
  }

  @Test func tooManyPathsAreTheSolversFaultWhereItGaveUpOnAConditional() throws {
    let found = try conclusion(.conditional, resources: 1)
    #expect(unknown(found) == Unknown(.conditionals, .solver(.workLimit)))
  }

  /// What a run prints, and a report holds.
  @Test func everyReasonHasASentence() {
    let sentences: [(Unknown, String)] = [
      (Unknown(.none, .solver(.interruption)), "interrupted"),
      (Unknown(.none, .solver(.timeLimit)), "time-out"),
      (Unknown(.conditionals, .solver(.workLimit)), "conditionals: resource limit"),
      (Unknown(.statement("it grows"), .solver(.memoryLimit)), "it grows: out of memory"),
      (Unknown(.statement("it grows"), .solver(.other("incomplete"))), "it grows: incomplete"),
      (
        Unknown(.statement("it grows"), .noWholeState),
        "it grows: neither a proof nor a whole state of moderate size that refutes it"
      ),
      (
        Unknown(.refutation(of: "it grows"), .onlyViolatingStates),
        "it grows: a state that refutes it was sought: every state that was found violates a claim about a sparse kind"
      ),
      (
        Unknown(.witness(of: "it ends"), .solver(.workLimit)),
        "a state for the case “it ends” was sought: resource limit"
      ),
    ]
    for (unknown, sentence) in sentences { #expect(Conclusion.unknown(unknown).reason == sentence) }
    #expect(Conclusion.vacuous(.assumptions).reason == "no state satisfies the assumptions")
    #expect(Conclusion.vacuous(.unreached("it ends")).reason == "no state reaches the case “it ends”")
    #expect(Conclusion.proved.reason == nil)
  }
}
