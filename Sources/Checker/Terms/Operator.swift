/// The two kinds of value that a term may have.
public enum Sort: Sendable {
  /// True or false.
  case truth
  /// A 32-bit machine word.
  case word
}

/// What a term does with its operands.
///
/// The meaning is that of ``LogicTruth`` and ``LogicWord``: arithmetic wraps, comparisons are unsigned, and shifts use
/// the low five bits of the distance, so that every operator is total.
public enum Operator: UInt8, Sendable, CaseIterable {
  /// A literal of either sort.
  case constant
  /// An unknown of either sort.
  case variable
  /// An unknown function of words, applied to words.
  case apply
  case not, and, or
  /// Equality of truth values.
  case iff
  /// The second operand where the first holds, the third elsewhere; of either sort.
  case ite
  /// Equality of words.
  case equal
  case less, lessOrEqual
  case add, subtract, multiply
  case bitAnd, bitOr, bitXor, bitNot
  case shiftLeft
  /// Shifts zeros in.
  case shiftRight
  /// The number of zero bits above the highest one bit; 32 for zero.
  case leadingZeros
}

extension Operator {
  /// The sort of the operator's result; nil for operators that give either sort.
  var sort: Sort? {
    switch self {
    case .constant, .variable, .ite: nil
    case .not, .and, .or, .iff, .equal, .less, .lessOrEqual: .truth
    default: .word
    }
  }

  /// True when the two operands may be exchanged.
  var isCommutative: Bool {
    switch self {
    case .and, .or, .iff, .equal, .add, .multiply, .bitAnd, .bitOr, .bitXor: true
    default: false
    }
  }

  /// The operator's native meaning; truth values are 0 and 1. Operands that the operator lacks are ignored.
  ///
  /// Constant folding and the evaluation of terms both rest on it.
  func value(_ a: UInt32, _ b: UInt32 = 0, _ c: UInt32 = 0) -> UInt32 {
    switch self {
    case .constant, .variable, .apply: preconditionFailure("\(self) has no meaning of its own")
    case .not: a ^ 1
    case .and, .bitAnd: a & b
    case .or, .bitOr: a | b
    case .iff, .equal: a == b ? 1 : 0
    case .ite: a != 0 ? b : c
    case .less: a < b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .add: a &+ b
    case .subtract: a &- b
    case .multiply: a &* b
    case .bitXor: a ^ b
    case .bitNot: ~a
    case .shiftLeft: a &<< b
    case .shiftRight: a &>> b
    case .leadingZeros: UInt32(truncatingIfNeeded: a.leadingZeroBitCount)
    }
  }
}

/// An unknown of an arena: a function of words that gives a word, or, with arity 0, a variable of either sort.
///
/// An arena has one for each name.
public final class Function: Sendable {
  /// The name, without the prefix that solvers see.
  public let name: String
  /// The number of arguments; 0 for a variable.
  public let arity: Int
  /// The sort of the result.
  public let sort: Sort
  /// The position in the order of creation in the arena.
  public let number: Int
  /// A hash of the name, the same in every process.
  let fingerprint: UInt64

  init(name: String, arity: Int, sort: Sort, number: Int) {
    self.name = name
    fingerprint = Fingerprint(name).bits
    self.arity = arity
    self.sort = sort
    self.number = number
  }
}

extension Function: Hashable {
  /// Identity.
  public static func == (a: Function, b: Function) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
