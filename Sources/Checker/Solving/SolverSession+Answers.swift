import CZ3

extension SolverSession {
  /// Runs a check within limits, and reads its outcome.
  ///
  /// Without tactics, a solver keeps what it has learnt.
  func answer(
    _ solver: Z3_solver, limits: SolverLimits, assertions: [Term], usesTactics: Bool = true, check: () -> Z3_lbool
  ) throws -> SolverAnswer {
    try set(limits, usesTactics: usesTactics, on: solver)
    let clock = ContinuousClock()
    let start = clock.now
    guard let outcome = unlessInterrupted(check) else { return .unknown(.interruption) }
    let elapsed = start.duration(to: clock.now)
    switch outcome {
    case Z3_L_FALSE: return .unsatisfiable
    case Z3_L_TRUE:
      let model = try assignment(solver, assertions)
      let values = model.evaluate(assertions)
      if let wrong = values.firstIndex(of: .truth(false)) { throw SolverError.wrongModel(assertion: wrong) }
      return .satisfiable(model)
    default: return .unknown(try surrender(of: solver, limits: limits, elapsed: elapsed))
    }
  }

  private func set(_ limits: SolverLimits, usesTactics: Bool, on solver: Z3_solver) throws {
    guard let parameters = Z3_mk_params(context) else { throw failure("Z3_mk_params") }
    Z3_params_inc_ref(context, parameters)
    defer { Z3_params_dec_ref(context, parameters) }
    // The largest number is Z3's own way of saying that there is no limit.
    let longest = Double(UInt32.max)
    let milliseconds = UInt32(min(max(limits.seconds.map { $0 * 1000 } ?? longest, 1).rounded(.up), longest))
    Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "timeout"), milliseconds)
    Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "rlimit"), limits.resources)
    // A solver that knows no such parameter would refuse it.
    if !usesTactics {
      Z3_params_set_bool(context, parameters, Z3_mk_string_symbol(context, "ignore_solver1"), true)
    }
    Z3_solver_set_params(context, solver, parameters)
    try checkError("Z3_solver_set_params")
  }

  /// Why Z3 gave up. It says "canceled" or "sat.canceled" for several causes, so what we know of them comes first.
  private func surrender(of solver: Z3_solver, limits: SolverLimits, elapsed: Duration) throws -> Surrender {
    if isInterrupted { return .interruption }
    let code = Z3_get_error_code(context)
    if code == Z3_MEMOUT_FAIL { return .memoryLimit }
    let words =
      code == Z3_OK
      ? Z3_solver_get_reason_unknown(context, solver) : Z3_get_error_msg(context, code)
    let text = words.map { String(cString: $0) } ?? ""
    let isOutOfTime = limits.seconds.map { elapsed >= .seconds($0) } ?? false
    if text.contains("memory") || text.contains("memout") { return .memoryLimit }
    if text.contains("resource limit") || text.contains("max. resource") { return .workLimit }
    if text == "timeout" { return .timeLimit }
    if text.hasSuffix("canceled") || text.contains("interrupted") {
      if isOutOfTime { return .timeLimit }
      return limits.resources > 0 ? .workLimit : .other(text)
    }
    if code != Z3_OK { throw failure("Z3_solver_check") }
    return .other(text.isEmpty ? "no reason given" : text)
  }

  /// The unknowns' values in the solver's model, under the names that they have in their arena.
  private func assignment(_ solver: Z3_solver, _ assertions: [Term]) throws -> Assignment {
    guard let model = Z3_solver_get_model(context, solver) else { throw failure("Z3_solver_get_model") }
    Z3_model_inc_ref(context, model)
    defer { Z3_model_dec_ref(context, model) }
    var result = Assignment()
    for i in 0..<Z3_model_get_num_consts(context, model) {
      guard let declaration = Z3_model_get_const_decl(context, model, i), let name = unprefixed(declaration),
        let value = Z3_model_get_const_interp(context, model, declaration)
      else { continue }
      switch Z3_get_bool_value(context, value) {
      case Z3_L_TRUE: result.truths[name] = true
      case Z3_L_FALSE: result.truths[name] = false
      default: result.words[name] = try word(value)
      }
    }
    // What a model says of functions may be an expression rather than a table, so each application is evaluated.
    for application in Term.bottomUp(assertions) where application.op == .apply {
      let arguments = try application.operands.map { try evaluate($0, model) }
      result.functions[application.name ?? "", default: FunctionTable()].entries[arguments] =
        try evaluate(application, model)
    }
    return result
  }

  private func evaluate(_ term: Term, _ model: Z3_model) throws -> UInt32 {
    if let constant = term.word { return constant }
    var value: Z3_ast?
    guard Z3_model_eval(context, model, try translate(term).ast, true, &value) else { throw failure("Z3_model_eval") }
    return try word(value)
  }

  /// The arena's name for an unknown; nil for what a solver has made up.
  private func unprefixed(_ declaration: Z3_func_decl) -> String? {
    let symbol = Z3_get_decl_name(context, declaration)
    guard Z3_get_symbol_kind(context, symbol) == Z3_STRING_SYMBOL,
      let name = Z3_get_symbol_string(context, symbol).map({ String(cString: $0) }), name.hasPrefix(solverPrefix)
    else { return nil }
    return String(name.dropFirst(solverPrefix.count))
  }

  private func word(_ value: Z3_ast?) throws -> UInt32 {
    var bits: UInt64 = 0
    guard let value, Z3_get_ast_kind(context, value) == Z3_NUMERAL_AST, Z3_get_numeral_uint64(context, value, &bits)
    else { throw failure("Z3_get_numeral_uint64") }
    return UInt32(truncatingIfNeeded: bits)
  }
}
