extension Term {
  /// All terms that are reachable from the given ones, without repetition, operands before the terms that use them.
  ///
  /// Terms whose ids are in `visited` are left out together with what is only reachable through them; the ids of the
  /// returned terms are added.
  static func bottomUp(_ terms: [Term], visited: inout TermIDs) -> [Term] {
    var found: [Term] = []
    var pending = terms
    while let term = pending.popLast() {
      guard visited.insert(term.id) else { continue }
      found.append(term)
      for operand in term.operands where !visited.contains(operand.id) { pending.append(operand) }
    }
    // Operands are older than the terms that use them.
    found.sort { $0.id < $1.id }
    return found
  }

  /// All terms that are reachable from the given ones, without repetition, operands before the terms that use them.
  static func bottomUp(_ terms: [Term]) -> [Term] {
    var visited = TermIDs()
    return bottomUp(terms, visited: &visited)
  }
}

extension TermArena {
  /// Rebuilds terms of this arena, with variables and applications replaced.
  ///
  /// `replace` is offered every variable, and every application with its arguments already rewritten; nil leaves it as
  /// it is. What it returns must be of the same sort, and is not rewritten again.
  ///
  /// - Parameter memo: What terms have been rewritten to. Only meaningful for one meaning of `replace`.
  public func rewrite(_ terms: [Term], memo: inout [Term: Term], _ replace: (Term) -> Term?) -> [Term] {
    var visited = TermIDs()
    var pending = terms.map(own)
    var found: [Term] = []
    while let term = pending.popLast() {
      guard memo[term] == nil, visited.insert(term.id) else { continue }
      found.append(term)
      pending.append(contentsOf: term.operands)
    }
    found.sort { $0.id < $1.id }
    for term in found {
      let operands = term.operands.map { memo[$0]! }
      var new = operands.elementsEqual(term.operands, by: ===) ? term : rebuild(term, operands)
      if new.op == .apply || new.op == .variable, term.op == new.op, let replacement = replace(new) {
        precondition(replacement.sort == new.sort, "\(new.name ?? "") became a \(replacement.sort)")
        new = own(replacement)
      }
      memo[term] = new
    }
    return terms.map { memo[own($0)]! }
  }

  /// All applications of functions that are reachable from the given terms, in the order of their creation.
  ///
  /// - Parameter visited: The ids of terms seen by earlier calls, which are not visited again.
  public func applications(in terms: [Term], visited: inout TermIDs) -> [Term] {
    Term.bottomUp(terms, visited: &visited).filter { $0.op == .apply }
  }
}
