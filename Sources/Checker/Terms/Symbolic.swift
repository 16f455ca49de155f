import Logic

/// The symbolic reading: truth values and words are terms that stand for all values at once.
public enum Symbolic: Reading {
  public typealias Truth = SymbolicTruth
  public typealias Word = SymbolicWord

  /// Evaluates both arms, each with the condition that selects it on the arena's stack of guards; only one arm when the
  /// condition is a constant.
  public static func ite(
    _ condition: SymbolicTruth, _ a: @autoclosure () -> SymbolicWord, _ b: @autoclosure () -> SymbolicWord
  ) -> SymbolicWord {
    if let known = condition.term.truth { return known ? a() : b() }
    let taken = condition.term.whileAssumed { a() }
    let other = Term.not(condition.term).whileAssumed { b() }
    return SymbolicWord(term: .ite(condition.term, taken.term, other.term))
  }

  /// Like ``ite(_:_:_:)``, for each leaf of a record.
  public static func choose<V: Record>(
    _ condition: SymbolicTruth, _ a: @autoclosure () -> V, _ b: @autoclosure () -> V
  ) -> V where V.R == Symbolic {
    if let known = condition.term.truth { return known ? a() : b() }
    let taken = condition.term.whileAssumed { a() }
    let other = Term.not(condition.term).whileAssumed { b() }
    return V.merge(condition, taken, other)
  }
}

/// A truth value that is a term.
public struct SymbolicTruth: LogicTruth, Sendable {
  public typealias BooleanLiteralType = Bool

  /// The term, of sort `truth`.
  public let term: Term

  /// Requires: the term is of sort `truth`.
  public init(term: Term) {
    precondition(term.sort == .truth, "a \(term.sort)")
    self.term = term
  }

  public init(_ constant: Bool) { term = Term(truth: constant) }
  public init(booleanLiteral value: Bool) { term = Term(truth: value) }

  public static prefix func ! (a: Self) -> Self { Self(term: .not(a.term)) }

  /// Evaluates the right side with the left one on the arena's stack of guards; not at all when the left is false.
  public static func && (a: Self, b: @autoclosure () throws -> Self) rethrows -> Self {
    if let known = a.term.truth { return known ? try b() : a }
    return Self(term: .and(a.term, try a.term.whileAssumed(b).term))
  }

  /// Evaluates the right side with the negated left one on the arena's stack of guards; not at all when the left is
  /// true.
  public static func || (a: Self, b: @autoclosure () throws -> Self) rethrows -> Self {
    if let known = a.term.truth { return known ? a : try b() }
    return Self(term: .or(a.term, try Term.not(a.term).whileAssumed(b).term))
  }

  public static func == (a: Self, b: Self) -> Self { Self(term: .iff(a.term, b.term)) }
}

/// A 32-bit word that is a term.
public struct SymbolicWord: LogicWord, Sendable {
  public typealias Truth = SymbolicTruth
  public typealias IntegerLiteralType = UInt32

  /// The term, of sort `word`.
  public let term: Term

  /// Requires: the term is of sort `word`.
  public init(term: Term) {
    precondition(term.sort == .word, "a \(term.sort)")
    self.term = term
  }

  public init(constant: UInt32) { term = Term(word: constant) }
  public init(integerLiteral value: UInt32) { term = Term(word: value) }

  public static func == (a: Self, b: Self) -> SymbolicTruth { SymbolicTruth(term: .equal(a.term, b.term)) }
  public static func != (a: Self, b: Self) -> SymbolicTruth { !(a == b) }
  public static func < (a: Self, b: Self) -> SymbolicTruth { SymbolicTruth(term: .less(a.term, b.term)) }
  public static func <= (a: Self, b: Self) -> SymbolicTruth { SymbolicTruth(term: .lessOrEqual(a.term, b.term)) }
  public static func > (a: Self, b: Self) -> SymbolicTruth { b < a }
  public static func >= (a: Self, b: Self) -> SymbolicTruth { b <= a }

  public static func &+ (a: Self, b: Self) -> Self { Self(term: .add(a.term, b.term)) }
  public static func &- (a: Self, b: Self) -> Self { Self(term: .subtract(a.term, b.term)) }
  public static func &* (a: Self, b: Self) -> Self { Self(term: .multiply(a.term, b.term)) }
  public static func & (a: Self, b: Self) -> Self { Self(term: .bitAnd(a.term, b.term)) }
  public static func | (a: Self, b: Self) -> Self { Self(term: .bitOr(a.term, b.term)) }
  public static func ^ (a: Self, b: Self) -> Self { Self(term: .bitXor(a.term, b.term)) }
  public static prefix func ~ (a: Self) -> Self { Self(term: .bitNot(a.term)) }
  public static func &<< (a: Self, b: Self) -> Self { Self(term: .shiftLeft(a.term, b.term)) }
  public static func &>> (a: Self, b: Self) -> Self { Self(term: .shiftRight(a.term, b.term)) }

  public var leadingZeros: Self { Self(term: .leadingZeros(term)) }
}

extension Term {
  /// Runs the code with this condition, which is no constant, on its arena's stack of guards.
  fileprivate func whileAssumed<T>(_ body: () throws -> T) rethrows -> T {
    guard let arena else { preconditionFailure("only constants lack an arena") }
    arena.push(guard: self)
    defer { arena.popGuard() }
    return try body()
  }
}
