import CZ3
import Foundation
import Synchronization

/// One instance of Z3, with the terms that have been translated for it.
///
/// Sendability is unchecked: a session belongs to one worker at a time, except for ``interrupt()``, which anyone may
/// call. All memory that Z3 takes is returned when the session is freed.
public final class SolverSession: @unchecked Sendable {
  /// The version of Z3, such as `4.8.12.0`.
  public static var version: String { String(cString: Z3_get_full_version()) }

  /// Makes Z3 give up when all sessions together hold more than this; 0 for no limit.
  ///
  /// Must be set before the first session is made.
  public static func limitMemory(megabytes: UInt32) {
    Z3_global_param_set("memory_max_size", String(megabytes))
  }

  /// Makes Z3 begin its random choices elsewhere; with 0, where it begins by itself.
  ///
  /// Must be set before the first session is made.
  public static func seed(_ seed: UInt32) {
    for part in ["smt", "sat"] { Z3_global_param_set("\(part).random_seed", String(seed)) }
  }

  let context: Z3_context
  let wordSort: Z3_sort
  let truthSort: Z3_sort
  /// What terms have been translated to. Keeps the terms alive, so that none is mistaken for another.
  private var translations: [Term: Translation] = [:]
  /// What must be returned to Z3, once for each time it appears.
  private var held: [Z3_ast] = []
  private let state = Mutex((isInterrupted: false, isChecking: false))

  /// - Throws: ``SolverError`` when Z3 cannot be started.
  public init() throws {
    guard let configuration = Z3_mk_config() else {
      throw SolverError.refused(call: "Z3_mk_config", message: "nothing was made")
    }
    defer { Z3_del_config(configuration) }
    guard let context = Z3_mk_context_rc(configuration) else {
      throw SolverError.refused(call: "Z3_mk_context_rc", message: "nothing was made")
    }
    // Without a handler Z3 ends the process.
    Z3_set_error_handler(context) { _, _ in }
    guard let word = Z3_mk_bv_sort(context, 32), let truth = Z3_mk_bool_sort(context) else {
      Z3_del_context(context)
      throw SolverError.refused(call: "Z3_mk_bv_sort", message: "nothing was made")
    }
    self.context = context
    (wordSort, truthSort) = (word, truth)
    Z3_inc_ref(context, Z3_sort_to_ast(context, word))
    Z3_inc_ref(context, Z3_sort_to_ast(context, truth))
  }

  deinit {
    reset()
    Z3_del_context(context)
  }

  /// Forgets all terms. Worth calling between arenas: a session keeps alive the terms that it knows.
  ///
  /// Requires: no ``IncrementalSolver`` of this session is used afterwards.
  public func reset() {
    for ast in held { Z3_dec_ref(context, ast) }
    held.removeAll()
    translations.removeAll()
  }

  /// Makes the running check, and every later one until ``resume()``, answer that there was an ``Surrender/interruption``.
  /// Returns when the running check has ended.
  ///
  /// May be called from any thread but the one that checks.
  public func interrupt() {
    state.withLock { $0.isInterrupted = true }
    // Z3 forgets an interruption that comes just before it begins to listen, so one may not be enough. The lock keeps
    // a late one from reaching a check that starts after `resume()`.
    while state.withLock({ state in
      let isNeeded = state.isInterrupted && state.isChecking
      if isNeeded { Z3_interrupt(context) }
      return isNeeded
    }) {
      Thread.sleep(forTimeInterval: 0.001)
    }
  }

  /// Ends the effect of ``interrupt()``.
  public func resume() { state.withLock { $0.isInterrupted = false } }

  var isInterrupted: Bool { state.withLock { $0.isInterrupted } }

  /// Runs the check unless there has been an interruption; nil when there has.
  func unlessInterrupted(_ check: () -> Z3_lbool) -> Z3_lbool? {
    let mayRun = state.withLock { state in
      state.isChecking = !state.isInterrupted
      return state.isChecking
    }
    guard mayRun else { return nil }
    defer { state.withLock { $0.isChecking = false } }
    return check()
  }

  /// Asks a fresh solver whether the truth values can all hold at once.
  ///
  /// Z3's model is evaluated here before it is returned.
  ///
  /// - Throws: ``SolverError`` when Z3 fails, or when its model is wrong.
  public func check(
    _ assertions: [Term], limits: SolverLimits = SolverLimits(), strategy: SolverStrategy = .objects
  ) throws -> SolverAnswer {
    if strategy == .objects, try assertions.contains(where: { try translate($0).function != nil }) {
      var few = limits
      few.resources = limits.resources == 0 ? Self.fewSteps : min(limits.resources, Self.fewSteps)
      let first = try check(assertions, limits: few, solver: .general)
      if first != .unknown(.workLimit) || limits.resources == few.resources { return first }
    }
    return try check(assertions, limits: limits, solver: .thorough)
  }

  /// How many steps the quick way may take before the thorough one is tried.
  private static let fewSteps: UInt32 = 3_000_000

