import CZ3

extension SolverSession {
  /// Runs a check within limits, and reads its outcome.
  func answer(
    _ solver: Z3_solver, limits: SolverLimits, assertions: [Term], check: () -> Z3_lbool
  ) throws -> SolverAnswer {
    try set(limits, on: solver)
    let clock = ContinuousClock()
    let start = clock.now
    guard let outcome = unlessInterrupted(check) else { return .unknown(reason: "interrupted") }
    let elapsed = start.duration(to: clock.now)
    switch outcome {
    case Z3_L_FALSE: return .unsatisfiable
    case Z3_L_TRUE:
      let model = try assignment(solver)
      let values = model.evaluate(assertions)
      if let wrong = values.firstIndex(of: .truth(false)) { throw SolverError.wrongModel(assertion: wrong) }
      return .satisfiable(model)
    default: return .unknown(reason: try reason(solver, limits: limits, elapsed: elapsed))
    }
  }

  private func set(_ limits: SolverLimits, on solver: Z3_solver) throws {
    guard let parameters = Z3_mk_params(context) else { throw failure("Z3_mk_params") }
    Z3_params_inc_ref(context, parameters)
    defer { Z3_params_dec_ref(context, parameters) }
    // The largest number is Z3's own way of saying that there is no limit.
    let longest = Double(UInt32.max)
    let milliseconds = UInt32(min(max(limits.seconds.map { $0 * 1000 } ?? longest, 1).rounded(.up), longest))
    Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "timeout"), milliseconds)
    Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "rlimit"), limits.resources)
    Z3_solver_set_params(context, solver, parameters)
    try checkError("Z3_solver_set_params")
  }

  /// Why Z3 gave up. Z3 says "canceled" or "sat.canceled" for several causes, so what we know of the causes comes first.
  private func reason(_ solver: Z3_solver, limits: SolverLimits, elapsed: Duration) throws -> String {
    if isInterrupted { return "interrupted" }
    let code = Z3_get_error_code(context)
    if code == Z3_MEMOUT_FAIL { return "out of memory" }
    let words =
      code == Z3_OK
      ? Z3_solver_get_reason_unknown(context, solver) : Z3_get_error_msg(context, code)
    let text = words.map { String(cString: $0) } ?? ""
    let isOutOfTime = limits.seconds.map { elapsed >= .seconds($0) } ?? false
    if text.contains("memory") || text.contains("memout") { return "out of memory" }
    if text.contains("resource limit") || text.contains("max. resource") { return "resource limit" }
    if text == "timeout" { return "time-out" }
    if text.hasSuffix("canceled") || text.contains("interrupted") {
      if isOutOfTime { return "time-out" }
      return limits.resources > 0 ? "resource limit" : text
    }
    if code != Z3_OK { throw failure("Z3_solver_check") }
    return text.isEmpty ? "no reason given" : text
  }

  /// The unknowns' values in the solver's model, under the names that they have in their arena.
  private func assignment(_ solver: Z3_solver) throws -> Assignment {
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
    for i in 0..<Z3_model_get_num_funcs(context, model) {
      guard let declaration = Z3_model_get_func_decl(context, model, i), let name = unprefixed(declaration),
        let table = Z3_model_get_func_interp(context, model, declaration)
      else { continue }
      Z3_func_interp_inc_ref(context, table)
      defer { Z3_func_interp_dec_ref(context, table) }
      result.functions[name] = try functionTable(table)
    }
    return result
  }

  /// The arena's name for an unknown; nil for what a solver has made up.
  private func unprefixed(_ declaration: Z3_func_decl) -> String? {
    let symbol = Z3_get_decl_name(context, declaration)
    guard Z3_get_symbol_kind(context, symbol) == Z3_STRING_SYMBOL,
      let name = Z3_get_symbol_string(context, symbol).map({ String(cString: $0) }), name.hasPrefix(solverPrefix)
    else { return nil }
    return String(name.dropFirst(solverPrefix.count))
  }

  private func functionTable(_ table: Z3_func_interp) throws -> FunctionTable {
    var result = FunctionTable()
    if let otherwise = Z3_func_interp_get_else(context, table) { result.otherwise = try word(otherwise) }
    for i in 0..<Z3_func_interp_get_num_entries(context, table) {
      guard let entry = Z3_func_interp_get_entry(context, table, i) else {
        throw failure("Z3_func_interp_get_entry")
      }
      Z3_func_entry_inc_ref(context, entry)
      defer { Z3_func_entry_dec_ref(context, entry) }
      let arguments = try (0..<Z3_func_entry_get_num_args(context, entry)).map {
        try word(Z3_func_entry_get_arg(context, entry, $0))
      }
      result.entries[arguments] = try word(Z3_func_entry_get_value(context, entry))
    }
    return result
  }

  private func word(_ value: Z3_ast?) throws -> UInt32 {
    var bits: UInt64 = 0
    guard let value, Z3_get_ast_kind(context, value) == Z3_NUMERAL_AST, Z3_get_numeral_uint64(context, value, &bits)
    else { throw failure("Z3_get_numeral_uint64") }
    return UInt32(truncatingIfNeeded: bits)
  }
}
