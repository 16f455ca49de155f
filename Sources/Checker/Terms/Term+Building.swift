// Every function here simplifies: what it returns is equal to the operation for all values of the unknowns, but need
// not be a node of that operator.

extension Term {
  /// Negation.
  public static func not(_ a: Term) -> Term { unary(.not, a) }
  /// Conjunction.
  public static func and(_ a: Term, _ b: Term) -> Term { binary(.and, a, b) }
  /// Disjunction.
  public static func or(_ a: Term, _ b: Term) -> Term { binary(.or, a, b) }
  /// Equivalence of two truth values.
  public static func iff(_ a: Term, _ b: Term) -> Term { binary(.iff, a, b) }
  /// Implication.
  public static func implies(_ a: Term, _ b: Term) -> Term { or(not(a), b) }
  /// The conjunction of all the truth values; true when there are none.
  public static func all(_ terms: some Sequence<Term>) -> Term { terms.reduce(Term(truth: true), and) }
  /// The disjunction of all the truth values; false when there are none.
  public static func any(_ terms: some Sequence<Term>) -> Term { terms.reduce(Term(truth: false), or) }

  /// `a` where the condition holds, `b` elsewhere; both of the same sort.
  public static func ite(_ condition: Term, _ a: Term, _ b: Term) -> Term {
    precondition(condition.sort == .truth && a.sort == b.sort, "a choice of \(a.sort) or \(b.sort)")
    if let known = condition.truth { return known ? a : b }
    guard let arena = condition.arena else { preconditionFailure("only constants lack an arena") }
    return arena.choose(condition, arena.own(a), arena.own(b))
  }

  /// Equality of two words.
  public static func equal(_ a: Term, _ b: Term) -> Term { binary(.equal, a, b) }
  /// Unsigned `a < b`.
  public static func less(_ a: Term, _ b: Term) -> Term { binary(.less, a, b) }
  /// Unsigned `a <= b`.
  public static func lessOrEqual(_ a: Term, _ b: Term) -> Term { binary(.lessOrEqual, a, b) }

  /// `a &+ b`
  public static func add(_ a: Term, _ b: Term) -> Term { binary(.add, a, b) }
  /// `a &- b`
  public static func subtract(_ a: Term, _ b: Term) -> Term { binary(.subtract, a, b) }
  /// `a &* b`
  public static func multiply(_ a: Term, _ b: Term) -> Term { binary(.multiply, a, b) }
  /// `a & b`
  public static func bitAnd(_ a: Term, _ b: Term) -> Term { binary(.bitAnd, a, b) }
  /// `a | b`
  public static func bitOr(_ a: Term, _ b: Term) -> Term { binary(.bitOr, a, b) }
  /// `a ^ b`
  public static func bitXor(_ a: Term, _ b: Term) -> Term { binary(.bitXor, a, b) }
  /// `~a`
  public static func bitNot(_ a: Term) -> Term { unary(.bitNot, a) }
  /// `a &<< distance`
  public static func shiftLeft(_ a: Term, _ distance: Term) -> Term { binary(.shiftLeft, a, distance) }
  /// `a &>> distance`
  public static func shiftRight(_ a: Term, _ distance: Term) -> Term { binary(.shiftRight, a, distance) }
  /// The number of zero bits above the highest one bit; 32 for zero.
  public static func leadingZeros(_ a: Term) -> Term { unary(.leadingZeros, a) }

  private static func unary(_ op: Operator, _ a: Term) -> Term {
    if let arena = a.arena { return arena.unary(op, a) }
    return constant(op, op.value(a.bits))
  }

  private static func binary(_ op: Operator, _ a: Term, _ b: Term) -> Term {
    if let arena = a.arena ?? b.arena { return arena.binary(op, arena.own(a), arena.own(b)) }
    return constant(op, op.value(a.bits, b.bits))
  }

  private static func constant(_ op: Operator, _ bits: UInt32) -> Term {
    op.sort == .truth ? Term(truth: bits != 0) : Term(word: bits)
  }
}

extension TermArena {
  /// The simplified term. The operand is this arena's.
  func unary(_ op: Operator, _ x: Term) -> Term {
    if x.op == .constant { return constant(op, op.value(x.bits)) }
    switch op {
    case .not:
      switch x.op {
      case .not: return x.operands[0]
      case .less: return node(.lessOrEqual, x.operands[1], x.operands[0])
      case .lessOrEqual: return node(.less, x.operands[1], x.operands[0])
      default: return node(op, x)
      }
    case .bitNot: return x.op == .bitNot ? x.operands[0] : node(op, x)
    case .leadingZeros: return node(op, x)
    default: preconditionFailure("\(op) takes one operand")
    }
  }

  /// The simplified term. The operands are this arena's.
  func binary(_ op: Operator, _ a: Term, _ b: Term) -> Term {
    if a.op == .constant, b.op == .constant { return constant(op, op.value(a.bits, b.bits)) }
    let (x, y) = op.isCommutative ? ordered(a, b) : (a, b)
    let simpler: Term? =
      switch op {
      case .and, .or: connective(op, x, y)
      case .iff: iff(x, y)
      case .equal: equal(x, y)
      case .less: less(x, y)
      case .lessOrEqual: less(y, x).map { unary(.not, $0) }
      case .add: add(x, y)
      case .subtract: subtract(x, y)
      case .multiply: multiply(x, y)
      case .bitAnd: bitAnd(x, y)
      case .bitOr: bitOr(x, y)
      case .bitXor: bitXor(x, y)
      case .shiftLeft, .shiftRight: shift(op, x, y)
      default: preconditionFailure("\(op) takes two operands")
      }
    return simpler ?? node(op, x, y)
  }

  /// The operation of a term, on other operands; simplified.
  func rebuild(_ term: Term, _ operands: [Term]) -> Term {
    switch (term.op, operands.count) {
    case (.apply, _): apply(term.function!, operands)
    case (_, 0): term
    case (_, 1): unary(term.op, operands[0])
    case (_, 2): binary(term.op, operands[0], operands[1])
    default: Term.ite(operands[0], operands[1], operands[2])
    }
  }

  /// The operands of a commutative operation in their normal order: constants last, otherwise by age.
  func ordered(_ a: Term, _ b: Term) -> (Term, Term) {
    if a.op == .constant { return (b, a) }
    if b.op == .constant { return (a, b) }
    return a.id <= b.id ? (a, b) : (b, a)
  }

  private func constant(_ op: Operator, _ bits: UInt32) -> Term {
    op.sort == .truth ? constant(bits != 0) : constant(bits)
  }
}
