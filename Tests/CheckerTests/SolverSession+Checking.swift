import CZ3

@testable import Checker

extension SolverSession {
  /// What Z3's own reader of SMT-LIB answers to `(check-sat)`, or its first complaint. Use a session only once.
  func checkScript(_ script: String) throws -> String {
    guard let output = Z3_eval_smtlib2_string(context, script).map({ String(cString: $0) }), !output.isEmpty else {
      throw failure("Z3_eval_smtlib2_string")
    }
    return String(output.prefix { $0 != "\n" })
  }

  /// A check of formulas without functions, with a pause between its start and Z3's.
  func check(_ assertions: [Term], limits: SolverLimits, pause: () -> Void) throws -> SolverAnswer {
    let solver = try newSolver(logic: "QF_BV")
    defer { Z3_solver_dec_ref(context, solver) }
    for assertion in assertions { Z3_solver_assert(context, solver, try translate(assertion).ast) }
    return try answer(solver, limits: limits, assertions: assertions) {
      pause()
      return Z3_solver_check(context, solver)
    }
  }
}

extension SolverAnswer {
  /// The values that satisfy the formulas; nil if none were found.
  var model: Assignment? {
    if case .satisfiable(let model) = self { return model }
    return nil
  }
}
