/// The conjunction of the assertions as an SMT-LIB 2 script, for any solver of bit vectors with functions.
///
/// Terms that are used more than once are defined once, so the script is as long as the graph, not as its tree. Names
/// begin with `l4.`, and what the script itself defines with `l4.#`.
///
/// - Parameter comment: Lines for the top of the script.
public func smtlib(assertions: [Term], comment: [String] = []) -> String {
  var script = Script()
  return script.text(assertions: assertions, comment: comment)
}

private struct Script {
  /// Text longer than this gets a name, so that a chain of terms is not copied again at each of its links.
  private static let longestInline = 100
  private static let leadingZeros = "|\(solverPrefix)#clz|"

  private var texts: [Int: String] = [:]
  private var uses: [Int: Int] = [:]
  private var definitions: [String] = []

  mutating func text(assertions: [Term], comment: [String]) -> String {
    let terms = Term.bottomUp(assertions)
    for term in terms {
      for operand in term.operands { uses[operand.id, default: 0] += 1 }
    }
    for assertion in assertions { uses[assertion.id, default: 0] += 1 }
    for term in terms { texts[term.id] = reference(to: term) }

    var lines = comment.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }.map { "; \($0)" }
    lines += ["(set-option :produce-models true)", "(set-logic QF_UFBV)"]
    lines += declarations(terms)
    if terms.contains(where: { $0.op == .leadingZeros }) { lines.append(Self.leadingZerosDefinition) }
    lines += definitions
    lines += assertions.map { "(assert \($0.op == .constant ? expression($0) : texts[$0.id]!))" }
    lines += ["(check-sat)", "(get-model)"]
    return lines.joined(separator: "\n") + "\n"
  }

  private func declarations(_ terms: [Term]) -> [String] {
    var seen: Set<Function> = []
    return terms.compactMap(\.function).filter { seen.insert($0).inserted }.map {
      let arguments = Array(repeating: name(.word), count: $0.arity).joined(separator: " ")
      return "(declare-fun |\(solverPrefix)\($0.name)| (\(arguments)) \(name($0.sort)))"
    }
  }

  /// The term's text where it is used: its expression, or the name of its definition.
  private mutating func reference(to term: Term) -> String {
    let text = expression(term)
    if term.operands.isEmpty || (uses[term.id] == 1 && text.utf8.count <= Self.longestInline) { return text }
    let definition = "|\(solverPrefix)#\(definitions.count + 1)|"
    definitions.append("(define-fun \(definition) () \(name(term.sort)) \(text))")
    return definition
  }

  private func name(_ sort: Sort) -> String { sort == .truth ? "Bool" : "(_ BitVec 32)" }

  private func expression(_ term: Term) -> String {
    let operands = term.operands.map { texts[$0.id]! }
    switch term.op {
    case .constant: return term.sort == .truth ? (term.bits != 0 ? "true" : "false") : Self.literal(term.bits)
    case .variable: return "|\(solverPrefix)\(term.function!.name)|"
    case .shiftLeft, .shiftRight:
      let distance = term.operands[1].op == .constant ? operands[1] : "(bvand \(operands[1]) \(Self.literal(31)))"
      return "(\(head(term)) \(operands[0]) \(distance))"
    default: return "(\(head(term)) \(operands.joined(separator: " ")))"
    }
  }

  private func head(_ term: Term) -> String {
    switch term.op {
    case .apply: "|\(solverPrefix)\(term.function!.name)|"
    case .not: "not"
    case .and: "and"
    case .or: "or"
    case .iff, .equal: "="
    case .ite: "ite"
    case .less: "bvult"
    case .lessOrEqual: "bvule"
    case .add: "bvadd"
    case .subtract: "bvsub"
    case .multiply: "bvmul"
    case .bitAnd: "bvand"
    case .bitOr: "bvor"
    case .bitXor: "bvxor"
    case .bitNot: "bvnot"
    case .shiftLeft: "bvshl"
    case .shiftRight: "bvlshr"
    case .leadingZeros: Self.leadingZeros
    case .constant, .variable: preconditionFailure("\(term.op) has no operands")
    }
  }

  private static func literal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "#x" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static var leadingZerosDefinition: String {
    var body = literal(32)
    for bit in UInt32(0)..<32 { body = "(ite (= ((_ extract \(bit) \(bit)) x) #b1) \(literal(31 - bit)) \(body))" }
    return "(define-fun \(leadingZeros) ((x (_ BitVec 32))) (_ BitVec 32) \(body))"
  }
}
