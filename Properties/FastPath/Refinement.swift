import Checker
import Logic
import Model

/// A representation invariant: what is true of the state that an implementation finds, and of the one that it leaves.
struct RepresentationInvariant<S: Store> {
  let statement: String
  let claims: (S) -> [Claim<S.R>]
}

extension Trial {
  /// The implementation refines the specification: from every state that satisfies what is assumed, it leaves what the
  /// specification leaves, and keeps its representation invariant; or it declines, and changes nothing.
  ///
  /// - Parameters:
  ///   - statement: What is said of the two states.
  ///   - names: What a counterexample calls the implementation and the specification.
  ///   - invariant: What the implementation finds and leaves, beside what has been assumed.
  ///   - isCompared: Whether a table, by its number, is one that the specification has.
  ///   - excluded: Columns of such tables that it doesn't have, as `table.column`.
  ///   - implementation: Nil where it declines.
  ///   - specification: Made where the implementation doesn't decline; nil where nothing is left to compare.
  ///   - answers: Proves of the two answers what has to be so.
  ///   - declined: Proves what else has to be so where the implementation declines.
  /// - Returns: The state that the implementation leaves, where it has been compared.
  @discardableResult
  mutating func refines<Answer>(
    _ statement: String = "the states are the same",
    names: (implementation: String, specification: String) = ("fast path", "model"),
    keeping invariant: RepresentationInvariant<S>? = nil,
    comparing isCompared: (_ table: Int) -> Bool = { _ in true }, excluding excluded: Set<String> = [],
    implementation: (inout S) -> Answer?,
    specification: (inout Self) -> (state: S, result: Answer)?,
    answers: (inout Self, _ implementation: Answer, _ specification: Answer) -> Void = { _, _, _ in },
    declined: (inout Self) -> Void = { _ in }
  ) -> S? {
    let before = state
    if let invariant { assume(invariant.statement, invariant.claims(before)) }
    let (after, answer) = perform(on: before, implementation)
    guard let answer else {
      proveSame(
        "the \(names.implementation) declines without changing the state", (names.implementation, after),
        ("before", before))
      declined(&self)
      return nil
    }
    guard let (specified, expected) = specification(&self) else { return nil }
    proveSame(
      statement, (names.implementation, after), (names.specification, specified),
      where: { table, _ in R.Truth(isCompared(table)) }, excluding: excluded)
    answers(&self, answer, expected)
    if let invariant { prove(invariant.statement, invariant.claims(after)) }
    return after
  }

  /// A fast path from user registers to user registers refines the model.
  ///
  /// - Parameters:
  ///   - arguments: The registers that it finds.
  ///   - excluded: Columns that the model doesn't have.
  ///   - path: The fast path, which leaves the registers as they are where it declines.
  ///   - model: What the model does instead; nil where nothing is left to compare.
  ///   - declined: What the case is called in which the path declines.
  mutating func fastPathRefines(
    _ arguments: UserRegisters<R>, excluding excluded: Set<String> = [],
    path: (inout S, inout UserRegisters<R>) -> Bool, model: (inout Self) -> (state: S, result: Exit<R>)?,
    declined: (Self) -> String = { _ in "declined" }
  ) {
    var registers = arguments
    refines(
      "the fast path leaves the state that the model leaves", excluding: excluded,
      implementation: { path(&$0, &registers) ? Exit.user(registers) : nil },
      specification: model,
      answers: { t, fast, model in
        t.prove("the model returns to user mode", !model.continues)
        t.proveSame("the fast path leaves the registers that the model leaves", fast.registers, model.registers)
        t.reach("taken")
      },
      declined: { t in
        t.proveSame("the fast path declines without changing the registers", registers, arguments)
        t.reach(declined(t))
      })
  }
}
