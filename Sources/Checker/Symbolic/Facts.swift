/// What is known at one point of a symbolic run: a chain of assumptions, the newest first.
///
/// Conditions are decided from their form alone, so that deciding is cheap; what cannot be decided stays open.
final class Facts: Sendable {
  /// The assumptions before this one; nil at the start.
  let earlier: Facts?
  /// How many assumptions there are.
  let depth: Int
  /// The assumption; true at the start.
  let assumption: Term
  /// Conditions that the assumption settles by its form, by the ids of their terms.
  private let settled: [Int: Bool]
  /// Words that the assumption says are constants, by the ids of their terms.
  private let values: [Int: UInt32]

  /// Nothing is known.
  init() {
    earlier = nil
    depth = 0
    assumption = Term(truth: true)
    settled = [:]
    values = [:]
  }

  private init(_ earlier: Facts, _ assumption: Term) {
    self.earlier = earlier
    depth = earlier.depth + 1
    self.assumption = assumption
    var settled: [Int: Bool] = [:]
    var values: [Int: UInt32] = [:]
    Self.settle(assumption, true, &settled, &values)
    self.settled = settled
    self.values = values
  }

  /// These facts and one more.
  func adding(_ assumption: Term) -> Facts {
    if assumption.truth == true { return self }
    return Facts(self, assumption)
  }

  /// The assumptions that both have made, in the same order.
  static func common(_ a: Facts, _ b: Facts) -> Facts {
    var (a, b) = (a, b)
    while a !== b {
      if a.depth >= b.depth { a = a.earlier! } else { b = b.earlier! }
    }
    return a
  }

  /// The assumptions, oldest first.
  var assumptions: [Term] {
    var found: [Term] = []
    var facts = self
    while let earlier = facts.earlier {
      found.append(facts.assumption)
      facts = earlier
    }
    return found.reversed()
  }

  private static func settle(
    _ term: Term, _ truth: Bool, _ settled: inout [Int: Bool], _ values: inout [Int: UInt32]
  ) {
    settled[term.id] = truth
    switch term.op {
    case .not: settle(term.operands[0], !truth, &settled, &values)
    case .and where truth, .or where !truth:
      for operand in term.operands { settle(operand, truth, &settled, &values) }
    case .equal where truth:
      if let word = term.operands[1].word { values[term.operands[0].id] = word }
    case .less, .lessOrEqual:
      let opposite: Term =
        term.op == .less
        ? .lessOrEqual(term.operands[1], term.operands[0]) : .less(term.operands[1], term.operands[0])
      settled[opposite.id] = !truth
    default: break
    }
  }

  /// Whether the condition holds, as far as its form tells.
  func decide(_ term: Term) -> Bool? {
    if let truth = term.truth { return truth }
    var facts: Facts? = self
    while let known = facts {
      if let truth = known.settled[term.id] { return truth }
      facts = known.earlier
    }
    switch term.op {
    case .not: return decide(term.operands[0]).map { !$0 }
    case .and: return connective(term, decisive: false)
    case .or: return connective(term, decisive: true)
    case .equal:
      guard let a = value(term.operands[0]), let b = value(term.operands[1]) else { return nil }
      return a == b
    default: return nil
    }
  }

  private func connective(_ term: Term, decisive: Bool) -> Bool? {
    let a = decide(term.operands[0])
    if a == decisive { return decisive }
    let b = decide(term.operands[1])
    if b == decisive { return decisive }
    return a == nil || b == nil ? nil : !decisive
  }

  private func value(_ term: Term) -> UInt32? {
    if let word = term.word { return word }
    var facts: Facts? = self
    while let known = facts {
      if let word = known.values[term.id] { return word }
      facts = known.earlier
    }
    return nil
  }
}
