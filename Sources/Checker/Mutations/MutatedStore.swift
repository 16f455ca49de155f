import Logic

/// A store that makes a deliberate mistake while code under test runs on it; without a mutation, the store itself.
public struct MutatedStore<Base: Store>: StoreWrapper {
  public typealias R = Base.R

  public var base: Base
  /// The mistake, while one is made.
  public let mutation: Mutation?
  /// The label of the last branch.
  private(set) var lastBranch: StaticString = ""

  public init(_ base: Base, mutation: Mutation? = nil) {
    self.base = base
    self.mutation = mutation
  }

  public func read<T: Table>(_ column: Column<T>, _ i: R.Word, _ j: R.Word) -> R.Word {
    switch mutation?.mistake {
    case .alterRead(let field, let alteration) where field.names(column):
      return alteration.apply(base.read(column, i, j))
    case .misread(let field, let other) where field.names(column):
      return base.read(other.column(T.self), i, j)
    default:
      return base.read(column, i, j)
    }
  }

  public mutating func write<T: Table>(_ column: Column<T>, _ i: R.Word, _ j: R.Word, _ value: R.Word) {
    switch mutation?.mistake {
    case .loseWrite(let field) where field.names(column): break
    case .misplaceWrite(let field, let other) where field.names(column):
      base.write(other.column(T.self), i, j, value)
    case .alterWrite(let field, let alteration) where field.names(column):
      base.write(column, i, j, alteration.apply(value))
    default: base.write(column, i, j, value)
    }
  }

  public mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, R>) -> R.Word
  ) {
    switch mutation?.mistake {
    case .loseWrite(let name) where name.names(field.column): return
    case .alterWrite(let name, let alteration) where name.names(field.column):
      updateAllOfBase(field) { alteration.apply(new($0, $1)) }
    default: updateAllOfBase(field, new)
    }
  }

  /// A mistake in what is written concerns the records that are written.
  public mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, where condition: @escaping (Self, Ref<T.Key, R>) -> R.Truth,
    to new: @escaping (Self, Ref<T.Key, R>) -> R.Word
  ) {
    let before = self
    var alteration: Mutation.Alteration?
    switch mutation?.mistake {
    case .loseWrite(let name) where name.names(field.column): return
    case .alterWrite(let name, let found) where name.names(field.column): alteration = found
    default: break
    }
    base.updateAll(
      field, where: { _, i in condition(before, i) },
      to: { _, i in
        let value = new(before, i)
        return alteration?.apply(value) ?? value
      })
  }

  public mutating func updateRange<T: Table, I: Kind, V>(
    _ array: ArrayField<T, I, V>, _ i: Ref<T.Key, R>, from lower: R.Word, through upper: R.Word,
    _ new: @escaping (Self, Ref<I, R>) -> R.Word
  ) {
    let before = self
    base.updateRange(array, i, from: lower, through: upper) { _, j in new(before, j) }
  }

  public func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, R>) -> R.Truth,
    by key: @escaping (Self, Ref<K, R>) -> (major: R.Word, minor: R.Word)
  ) -> Ref<K, R> {
    base.first(kind, where: { _, i in condition(self, i) }, by: { _, i in key(self, i) })
  }

  public func abstract(_ word: R.Word, _ name: StaticString, where condition: (R.Word) -> R.Truth) -> R.Word {
    base.abstract(word, name, where: condition)
  }

  public mutating func branch(_ label: StaticString, _ condition: R.Truth) -> Bool {
    lastBranch = label
    switch mutation?.mistake {
    case .skipGuard(let skipped) where skipped == "\(label)": return true
    case .interfere(let before, let interference) where before == "\(label)": interference.act(on: &base)
    default: break
    }
    return base.branch(label, condition)
  }

  public mutating func run<Loop: CountedLoop>(_ loop: Loop) where Loop.S == Self {
    guard case .changeLoop(let passes)? = mutation?.mistake else {
      base.run(Inner(loop: loop, extra: 0, subject: self))
      return
    }
    base.run(Inner(loop: loop, extra: passes, subject: self))
  }

  public mutating func run<Scan: BitScan>(_ scan: Scan) where Scan.S == Self {
    base.run(InnerScan(scan: scan, subject: self))
  }

  /// The loop over bits, on the store underneath.
  private struct InnerScan<Scan: BitScan>: BitScan where Scan.S == MutatedStore {
    let scan: Scan
    let subject: MutatedStore
    var bits: R.Word { scan.bits }

    func step(_ m: inout Base, _ bit: R.Word) { subject.wrap(&m) { scan.step(&$0, bit) } }

    func summary(_ m: inout Base, of bits: R.Word) { subject.wrap(&m) { scan.summary(&$0, of: bits) } }
  }

  public mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    base.run(InnerSweep(sweep: sweep, subject: self))
  }

  /// The sweep, on the store underneath.
  private struct InnerSweep<Pass: Sweep>: Sweep where Pass.S == MutatedStore {
    typealias K = Pass.K
    let sweep: Pass
    let subject: MutatedStore

    func step(_ m: inout Base, _ i: Ref<K, R>) { subject.wrap(&m) { sweep.step(&$0, i) } }

    func summary(_ m: inout Base, from lower: R.Word) { subject.wrap(&m) { sweep.summary(&$0, from: lower) } }

    func requirement(_ m: Base) -> [Claim<R>] { sweep.requirement(MutatedStore(m)) }
  }

  /// The loop, on the store underneath.
  private struct Inner<Loop: CountedLoop>: CountedLoop where Loop.S == MutatedStore {
    let loop: Loop
    let extra: Int32
    let subject: MutatedStore
    var lower: R.Word { loop.lower }
    var upper: R.Word { loop.upper &+ R.Word(constant: UInt32(bitPattern: extra)) }

    func step(_ m: inout Base, _ i: R.Word) { subject.wrap(&m) { loop.step(&$0, i) } }

    func summary(_ m: inout Base, through upper: R.Word) { subject.wrap(&m) { loop.summary(&$0, through: upper) } }

    func requirement(_ m: Base) -> [Claim<R>] { loop.requirement(MutatedStore(m)) }
  }

  public func decision(_ condition: R.Truth) -> Bool? { base.decision(condition) }
  public mutating func assume(_ condition: R.Truth) { base.assume(condition) }
  public mutating func merge(_ condition: R.Truth, taken: Self) { base.merge(condition, taken: taken.base) }
}

extension Mutation.FieldName {
  /// The name of a field.
  public init<T: Table, V>(_ field: Field<T, V>) { self.init(table: T.number, word: field.word) }

  /// The name of an array.
  public init<T: Table, I, V>(_ array: ArrayField<T, I, V>) { self.init(table: T.number, word: array.word) }

  func names<T: Table>(_ column: Column<T>) -> Bool { table == T.number && word == column.word }

  func column<T: Table>(_ table: T.Type) -> Column<T> { Column(word: word, stride: 0) }
}

extension Mutation.Alteration {
  func apply<W: LogicWord>(_ word: W) -> W {
    switch self {
    case .add(let n): word &+ W(constant: n)
    case .flip(let bits): word ^ W(constant: bits)
    case .clear(let bits): word.clearing(W(constant: bits))
    case .become(let value): W(constant: value)
    case .shiftLeft(let n): word &<< W(constant: n)
    case .shiftRight(let n): word &>> W(constant: n)
    }
  }
}
