/// A value that is computed from unknowns: a node of an immutable graph in which equal nodes are one object.
///
/// Two terms of one arena are equal exactly when they are the same object. Constants may also exist without an arena,
/// because literals in source code know of none; such a constant becomes the arena's own as soon as an operation
/// joins it with a term that has one.
///
/// Sendability is unchecked: nothing in a term changes after it is made, but building terms changes the arena, which is
/// confined to one worker at a time, and a term must not be built upon once its arena is gone.
public final class Term: @unchecked Sendable {
  public let op: Operator
  public let sort: Sort
  /// The value of a constant, 0 or 1 for truth values; 0 for all other terms.
  let bits: UInt32
  /// The unknown of a variable or an application.
  public let function: Function?
  /// The operands, in order. All are terms of the same arena.
  // Emptied only while the term is being destroyed, when nobody else can see it.
  @exclusivity(unchecked) public private(set) var operands: [Term]
  /// The position in the arena's order of creation, above those of all operands; -1 for a constant without an arena.
  public let id: Int
  /// The arena that made the term; nil for a constant made without one.
  public unowned(unsafe) let arena: TermArena?
  /// A hash of the term's form, the same in every process and in every arena. Operands that may be exchanged may come in
  /// any order: in which they do depends on which is older.
  let fingerprint: UInt64

  init(
    _ op: Operator, _ sort: Sort, bits: UInt32 = 0, function: Function? = nil, operands: [Term] = [], id: Int,
    arena: TermArena?
  ) {
    self.op = op
    self.sort = sort
    self.bits = bits
    self.function = function
    self.operands = operands
    self.id = id
    self.arena = arena
    var form = Fingerprint(UInt64(op.rawValue) << 33 | (sort == .truth ? 1 << 32 : 0) | UInt64(bits))
    if let function { form.add(function.fingerprint) }
    if op.isCommutative {
      let (a, b) = (operands[0].fingerprint, operands[1].fingerprint)
      form.add(min(a, b))
      form.add(max(a, b))
    } else {
      for operand in operands { form.add(operand.fingerprint) }
    }
    fingerprint = form.bits
  }

  /// A constant word without an arena.
  public convenience init(word: UInt32) {
    self.init(.constant, .word, bits: word, id: -1, arena: nil)
  }

  /// A constant truth value without an arena.
  public convenience init(truth: Bool) {
    self.init(.constant, .truth, bits: truth ? 1 : 0, id: -1, arena: nil)
  }

  // Destroying a long chain link by link would recurse once per link and overflow the stack.
  deinit {
    guard !operands.isEmpty else { return }
    var doomed = operands
    operands = []
    while var term = doomed.popLast() {
      if isKnownUniquelyReferenced(&term), !term.operands.isEmpty {
        doomed.append(contentsOf: term.operands)
        term.operands = []
      }
    }
  }
}

extension Term {
  /// The value of a constant word; nil for all other terms.
  public var word: UInt32? { op == .constant && sort == .word ? bits : nil }

  /// The value of a constant truth value; nil for all other terms.
  public var truth: Bool? { op == .constant && sort == .truth ? bits != 0 : nil }

  /// The name of a variable, or of the function of an application; nil for all other terms.
  public var name: String? { function?.name }

  /// True when each term is known to be the negation of the other from its form alone.
  func isComplement(of other: Term) -> Bool {
    switch (op, other.op) {
    case (.not, _) where operands[0] === other: true
    case (_, .not) where other.operands[0] === self: true
    case (.less, .lessOrEqual), (.lessOrEqual, .less):
      operands[0] === other.operands[1] && operands[1] === other.operands[0]
    default: false
    }
  }
}

extension Term: Hashable {
  /// Identity.
  public static func == (a: Term, b: Term) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
