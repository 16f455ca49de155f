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
}
