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
  /// Bits of words that the assumption settles, by the ids of their terms.
  private let bits: [Int: KnownBits]
  /// Words that the assumption says equal an older one, by the ids of their terms.
  private let aliases: [Int: Term]

  /// Nothing is known.
  init() {
    earlier = nil
    depth = 0
    assumption = Term(truth: true)
    settled = [:]
    bits = [:]
    aliases = [:]
  }

  private init(_ earlier: Facts, _ assumption: Term) {
    self.earlier = earlier
    depth = earlier.depth + 1
    self.assumption = assumption
    var consequences = Consequences()
    consequences.settle(assumption, true)
    settled = consequences.settled
    bits = consequences.bits
    aliases = consequences.aliases
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

  /// Whether the condition holds, as far as its form tells.
  func decide(_ term: Term) -> Bool? {
    if let truth = term.truth { return truth }
    if let truth = search({ $0.settled[term.id] }) { return truth }
    switch term.op {
    case .not: return decide(term.operands[0]).map { !$0 }
    case .and: return connective(term, decisive: false)
    case .or: return connective(term, decisive: true)
    case .equal:
      let (x, y) = (simplified(term.operands[0]), simplified(term.operands[1]))
      if x === y { return true }
      let (a, b) = (known(x), known(y))
      if a.mask & b.mask & (a.value ^ b.value) != 0 { return false }
      if a.mask & b.mask == .max { return true }
      return x === term.operands[0] && y === term.operands[1] ? nil : again(.equal(x, y), term)
    case .less: return less(known(simplified(term.operands[0])), known(simplified(term.operands[1])))
    case .lessOrEqual:
      return less(known(simplified(term.operands[1])), known(simplified(term.operands[0]))).map { !$0 }
    default: return nil
    }
  }

  /// The word, with choices that the facts decide made.
  func simplified(_ term: Term) -> Term {
    if let alias = search({ $0.aliases[term.id] }) { return simplified(alias) }
    guard term.op == .ite, let condition = decide(term.operands[0]) else { return term }
    return simplified(term.operands[condition ? 1 : 2])
  }

  private func again(_ term: Term, _ before: Term) -> Bool? { term === before ? nil : decide(term) }

  private func less(_ a: KnownBits, _ b: KnownBits) -> Bool? {
    if a.most < b.least { return true }
    return a.least >= b.most ? false : nil
  }

  private func connective(_ term: Term, decisive: Bool) -> Bool? {
    let a = decide(term.operands[0])
    if a == decisive { return decisive }
    let b = decide(term.operands[1])
    if b == decisive { return decisive }
    return a == nil || b == nil ? nil : !decisive
  }

  /// The newest fact that tells.
  private func search<T>(_ tell: (Facts) -> T?) -> T? {
    var facts: Facts? = self
    while let known = facts {
      if let found = tell(known) { return found }
      facts = known.earlier
    }
    return nil
  }

  /// The bits of a word that its form and the facts tell.
  private func known(_ term: Term) -> KnownBits {
    if let word = term.word { return KnownBits(mask: .max, value: word) }
    var result = KnownBits(mask: 0, value: 0)
    switch term.op {
    case .bitAnd:
      let (a, b) = (known(simplified(term.operands[0])), known(simplified(term.operands[1])))
      let zeros = (a.mask & ~a.value) | (b.mask & ~b.value)
      result = KnownBits(mask: zeros | (a.mask & b.mask), value: a.value & b.value & ~zeros)
    case .bitOr:
      let (a, b) = (known(simplified(term.operands[0])), known(simplified(term.operands[1])))
      let ones = (a.mask & a.value) | (b.mask & b.value)
      result = KnownBits(mask: ones | (a.mask & b.mask), value: ones)
    default: break
    }
    var facts: Facts? = self
    while let here = facts {
      if let more = here.bits[term.id] {
        result = KnownBits(mask: result.mask | more.mask, value: result.value | more.value)
      }
      facts = here.earlier
    }
    return result
  }
}

/// Bits of a word: those of the mask are known, and have the bits of the value. Other bits of the value are zero.
private struct KnownBits {
  let mask: UInt32
  let value: UInt32
  /// The smallest and the largest word with these bits.
  var least: UInt32 { value }
  var most: UInt32 { value | ~mask }
}

/// What an assumption settles by its form.
private struct Consequences {
  var settled: [Int: Bool] = [:]
  var bits: [Int: KnownBits] = [:]
  var aliases: [Int: Term] = [:]

  mutating func settle(_ term: Term, _ truth: Bool) {
    settled[term.id] = truth
    switch term.op {
    case .not: settle(term.operands[0], !truth)
    case .and where truth, .or where !truth:
      for operand in term.operands { settle(operand, truth) }
    case .equal where truth:
      if let word = term.operands[1].word {
        settle(term.operands[0], KnownBits(mask: .max, value: word))
      } else {
        let (older, newer) = (term.operands[0], term.operands[1])
        aliases[max(older.id, newer.id)] = older.id < newer.id ? older : newer
      }
    case .less, .lessOrEqual:
      let opposite: Term =
        term.op == .less
        ? .lessOrEqual(term.operands[1], term.operands[0]) : .less(term.operands[1], term.operands[0])
      settled[opposite.id] = !truth
    default: break
    }
  }

  private mutating func settle(_ term: Term, _ known: KnownBits) {
    bits[term.id] = KnownBits(
      mask: known.mask | (bits[term.id]?.mask ?? 0), value: known.value | (bits[term.id]?.value ?? 0))
    switch term.op {
    case .bitAnd:
      guard let mask = term.operands[1].word else { return }
      settle(term.operands[0], KnownBits(mask: known.mask & mask, value: known.value & mask))
    case .bitOr where known.value == 0 && known.mask == .max:
      for operand in term.operands { settle(operand, known) }
    default: break
    }
  }
}
