// The rules return nil where nothing becomes simpler. Their operands are this arena's, in normal order, and not both
// constant.

extension TermArena {
  /// Conjunction and disjunction, which are each other's dual.
  func connective(_ op: Operator, _ x: Term, _ y: Term) -> Term? {
    if let known = y.truth { return known == (op == .and) ? x : y }
    if x === y { return x }
    if x.isComplement(of: y) { return constant(op == .or) }
    return absorb(op, x, into: y) ?? absorb(op, y, into: x)
  }

  /// What `op` makes of `x` and `y` when an operand of `y` is `x` or its complement.
  private func absorb(_ op: Operator, _ x: Term, into y: Term) -> Term? {
    let dual: Operator = op == .and ? .or : .and
    if y.op == op {
      if y.operands.contains(x) { return y }
      if y.operands.contains(where: x.isComplement) { return constant(op == .or) }
    } else if y.op == dual {
      if y.operands.contains(x) { return x }
      if x.isComplement(of: y.operands[0]) { return binary(op, x, y.operands[1]) }
      if x.isComplement(of: y.operands[1]) { return binary(op, x, y.operands[0]) }
    } else if y.op == .not {
      let z = y.operands[0]
      if z.op == op {
        if z.operands.contains(where: x.isComplement) { return x }
        if x === z.operands[0] { return binary(op, x, unary(.not, z.operands[1])) }
        if x === z.operands[1] { return binary(op, x, unary(.not, z.operands[0])) }
      } else if z.op == dual {
        if z.operands.contains(where: x.isComplement) { return y }
        if z.operands.contains(x) { return constant(op == .or) }
      }
    }
    return nil
  }

  func iff(_ x: Term, _ y: Term) -> Term? {
    if let known = y.truth { return known ? x : unary(.not, x) }
    if x === y { return constant(true) }
    if x.isComplement(of: y) { return constant(false) }
    switch (x.op == .not, y.op == .not) {
    case (true, true): return binary(.iff, x.operands[0], y.operands[0])
    case (true, false): return unary(.not, binary(.iff, x.operands[0], y))
    case (false, true): return unary(.not, binary(.iff, x, y.operands[0]))
    case (false, false): return nil
    }
  }

  /// The simplified choice. The operands are this arena's; the condition may be a constant.
  func choose(_ c: Term, _ a: Term, _ b: Term) -> Term {
    if let known = c.truth { return known ? a : b }
    if a === b { return a }
    if c.op == .not { return choose(c.operands[0], b, a) }
    if c.op == .lessOrEqual { return choose(node(.less, c.operands[1], c.operands[0]), b, a) }
    if a.op == .ite, a.operands[0] === c { return choose(c, a.operands[1], b) }
    if b.op == .ite, b.operands[0] === c { return choose(c, a, b.operands[2]) }
    if a.sort == .truth { return chooseTruth(c, a, b) ?? node(choice: c, a, b) }
    if c.op == .equal {
      // Where the two words differ, the arm that is not taken for granted is the answer; where they agree, either is.
      if c.operands[0] === a && c.operands[1] === b || c.operands[1] === a && c.operands[0] === b { return b }
    }
    return node(choice: c, a, b)
  }

  private func chooseTruth(_ c: Term, _ a: Term, _ b: Term) -> Term? {
    if let known = a.truth { return known ? binary(.or, c, b) : binary(.and, unary(.not, c), b) }
    if let known = b.truth { return known ? binary(.or, unary(.not, c), a) : binary(.and, c, a) }
    if a === c { return binary(.or, c, b) }
    if b === c { return binary(.and, c, a) }
    if a.isComplement(of: c) { return binary(.and, a, b) }
    if b.isComplement(of: c) { return binary(.or, b, a) }
    return a.isComplement(of: b) ? binary(.iff, c, a) : nil
  }
}
