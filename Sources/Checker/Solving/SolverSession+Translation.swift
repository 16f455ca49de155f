import CZ3

/// What the names of unknowns begin with wherever a solver sees them, so that none is a word of its language.
let solverPrefix = "l4."

extension SolverSession {
  /// Z3's form of a term whose operands have been translated. The caller takes hold of it.
  func newAST(for term: Term, _ x: [Z3_ast]) throws -> Z3_ast? {
    let c = context
    switch term.op {
    case .constant where term.sort == .truth: return term.bits != 0 ? Z3_mk_true(c) : Z3_mk_false(c)
    case .constant: return numeral(term.bits)
    case .variable: return Z3_mk_const(c, symbol(term.function!), term.sort == .word ? wordSort : truthSort)
    case .apply: return try application(term.function!, x)
    case .not: return Z3_mk_not(c, x[0])
    case .and: return nary(x) { Z3_mk_and(c, 2, $0) }
    case .or: return nary(x) { Z3_mk_or(c, 2, $0) }
    case .iff, .equal: return Z3_mk_eq(c, x[0], x[1])
    case .ite: return Z3_mk_ite(c, x[0], x[1], x[2])
    case .less: return Z3_mk_bvult(c, x[0], x[1])
    case .lessOrEqual: return Z3_mk_bvule(c, x[0], x[1])
    case .add: return Z3_mk_bvadd(c, x[0], x[1])
    case .subtract: return Z3_mk_bvsub(c, x[0], x[1])
    case .multiply: return Z3_mk_bvmul(c, x[0], x[1])
    case .bitAnd: return Z3_mk_bvand(c, x[0], x[1])
    case .bitOr: return Z3_mk_bvor(c, x[0], x[1])
    case .bitXor: return Z3_mk_bvxor(c, x[0], x[1])
    case .bitNot: return Z3_mk_bvnot(c, x[0])
    case .shiftLeft: return Z3_mk_bvshl(c, x[0], try distance(x[1]))
    case .shiftRight: return Z3_mk_bvlshr(c, x[0], try distance(x[1]))
    case .leadingZeros: return try leadingZeros(x[0])
    }
  }

  private func numeral(_ value: UInt32) -> Z3_ast? { Z3_mk_unsigned_int(context, value, wordSort) }

  private func symbol(_ function: Function) -> Z3_symbol? {
    Z3_mk_string_symbol(context, solverPrefix + function.name)
  }

  private func nary(_ operands: [Z3_ast], _ make: (UnsafePointer<Z3_ast?>?) -> Z3_ast?) -> Z3_ast? {
    operands.map { Optional($0) }.withUnsafeBufferPointer { make($0.baseAddress) }
  }

  private func application(_ function: Function, _ arguments: [Z3_ast]) throws -> Z3_ast? {
    let domain = [Z3_sort?](repeating: wordSort, count: function.arity)
    guard
      let declaration = Z3_mk_func_decl(context, symbol(function), UInt32(function.arity), domain, wordSort)
    else { throw failure("Z3_mk_func_decl") }
    _ = try hold(Z3_func_decl_to_ast(context, declaration), "Z3_func_decl_to_ast")
    return nary(arguments) { Z3_mk_app(context, declaration, UInt32(arguments.count), $0) }
  }

  /// The low five bits: Z3's own shifts give zero for a distance of 32 or more.
  private func distance(_ x: Z3_ast) throws -> Z3_ast {
    let mask = try hold(numeral(31), "Z3_mk_unsigned_int")
    return try hold(Z3_mk_bvand(context, x, mask), "Z3_mk_bvand")
  }

  /// Z3 has no such operator: a choice over the bits, the highest first.
  private func leadingZeros(_ x: Z3_ast) throws -> Z3_ast {
    let one = try hold(Z3_mk_unsigned_int(context, 1, try bitSort()), "Z3_mk_unsigned_int")
    var result = try hold(numeral(32), "Z3_mk_unsigned_int")
    for bit in UInt32(0)..<32 {
      let extracted = try hold(Z3_mk_extract(context, bit, bit, x), "Z3_mk_extract")
      let isSet = try hold(Z3_mk_eq(context, extracted, one), "Z3_mk_eq")
      let count = try hold(numeral(31 - bit), "Z3_mk_unsigned_int")
      result = try hold(Z3_mk_ite(context, isSet, count, result), "Z3_mk_ite")
    }
    return result
  }

  private func bitSort() throws -> Z3_sort {
    guard let sort = Z3_mk_bv_sort(context, 1) else { throw failure("Z3_mk_bv_sort") }
    _ = try hold(Z3_sort_to_ast(context, sort), "Z3_sort_to_ast")
    return sort
  }
}