  /// Asks a fresh solver of a kind.
  ///
  /// - Throws: ``SolverError`` when Z3 fails, or when its model is wrong.
  func check(_ assertions: [Term], limits: SolverLimits, solver kind: SolverKind) throws -> SolverAnswer {
    let translations = try assertions.map(translate)
    let hasFunctions = translations.contains { $0.function != nil }
    let solver: Z3_solver
    switch kind {
    case .core: solver = try newSolver(logic: "QF_UFBV")
    case .general: solver = try newSolver(["smt"])
    case .bits: solver = try newSolver(Self.takingApart + ["smt"])
    case .thorough: solver = try newSolver(logic: hasFunctions ? "QF_UFBV" : "QF_BV")
    }
    defer { Z3_solver_dec_ref(context, solver) }
    for translation in translations {
      Z3_solver_assert(context, solver, translation.ast)
      try checkError("Z3_solver_assert")
    }
    return try answer(solver, limits: limits, assertions: assertions, usesTactics: kind != .core) {
      Z3_solver_check(context, solver)
    }
  }

  /// A solver that the caller must release.
  func newSolver(logic: String) throws -> Z3_solver {
    guard let solver = Z3_mk_solver_for_logic(context, Z3_mk_string_symbol(context, logic)) else {
      throw failure("Z3_mk_solver_for_logic")
    }
    Z3_solver_inc_ref(context, solver)
    return solver
  }

  /// A solver that applies tactics in turn, for one question. The caller must release it.
  private func newSolver(_ tactics: [String]) throws -> Z3_solver {
    var chain: Z3_tactic?
    for name in tactics.reversed() {
      guard var tactic = Z3_mk_tactic(context, name) else { throw failure("Z3_mk_tactic") }
      Z3_tactic_inc_ref(context, tactic)
      defer { Z3_tactic_dec_ref(context, tactic) }
      if name == Self.functionsToValues { tactic = try unlimited(tactic) }
      let longer = chain == nil ? tactic : Z3_tactic_and_then(context, tactic, chain)
      guard let longer else { throw failure("Z3_tactic_and_then") }
      Z3_tactic_inc_ref(context, longer)
      if let chain { Z3_tactic_dec_ref(context, chain) }
      chain = longer
    }
    guard let chain else { throw failure("Z3_mk_tactic") }
    defer { Z3_tactic_dec_ref(context, chain) }
    guard let solver = Z3_mk_solver_from_tactic(context, chain) else { throw failure("Z3_mk_solver_from_tactic") }
    Z3_solver_inc_ref(context, solver)
    return solver
  }

  /// The tactic that replaces applications by values which agree where arguments do, however many there are.
  private func unlimited(_ tactic: Z3_tactic) throws -> Z3_tactic {
    guard let parameters = Z3_mk_params(context) else { throw failure("Z3_mk_params") }
    Z3_params_inc_ref(context, parameters)
    defer { Z3_params_dec_ref(context, parameters) }
    Z3_params_set_uint(
      context, parameters, Z3_mk_string_symbol(context, "div0_ackermann_limit"), Self.mostApplications)
    guard let result = Z3_tactic_using_params(context, tactic, parameters) else {
      throw failure("Z3_tactic_using_params")
    }
    return result
  }

  private static let functionsToValues = "ackermannize_bv"
  private static let takingApart = [
    "simplify", "propagate-values", "solve-eqs", "elim-uncnstr", "reduce-args", "max-bv-sharing", functionsToValues,
    "simplify", "propagate-values", "solve-eqs", "bit-blast", "simplify",
  ]
  private static let mostApplications: UInt32 = 1_000_000
}

// MARK: - Errors and ownership

extension SolverSession {
  /// The error that Z3 reports.
  func failure(_ call: String) -> SolverError {
    let message = Z3_get_error_msg(context, Z3_get_error_code(context)).map { String(cString: $0) }
    return .refused(call: call, message: message ?? "nothing was made")
  }

  /// Throws when the last call failed.
  func checkError(_ call: String) throws {
    if Z3_get_error_code(context) != Z3_OK { throw failure(call) }
  }

  /// Takes hold of what a call has made, until ``reset()``.
  func hold(_ ast: Z3_ast?, _ call: @autoclosure () -> String) throws -> Z3_ast {
    guard let ast, Z3_get_error_code(context) == Z3_OK else { throw failure(call()) }
    Z3_inc_ref(context, ast)
    held.append(ast)
    return ast
  }

  /// Z3's form of a term. Operands come first on a stack of our own, because terms may be deep.
  func translate(_ term: Term) throws -> Translation {
    var pending = [term]
    while let top = pending.last {
      if translations[top] == nil {
        let missing = top.operands.filter { translations[$0] == nil }
        if !missing.isEmpty {
          pending.append(contentsOf: missing)
          continue
        }
        let operands = top.operands.map { translations[$0]! }
        translations[top] = Translation(
          ast: try hold(try newAST(for: top, operands.map(\.ast)), "Z3_mk for \(top.op)"),
          function: top.op == .apply ? top.function : operands.lazy.compactMap(\.function).first)
      }
      pending.removeLast()
    }
    return translations[term]!
  }
}

/// A term as Z3 knows it.
struct Translation {
  let ast: Z3_ast
  /// A function that occurs in the term; nil when it is about words and truth values alone.
  let function: Function?
}
