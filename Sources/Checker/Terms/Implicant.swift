/// The part of an assignment that makes some truth values true, whatever the other unknowns are.
///
/// A solver's answer has values for all unknowns that it knows of, most of them arbitrary. Those that matter are
/// found from above: of an alternative that holds, one side that holds is enough; of a choice, the side that is taken.
struct Implicant {
  private var words: [String: UInt32] = [:]
  private var truths: [String: Bool] = [:]
  private var functions: [String: [[UInt32]: UInt32]] = [:]

  /// Requires: the truth values hold under the assignment.
  init(of truths: [Term], under assignment: Assignment) {
    let values = assignment.bits(of: truths)
    func value(_ term: Term) -> UInt32 { term.op == .constant ? term.bits : values[term.id]! }
    var needed: Set<Int> = []
    var pending = truths
    // Chosen from among those that are needed anyway, where there is a choice.
    func enough(_ a: Term, _ b: Term, _ isEnough: (Term) -> Bool) -> [Term] {
      switch (isEnough(a), isEnough(b)) {
      case (true, true): needed.contains(b.id) ? [b] : [a]
      case (true, false): [a]
      case (false, true): [b]
      case (false, false): [a, b]
      }
    }
    while let term = pending.popLast() {
      guard term.op != .constant, needed.insert(term.id).inserted else { continue }
      let operands = term.operands
      switch term.op {
      case .variable where term.sort == .word: words[term.name!] = value(term)
      case .variable: self.truths[term.name!] = value(term) != 0
      case .apply:
        functions[term.name!, default: [:]][operands.map(value)] = value(term)
        pending += operands
      case .and, .bitAnd: pending += enough(operands[0], operands[1]) { value($0) == 0 }
      case .or: pending += enough(operands[0], operands[1]) { value($0) != 0 }
      case .ite: pending += [operands[0], value(operands[0]) != 0 ? operands[1] : operands[2]]
      default: pending += operands
      }
    }
  }

  /// The assignment of what matters, and of nothing else.
  var assignment: Assignment {
    Assignment(words: words, truths: truths, functions: functions.mapValues { FunctionTable(entries: $0) })
  }

  /// The places of truth values that are false, whatever the unknowns are that don't matter: the first so many.
  func contradicted(_ truths: [Term], atMost most: Int) -> [Int] {
    // By the terms' numbers, which operands have lower ones of.
    var values = ContiguousArray(repeating: Self.unvisited, count: (truths.lazy.map(\.id).max() ?? -1) + 1)
    var found: [Int] = []
    var pending: [Term] = []
    for (place, truth) in truths.enumerated() where found.count < most {
      if truth.op == .constant {
        if truth.bits == 0 { found.append(place) }
        continue
      }
      pending.append(truth)
      while let term = pending.last {
        if values[term.id] == Self.unvisited {
          // Seen, and to be known once the operands are.
          values[term.id] = Self.unknown
          for operand in term.operands where operand.op != .constant && values[operand.id] == Self.unvisited {
            pending.append(operand)
          }
          if pending.last === term { values[term.id] = value(term, values) } else { continue }
        } else if values[term.id] == Self.unknown {
          values[term.id] = value(term, values)
        }
        pending.removeLast()
      }
      if values[truth.id] == 0 { found.append(place) }
    }
    return found
  }

  private static let unvisited = Int64(-2)
  private static let unknown = Int64(-1)

  /// The term's value, from those of its operands; `unknown` where it isn't known.
  private func value(_ term: Term, _ values: ContiguousArray<Int64>) -> Int64 {
    let operands = term.operands
    func known(_ place: Int) -> Int64 {
      operands[place].op == .constant ? Int64(operands[place].bits) : values[operands[place].id]
    }
    switch term.op {
    case .constant: return Int64(term.bits)
    case .variable where term.sort == .word: return words[term.name!].map(Int64.init) ?? Self.unknown
    case .variable: return truths[term.name!].map { $0 ? 1 : 0 } ?? Self.unknown
    case .apply:
      let arguments = operands.indices.map(known)
      if arguments.contains(Self.unknown) { return Self.unknown }
      return functions[term.name!]?[arguments.map { UInt32($0) }].map(Int64.init) ?? Self.unknown
    case .and, .bitAnd:
      let (a, b) = (known(0), known(1))
      return a == 0 || b == 0 ? 0 : a == Self.unknown || b == Self.unknown ? Self.unknown : a & b
    case .or:
      let (a, b) = (known(0), known(1))
      return a == 1 || b == 1 ? 1 : a == Self.unknown || b == Self.unknown ? Self.unknown : 0
    case .ite:
      let condition = known(0)
      if condition != Self.unknown { return known(condition != 0 ? 1 : 2) }
      return known(1) == known(2) ? known(1) : Self.unknown
    default:
      let (a, b) = (known(0), operands.count > 1 ? known(1) : 0)
      if a == Self.unknown || b == Self.unknown { return Self.unknown }
      return Int64(term.op.value(UInt32(a), UInt32(b)))
    }
  }
}
