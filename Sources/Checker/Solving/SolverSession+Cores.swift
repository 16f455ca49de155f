import CZ3

extension SolverSession {
  /// Those of the truth values that a proof needs that they can't all hold beside another one; nil if Z3's core finds no
  /// proof within the limits.
  ///
  /// - Throws: ``SolverError`` when Z3 fails.
  func core(of truths: [Term], with target: Term, limits: SolverLimits) throws -> [Term]? {
    let solver = try newSolver(logic: "QF_UFBV")
    defer { Z3_solver_dec_ref(context, solver) }
    func assert(_ ast: Z3_ast) throws {
      Z3_solver_assert(context, solver, ast)
      try checkError("Z3_solver_assert")
    }
    try assert(try translate(target).ast)
    var indicators: [Z3_ast?] = []
    for truth in truths {
      let indicator = try hold(Z3_mk_fresh_const(context, "told", truthSort), "Z3_mk_fresh_const")
      try assert(try hold(Z3_mk_implies(context, indicator, try translate(truth).ast), "Z3_mk_implies"))
      indicators.append(indicator)
    }
    let found = try answer(solver, limits: limits, assertions: [], usesTactics: false) {
      Z3_solver_check_assumptions(context, solver, UInt32(indicators.count), indicators)
    }
    guard found == .unsatisfiable, let core = Z3_solver_get_unsat_core(context, solver) else { return nil }
    Z3_ast_vector_inc_ref(context, core)
    defer { Z3_ast_vector_dec_ref(context, core) }
    let needed = Set((0..<Z3_ast_vector_size(context, core)).map { Z3_ast_vector_get(context, core, $0) })
    return zip(truths, indicators).filter { needed.contains($0.1) }.map(\.0)
  }
}
