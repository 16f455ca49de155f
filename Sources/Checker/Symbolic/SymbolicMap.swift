/// The contents of one column for all objects at once: a base that stands for any contents, and what was done to it.
///
/// A map is never given to the solver: reading it yields choices between the words that were written and reads of the
/// base, which is an unknown function.
final class SymbolicMap {
  private enum Node {
    /// Any contents.
    case base(Function)
    /// One word replaced.
    case write(SymbolicMap, i: Term, j: Term, value: Term)
    /// Many words replaced: where the condition holds, the word is the value.
    case update(SymbolicMap, (_ i: Term, _ j: Term) -> (condition: Term, value: () -> Term))
    /// The same contents, and something to be done once they matter.
    case observed(SymbolicMap, () -> Void)
    /// One of two contents.
    case choice(Term, SymbolicMap, SymbolicMap)
  }

  private let node: Node
  private let arena: TermArena
  // Without the memo, reading a chain of choices that share their past takes exponential time.
  private var memo: [Pair: Term] = [:]

  private struct Pair: Hashable {
    let i: Int
    let j: Int
  }

  private init(_ node: Node, _ arena: TermArena) {
    self.node = node
    self.arena = arena
  }

  /// Any contents at all.
  static func base(_ function: Function, _ arena: TermArena) -> SymbolicMap { SymbolicMap(.base(function), arena) }

  /// The contents with the word at (`i`, `j`) replaced.
  func writing(_ value: Term, at i: Term, _ j: Term) -> SymbolicMap {
    SymbolicMap(.write(self, i: arena.own(i), j: arena.own(j), value: arena.own(value)), arena)
  }

  /// The contents with words replaced where a condition holds.
  func updating(_ new: @escaping (_ i: Term, _ j: Term) -> (condition: Term, value: () -> Term)) -> SymbolicMap {
    SymbolicMap(.update(self, new), arena)
  }

  /// The contents, and what is to be done when somebody reads them.
  func observed(_ onRead: @escaping () -> Void) -> SymbolicMap { SymbolicMap(.observed(self, onRead), arena) }

  /// `taken` where the condition holds, `other` elsewhere.
  static func choice(_ condition: Term, _ taken: SymbolicMap, _ other: SymbolicMap) -> SymbolicMap {
    taken === other ? taken : SymbolicMap(.choice(condition, taken, other), taken.arena)
  }

  /// The word at (`i`, `j`); `j` is ignored for a column that is no array.
  func read(_ i: Term, _ j: Term) -> Term {
    let pair = Pair(i: i.id, j: j.id)
    if let known = memo[pair] { return known }
    let result: Term
    switch node {
    case .base(let function):
      result = arena.apply(function, function.arity == 1 ? [i] : [i, j])
    case .write(let map, let at, let element, let value):
      let here = Term.and(.equal(i, at), .equal(j, element))
      result = here.truth == true ? value : here.truth == false ? map.read(i, j) : .ite(here, value, map.read(i, j))
    case .update(let map, let new):
      let (condition, value) = new(i, j)
      switch condition.truth {
      case true?: result = arena.own(value())
      case false?: result = map.read(i, j)
      case nil:
        arena.push(guard: condition)
        defer { arena.popGuard() }
        result = .ite(condition, value(), map.read(i, j))
      }
    case .observed(let map, let onRead):
      onRead()
      result = map.read(i, j)
    case .choice(let condition, let taken, let other):
      let (a, b) = (taken.read(i, j), other.read(i, j))
      result = .ite(condition, a, b)
    }
    memo[pair] = result
    return result
  }
}
