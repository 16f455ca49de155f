/// A value of either sort.
public enum Value: Hashable, Sendable {
  case truth(Bool)
  case word(UInt32)

  init(_ sort: Sort, _ bits: UInt32) { self = sort == .truth ? .truth(bits != 0) : .word(bits) }
}

/// A function from words to a word that differs from a constant in finitely many places.
public struct FunctionTable: Hashable, Sendable {
  /// The values in those places, by their arguments.
  public var entries: [[UInt32]: UInt32]
  /// The value everywhere else.
  public var otherwise: UInt32

  public init(entries: [[UInt32]: UInt32] = [:], otherwise: UInt32 = 0) {
    self.entries = entries
    self.otherwise = otherwise
  }

  public subscript(_ arguments: [UInt32]) -> UInt32 { entries[arguments] ?? otherwise }
}

/// Values for the unknowns, by name.
///
/// An unknown that is absent counts as false, as 0, or as the function that is always 0.
public struct Assignment: Hashable, Sendable {
  public var words: [String: UInt32]
  public var truths: [String: Bool]
  public var functions: [String: FunctionTable]

  public init(
    words: [String: UInt32] = [:], truths: [String: Bool] = [:], functions: [String: FunctionTable] = [:]
  ) {
    self.words = words
    self.truths = truths
    self.functions = functions
  }

  /// The term's value under this assignment. Takes time linear in the number of distinct subterms.
  public func evaluate(_ term: Term) -> Value { evaluate([term])[0] }

  /// The values of terms under this assignment; subterms that they share are evaluated once.
  public func evaluate(_ terms: [Term]) -> [Value] {
    let values = bits(of: terms)
    // Constants without an arena have no id of their own.
    return terms.map { Value($0.sort, $0.op == .constant ? $0.bits : values[$0.id]!) }
  }

  /// The values of terms and of all that they are made of, by number.
  func bits(of terms: [Term]) -> [Int: UInt32] {
    var values: [Int: UInt32] = [:]
    for term in Term.bottomUp(terms) { values[term.id] = bits(term, values) }
    return values
  }

  /// True when the truth value holds under this assignment.
  ///
  /// Requires: the term is of sort `truth`.
  public func satisfies(_ truth: Term) -> Bool { evaluate(truth) == .truth(true) }

  private func bits(_ term: Term, _ values: [Int: UInt32]) -> UInt32 {
    let operands = term.operands
    switch term.op {
    case .constant: return term.bits
    case .variable where term.sort == .word: return words[term.function!.name] ?? 0
    case .variable: return truths[term.function!.name] ?? false ? 1 : 0
    case .apply: return functions[term.function!.name]?[operands.map { values[$0.id]! }] ?? 0
    default:
      return term.op.value(
        values[operands[0].id]!, operands.count > 1 ? values[operands[1].id]! : 0,
        operands.count > 2 ? values[operands[2].id]! : 0)
    }
  }
}
