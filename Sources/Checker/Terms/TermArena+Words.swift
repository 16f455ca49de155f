// The rules return nil where nothing becomes simpler. Their operands are this arena's, in normal order (the constant of
// a commutative operation is `y`), and not both constant.

extension TermArena {
  func add(_ x: Term, _ y: Term) -> Term? {
    if let k = y.word {
      if k == 0 { return x }
      if x.op == .add, let a = x.operands[1].word { return binary(.add, x.operands[0], constant(a &+ k)) }
      if x.op == .subtract, let a = x.operands[0].word { return binary(.subtract, constant(a &+ k), x.operands[1]) }
      return nil
    }
    if x.op == .subtract, x.operands[1] === y { return x.operands[0] }
    if y.op == .subtract, y.operands[1] === x { return y.operands[0] }
    return nil
  }

  func subtract(_ x: Term, _ y: Term) -> Term? {
    if x === y { return constant(0) }
    if let k = y.word { return binary(.add, x, constant(0 &- k)) }
    if x.op == .add {
      if x.operands[0] === y { return x.operands[1] }
      if x.operands[1] === y { return x.operands[0] }
    }
    return nil
  }

  func multiply(_ x: Term, _ y: Term) -> Term? {
    switch y.word {
    case 0: y
    case 1: x
    case let k?:
      if x.op == .multiply, let a = x.operands[1].word {
        binary(.multiply, x.operands[0], constant(a &* k))
      } else {
        nil
      }
    case nil: nil
    }
  }

  func bitAnd(_ x: Term, _ y: Term) -> Term? {
    if x === y { return x }
    guard let k = y.word else { return isBitComplement(x, y) ? constant(0) : nil }
    if k == 0 { return y }
    if k == .max { return x }
    guard let a = x.operands.last?.word else { return nil }
    if x.op == .bitAnd { return binary(.bitAnd, x.operands[0], constant(a & k)) }
    if x.op == .bitOr {
      if a & k == 0 { return binary(.bitAnd, x.operands[0], y) }
      if a & k == k { return y }
    }
    return nil
  }

  func bitOr(_ x: Term, _ y: Term) -> Term? {
    if x === y { return x }
    guard let k = y.word else { return isBitComplement(x, y) ? constant(.max) : nil }
    if k == 0 { return x }
    if k == .max { return y }
    guard x.op == .bitOr, let a = x.operands[1].word else { return nil }
    return binary(.bitOr, x.operands[0], constant(a | k))
  }

  func bitXor(_ x: Term, _ y: Term) -> Term? {
    if x === y { return constant(0) }
    guard let k = y.word else { return isBitComplement(x, y) ? constant(.max) : nil }
    if k == 0 { return x }
    if k == .max { return unary(.bitNot, x) }
    guard x.op == .bitXor, let a = x.operands[1].word else { return nil }
    return binary(.bitXor, x.operands[0], constant(a ^ k))
  }

  func shift(_ op: Operator, _ x: Term, _ distance: Term) -> Term? {
    if x.word == 0 { return x }
    guard let k = distance.word else { return nil }
    if k & 31 == 0 { return x }
    if x.op == op, let a = x.operands[1].word {
      // A distance that is a constant has been brought below 32 when its shift was built.
      return a + (k & 31) < 32 ? binary(op, x.operands[0], constant(a + (k & 31))) : constant(0)
    }
    return k > 31 ? node(op, x, constant(k & 31)) : nil
  }

  private func isBitComplement(_ x: Term, _ y: Term) -> Bool {
    x.op == .bitNot && x.operands[0] === y || y.op == .bitNot && y.operands[0] === x
  }
}
