/// The home of a family of terms: makes each term once.
///
/// An arena is confined to one worker at a time, and must live as long as anyone builds on its terms. Terms of
/// different arenas don't mix.
public final class TermArena: @unchecked Sendable {
  /// The terms by their ids.
  private var terms: [Term] = []
  /// An open-addressing hash table of the terms, variables excepted. The size is a power of two.
  private var slots: [Slot] = Array(repeating: .free, count: 1024)
  private var variables: [String: Term] = [:]
  private var functions: [String: Function] = [:]

  /// The conditions under which the present piece of generic code runs, outermost first.
  ///
  /// While the right side of `a && b` is evaluated, `a` is on the stack; for `a || b` and the arms of `ite` it is what
  /// selects them. A store may rely on them when it is read.
  public private(set) var guards: [Term] = []

  public init() {}

  /// The number of terms made so far.
  public var count: Int { terms.count }

  /// The constant word, as a term of this arena.
  public func constant(_ word: UInt32) -> Term { constant(.word, word) }

  /// The constant truth value, as a term of this arena.
  public func constant(_ truth: Bool) -> Term { constant(.truth, truth ? 1 : 0) }

  /// The variable with this name, made on first use.
  ///
  /// Requires: the name is not a function's, is always used with the same sort, contains neither `|` nor `\`, and
  /// does not begin with `#`.
  public func variable(_ name: String, _ sort: Sort) -> Term {
    if let known = variables[name] {
      precondition(known.sort == sort, "\(name) is a \(known.sort), not a \(sort)")
      return known
    }
    precondition(functions[name] == nil, "\(name) is a function")
    let symbol = newFunction(name, arity: 0, sort)
    // Found by name alone, so the table of nodes need not know it.
    let term = Term(.variable, sort, function: symbol, id: terms.count, arena: self)
    terms.append(term)
    variables[name] = term
    return term
  }

  /// The function with this name, from words to a word, made on first use.
  ///
  /// Requires: as for ``variable(_:_:)``; `arity` is at least 1 and always the same.
  public func function(_ name: String, arity: Int) -> Function {
    precondition(arity > 0, "\(name) needs an argument")
    if let known = functions[name] {
      precondition(known.arity == arity, "\(name) takes \(known.arity) arguments, not \(arity)")
      return known
    }
    precondition(variables[name] == nil, "\(name) is a variable")
    let function = newFunction(name, arity: arity, .word)
    functions[name] = function
    return function
  }

  private func newFunction(_ name: String, arity: Int, _ sort: Sort) -> Function {
    precondition(
      !name.hasPrefix("#") && !name.utf8.contains { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "\\") },
      "SMT-LIB cannot express the name \(name)")
    return Function(name: name, arity: arity, sort: sort, number: variables.count + functions.count)
  }

  /// The function's value for the given words.
  ///
  /// Requires: as many arguments as the function takes.
  public func apply(_ function: Function, _ arguments: [Term]) -> Term {
    precondition(
      arguments.count == function.arity, "\(function.name) takes \(function.arity), not \(arguments.count)")
    let operands = arguments.map(own)
    var key = Self.mix(UInt32(Operator.apply.rawValue), function.number)
    for operand in operands { key = Self.mix(key, operand.id) }
    return term(key) {
      $0.function === function && $0.operands.elementsEqual(operands, by: ===)
    } make: { id in
      Term(.apply, .word, function: function, operands: operands, id: id, arena: self)
    }
  }

  /// Enters a piece of code that only runs under the condition.
  public func push(guard condition: Term) { guards.append(own(condition)) }

  /// Leaves the piece of code entered last.
  public func popGuard() { guards.removeLast() }
}

// MARK: - One object for equal nodes

extension TermArena {
  /// The term as one of this arena: constants are replaced by the arena's own.
  func own(_ term: Term) -> Term {
    if term.arena === self { return term }
    precondition(term.op == .constant, "a term of another arena")
    return constant(term.sort, term.bits)
  }

  private func constant(_ sort: Sort, _ bits: UInt32) -> Term {
    let key = Self.mix(sort == .word ? 1 : 2, Int(bits))
    return term(key) {
      $0.op == .constant && $0.bits == bits && $0.sort == sort
    } make: { id in
      Term(.constant, sort, bits: bits, id: id, arena: self)
    }
  }

  /// The node as it stands, without simplification. The operands are this arena's.
  func node(_ op: Operator, _ a: Term) -> Term {
    let key = Self.mix(UInt32(op.rawValue), a.id)
    return term(key) {
      $0.op == op && $0.operands[0] === a
    } make: { id in
      Term(op, op.sort!, operands: [a], id: id, arena: self)
    }
  }

  /// The node as it stands, without simplification. The operands are this arena's.
  func node(_ op: Operator, _ a: Term, _ b: Term) -> Term {
    let key = Self.mix(Self.mix(UInt32(op.rawValue), a.id), b.id)
    return term(key) {
      $0.op == op && $0.operands[0] === a && $0.operands[1] === b
    } make: { id in
      Term(op, op.sort!, operands: [a, b], id: id, arena: self)
    }
  }

  /// The choice as it stands, without simplification. The operands are this arena's.
  func node(choice c: Term, _ a: Term, _ b: Term) -> Term {
    let key = Self.mix(Self.mix(Self.mix(UInt32(Operator.ite.rawValue), c.id), a.id), b.id)
    return term(key) {
      $0.op == .ite && $0.operands[0] === c && $0.operands[1] === a && $0.operands[2] === b
    } make: { id in
      Term(.ite, a.sort, operands: [c, a, b], id: id, arena: self)
    }
  }

  @inline(__always)
  private func term(_ key: UInt32, matches: (Term) -> Bool, make: (_ id: Int) -> Term) -> Term {
    let mask = slots.count - 1
    var place = Int(key) & mask
    while slots[place].id >= 0 {
      if slots[place].key == key {
        let candidate = terms[Int(slots[place].id)]
        if matches(candidate) { return candidate }
      }
      place = (place + 1) & mask
    }
    let term = make(terms.count)
    slots[place] = Slot(key: key, id: Int32(terms.count))
    terms.append(term)
    if terms.count * 2 > slots.count { grow() }
    return term
  }

  private func grow() {
    let mask = slots.count * 2 - 1
    var grown = Array(repeating: Slot.free, count: mask + 1)
    for slot in slots where slot.id >= 0 {
      var place = Int(slot.key) & mask
      while grown[place].id >= 0 { place = (place + 1) & mask }
      grown[place] = slot
    }
    slots = grown
  }

  /// Mixes a number into a hash; multiplies by the golden ratio as a fraction of the word.
  @inline(__always)
  private static func mix(_ hash: UInt32, _ number: Int) -> UInt32 {
    let product = (UInt64(hash) ^ UInt64(truncatingIfNeeded: number) << 17) &* 0x9E37_79B9_7F4A_7C15
    return UInt32(truncatingIfNeeded: product ^ product >> 32)
  }
}

/// A place in the table of terms. The key is at hand, so that most misses touch no term.
private struct Slot {
  var key: UInt32
  /// The term's position in the order of creation; -1 in a free place.
  var id: Int32

  static let free = Slot(key: 0, id: -1)
}
