import Checker
import Logic

// A system as small as can be: counters, each with a limit, a successor, and four digits.

enum CounterKind: Kind { static var number: Int { 0 } }
enum DigitKind: Kind { static var number: Int { 1 } }

enum Counters: Table {
  typealias Key = CounterKind
  static var number: Int { 0 }
  static var shift: UInt32 { 5 }

  static var value: Field<Self, Plain> { Field(word: 0) }
  static var next: Field<Self, CounterKind> { Field(word: 1) }
  static var digits: ArrayField<Self, DigitKind, Plain> { ArrayField(word: 4) }
}

extension Schema {
  static let counters = Schema(
    kinds: [
      KindDescription(CounterKind.self, "counter", most: 8), KindDescription(DigitKind.self, "digit", exactly: 4),
    ],
    tables: [
      TableDescription(
        Counters.self, "counter",
        [
          ColumnDescription(Counters.value, "value", boring: 7),
          ColumnDescription(Counters.next, "next", boring: 0xFFFF_FFFF),
          ColumnDescription(Counters.digits, "digit"),
        ])
    ])
}

/// A claim about counting, of which there are right and wrong ones.
struct Counting: Property {
  enum Version: String, CaseIterable {
    case right, wrong, impossible, unreachable, empty
  }

  /// The mistake that the right version refutes.
  static let forgets = Mutation("counting is forgotten", .loseWrite(.init(Counters.value)))

  let version: Version
  init(_ version: Version) { self.version = version }

  var name: String { "counting/\(version.rawValue)" }
  var statement: String { "Counting adds one to a counter below its limit." }
  var schema: Schema { .counters }
  var checksMemory: Bool { false }
  var mutations: [Mutation] { [Self.forgets] }

  func run<T: Trial>(_ t: inout T) {
    if version == .empty { return }
    let before = t.state
    let counter = t.object("counter", CounterKind.self)
    let limit = t.word("limit")
    let value = before[Counters.value, counter]
    t.assume("the counter is below its limit", value < limit)
    if version == .impossible { t.assume("the counter is at its limit", limit <= value) }
    let (after, _) = t.perform(on: before) { k in
      k[Counters.value, counter] = k[Counters.value, counter] &+ 1
    }
    t.prove("the counter grows", after[Counters.value, counter] > value)
    if version == .wrong { t.prove("the counter stays below its limit", after[Counters.value, counter] < limit) }
    if version == .unreachable { t.reach("the counter exceeds its limit", after[Counters.value, counter] > limit) }
    if version != .impossible { t.reach("the limit is reached", after[Counters.value, counter] == limit) }
  }
}
