import CZ3

/// A solver for words alone that keeps what it has learnt from one check to the next.
///
/// It shares its session's fate: one worker at a time, unusable after the session's `reset()`. Functions are refused,
/// because Z3 does not come to an end on some queries that mix them with scopes.
public final class IncrementalSolver {
  /// What is asserted, and what stands for an assumption, since one `push()`.
  private struct Scope {
    var assertions: [Term] = []
    var indicators: [Term: Z3_ast] = [:]
  }

  private let session: SolverSession
  private let solver: Z3_solver
  private var scopes = [Scope()]

  /// - Throws: ``SolverError`` when Z3 cannot make a solver.
  public init(_ session: SolverSession) throws {
    self.session = session
    solver = try session.newSolver(logic: "QF_BV")
  }

  deinit { Z3_solver_dec_ref(session.context, solver) }

  /// Requires the truth value to hold in all checks until the present scope is left.
  ///
  /// - Throws: ``SolverError`` when Z3 fails, or when the term applies a function.
  public func assert(_ truth: Term) throws {
    Z3_solver_assert(session.context, solver, try translate(truth))
    try session.checkError("Z3_solver_assert")
    scopes[scopes.count - 1].assertions.append(truth)
  }

  /// Opens a scope.
  ///
  /// - Throws: ``SolverError`` when Z3 fails.
  public func push() throws {
    Z3_solver_push(session.context, solver)
    try session.checkError("Z3_solver_push")
    scopes.append(Scope())
  }

  /// Leaves the scope opened last, and forgets what was asserted in it.
  ///
  /// Requires: a scope is open.
  ///
  /// - Throws: ``SolverError`` when Z3 fails.
  public func pop() throws {
    precondition(scopes.count > 1, "no scope is open")
    scopes.removeLast()
    Z3_solver_pop(session.context, solver, 1)
    try session.checkError("Z3_solver_pop")
  }

  /// Asks whether all that is asserted, and for this one check the assumptions, can hold at once.
  ///
  /// - Throws: ``SolverError`` when Z3 fails, when its model is wrong, or when an assumption applies a function.
  public func check(assuming assumptions: [Term] = [], limits: SolverLimits = SolverLimits()) throws -> SolverAnswer {
    let indicators: [Z3_ast?] = try assumptions.map(indicator)
    return try session.answer(solver, limits: limits, assertions: scopes.flatMap(\.assertions) + assumptions) {
      Z3_solver_check_assumptions(session.context, solver, UInt32(indicators.count), indicators)
    }
  }

  /// A truth value that implies the assumption: Z3 assumes nothing but variables.
  private func indicator(_ assumption: Term) throws -> Z3_ast {
    for scope in scopes {
      if let known = scope.indicators[assumption] { return known }
    }
    let context = session.context
    let indicator = try session.hold(Z3_mk_fresh_const(context, "assumed", session.truthSort), "Z3_mk_fresh_const")
    let implication = try session.hold(
      Z3_mk_implies(context, indicator, try translate(assumption)), "Z3_mk_implies")
    Z3_solver_assert(context, solver, implication)
    try session.checkError("Z3_solver_assert")
    scopes[scopes.count - 1].indicators[assumption] = indicator
    return indicator
  }

  private func translate(_ truth: Term) throws -> Z3_ast {
    let translation = try session.translate(truth)
    if let function = translation.function { throw SolverError.unexpectedFunction(function.name) }
    return translation.ast
  }
}
