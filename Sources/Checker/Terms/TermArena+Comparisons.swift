// The rules return nil where nothing becomes simpler. Their operands are this arena's, in normal order, and not both
// constant.

extension TermArena {
  /// One step in making an equality simpler.
  private enum Step {
    /// The answer.
    case done(Term)
    /// The equality of these two is the answer.
    case again(Term, Term)
    /// Where the condition has the given value, the answer is known; elsewhere it is the equality of these two.
    case known(_ answer: Bool, Term, is: Bool, Term, Term)
  }

  func equal(_ x: Term, _ y: Term) -> Term? {
    var (x, y) = (x, y)
    var known: [(answer: Bool, condition: Term, value: Bool)] = []
    var isSimpler = false
    var result: Term?
    // A loop rather than recursion: chains of choices grow as long as the code that is checked.
    while result == nil, let step = equalStep(x, y) {
      isSimpler = true
      switch step {
      case .done(let answer): result = answer
      case .again(let a, let b): (x, y) = ordered(a, b)
      case .known(let answer, let condition, let value, let a, let b):
        known.append((answer, condition, value))
        (x, y) = ordered(a, b)
      }
    }
    guard isSimpler else { return nil }
    var answer = result ?? node(.equal, x, y)
    for (fixed, condition, value) in known.reversed() {
      let fixed = constant(fixed)
      answer = value ? choose(condition, fixed, answer) : choose(condition, answer, fixed)
    }
    return answer
  }

  private func equalStep(_ x: Term, _ y: Term) -> Step? {
    if x === y { return .done(constant(true)) }
    if let k = y.word { return x.word == nil ? equalStep(x, y, k) : .done(constant(x.bits == k)) }
    switch (x.op, y.op) {
    case (.add, .add) where x.operands[1] === y.operands[1]: return .again(x.operands[0], y.operands[0])
    case (.add, .add) where x.operands[0] === y.operands[0]: return .again(x.operands[1], y.operands[1])
    case (.add, _) where x.operands[0] === y && x.operands[1].op == .constant: return .done(constant(false))
    case (_, .add) where y.operands[0] === x && y.operands[1].op == .constant: return .done(constant(false))
    case (.bitNot, .bitNot): return .again(x.operands[0], y.operands[0])
    case (.bitNot, _) where x.operands[0] === y: return .done(constant(false))
    case (_, .bitNot) where y.operands[0] === x: return .done(constant(false))
    case (.ite, .ite) where x.operands[0] === y.operands[0]:
      if x.operands[1] === y.operands[1] { return .known(true, x.operands[0], is: true, x.operands[2], y.operands[2]) }
      if x.operands[2] === y.operands[2] { return .known(true, x.operands[0], is: false, x.operands[1], y.operands[1]) }
      return nil
    default: return armStep(x, y) ?? armStep(y, x)
    }
  }

  /// `x == y`, where `x` may be a choice one arm of which is `y`.
  private func armStep(_ x: Term, _ y: Term) -> Step? {
    guard x.op == .ite else { return nil }
    if x.operands[1] === y { return .known(true, x.operands[0], is: true, x.operands[2], y) }
    if x.operands[2] === y { return .known(true, x.operands[0], is: false, x.operands[1], y) }
    return nil
  }

  /// `x == k`, where `y` is the term for `k`, and `x` is no constant.
  private func equalStep(_ x: Term, _ y: Term, _ k: UInt32) -> Step? {
    guard let p = x.operands.first, let q = x.operands.last, x.op != .apply else { return nil }
    switch x.op {
    case .ite:
      let arm = x.operands[1]
      switch (arm.word, q.word) {
      case (let a?, let b?): return .done(choose(p, constant(a == k), constant(b == k)))
      case (let a?, nil): return .known(a == k, p, is: true, q, y)
      case (nil, let b?): return .known(b == k, p, is: false, arm, y)
      case (nil, nil): return armStep(x, y)
      }
    case .bitNot: return .again(p, constant(~k))
    case .leadingZeros:
      if k == 32 { return .again(p, constant(0)) }
      return k > 32 ? .done(constant(false)) : nil
    case .subtract:
      if let a = p.word { return .again(q, constant(a &- k)) }
      return k == 0 ? .again(p, q) : nil
    case .bitXor where k == 0: return .again(p, q)
    default: break
    }
    guard let a = q.word else { return nil }
    switch x.op {
    case .add: return .again(p, constant(k &- a))
    case .bitXor: return .again(p, constant(k ^ a))
    case .bitAnd: return k & ~a != 0 ? .done(constant(false)) : nil
    case .bitOr: return a & ~k != 0 ? .done(constant(false)) : nil
    case .shiftLeft: return (k &>> a) &<< a != k ? .done(constant(false)) : nil
    case .shiftRight: return (k &<< a) &>> a != k ? .done(constant(false)) : nil
    default: return nil
    }
  }

  func less(_ x: Term, _ y: Term) -> Term? {
    if x === y { return constant(false) }
    if let k = y.word {
      if k == 0 { return constant(false) }
      if k == 1 { return binary(.equal, x, constant(0)) }
      if x.op == .ite, let a = x.operands[1].word, let b = x.operands[2].word {
        return choose(x.operands[0], constant(a < k), constant(b < k))
      }
      return k == .max ? unary(.not, binary(.equal, x, y)) : nil
    }
    if let k = x.word {
      if k == .max { return constant(false) }
      if k == .max - 1 { return binary(.equal, y, constant(.max)) }
      if y.op == .ite, let a = y.operands[1].word, let b = y.operands[2].word {
        return choose(y.operands[0], constant(k < a), constant(k < b))
      }
      return k == 0 ? unary(.not, binary(.equal, y, x)) : nil
    }
    return nil
  }
}
