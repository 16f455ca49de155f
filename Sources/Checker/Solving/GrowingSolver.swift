import CZ3

/// A solver for a conjunction of truth values about words and functions that grows, and keeps what it has learnt from one
/// check to the next.
///
/// Z3's tactics take a conjunction apart anew for each check. Its core takes what is new; it does come to an end on
/// functions as long as there are no scopes, so nothing can be taken back.
///
/// It shares its session's fate: one worker at a time, unusable after the session's `reset()`.
final class GrowingSolver {
  private let session: SolverSession
  private let solver: Z3_solver
  private var assertions: [Term] = []

  /// - Throws: ``SolverError`` when Z3 cannot make a solver.
  init(_ session: SolverSession) throws {
    self.session = session
    solver = try session.newSolver(logic: "QF_UFBV")
  }

  deinit { Z3_solver_dec_ref(session.context, solver) }

  /// Adds truth values to the conjunction.
  ///
  /// - Throws: ``SolverError`` when Z3 fails.
  func assert(_ truths: some Sequence<Term>) throws {
    for truth in truths {
      Z3_solver_assert(session.context, solver, try session.translate(truth).ast)
      try session.checkError("Z3_solver_assert")
      assertions.append(truth)
    }
  }

  /// Asks whether all truth values can hold at once.
  ///
  /// - Throws: ``SolverError`` when Z3 fails, or when its model is wrong.
  func check(limits: SolverLimits) throws -> SolverAnswer {
    try session.answer(solver, limits: limits, assertions: assertions, usesTactics: false) {
      Z3_solver_check(session.context, solver)
    }
  }
}
