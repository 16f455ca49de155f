import Checker
import Logic
import TestSupport

extension Store {
  /// The word at a physical address.
  func load(_ address: R.Word) -> R.Word { self[SparseMemory.contents, Ref(address &>> 2)] }

  /// The address that the root leads to.
  var table: R.Word { load(self[RootRegister.root, Ref(0)]) }

  /// The word that the root leads to, through one other.
  var leaf: R.Word { load(table) }
}

/// The first word of RAM: what lies below holds zeros.
let ram: UInt32 = 0x8000_0000 >> 2

/// What the properties of memory have in common.
protocol MemoryProperty: Property {}

extension MemoryProperty {
  var name: String { "memory/test" }
  var statement: String { "A claim about memory." }
  var schema: Schema { .sparseMachine }
  var mutations: [Mutation] { [] }
}

extension Trial {
  /// Memory below RAM holds zeros.
  func zerosBelowRAM(_ k: S) -> [Claim<R>] {
    [
      Claim("RAM", "Words below RAM are zero.", forAll: k, SparseWordKind.self) { p in
        k[SparseMemory.contents, p] == 0 || R.Word(constant: ram) <= p.word
      }
    ]
  }
}

/// A store reaches the word that it is meant for and no other.
struct StoreIsLocal: MemoryProperty {
  func run<T: Trial>(_ t: inout T) {
    let (before, p, q) = (t.state, t.object("p", SparseWordKind.self), t.object("q", SparseWordKind.self))
    let a = t.word("a")
    let (after, _) = t.perform(on: before) { $0[SparseMemory.contents, p] = a }
    t.prove("the word is stored", after[SparseMemory.contents, p] == a)
    t.prove("other words stay", p == q || after[SparseMemory.contents, q] == before[SparseMemory.contents, q])
    t.proveSame(
      "nothing else changes", ("before", before), ("after", after),
      where: { table, i in table == SparseMemory.number ? i != p.word : true }, excluding: [])
    let (root, table) = (before[RootRegister.root, Ref(0)], before.table)
    let isApart = root &>> 2 != p.word && table &>> 2 == p.word
    t.prove("the word is found through two levels", isApart.implies(after.leaf == a))
    t.reach("the word is found through two levels", isApart && after.leaf == 0x1234_5678 && before.leaf == 0x8765_4321)
  }
}

/// A store to another word than the root's leaves the leaf as it is: wrong, for it may store to the leaf.
struct StoreLeavesLeaf: MemoryProperty {
  func run<T: Trial>(_ t: inout T) {
    let (before, p, a) = (t.state, t.object("p", SparseWordKind.self), t.word("a"))
    t.assume("memory below RAM holds zeros", t.zerosBelowRAM(before))
    t.assume("the root isn't written", before[RootRegister.root, Ref(0)] &>> 2 != p.word)
    t.assume("there is a leaf", before.leaf & 1 == 1 && before.table != before[RootRegister.root, Ref(0)])
    let (after, _) = t.perform(on: before) { $0[SparseMemory.contents, p] = a }
    t.prove("the leaf stays", after.leaf == before.leaf)
    t.proveSame("memory stays", ("before", before), ("after", after))
  }
}

/// A store to RAM changes nothing: wrong at a word of which the state before says nothing.
struct StoreChangesNothing: MemoryProperty {
  func run<T: Trial>(_ t: inout T) {
    let (before, p, a) = (t.state, t.object("p", SparseWordKind.self), t.word("a"))
    t.assume("the store is to RAM", T.R.Word(constant: ram) <= p.word)
    let (after, _) = t.perform(on: before) { $0[SparseMemory.contents, p] = a }
    t.proveSame("memory stays", ("before", before), ("after", after))
  }
}

/// Something about the words at two addresses that are one, by arithmetic that only the solver sees through.
struct TwoNamesOfOneAddress: MemoryProperty {
  let isReach: Bool

  func run<T: Trial>(_ t: inout T) {
    let (a, b) = (t.word("a"), t.word("b"))
    t.assume("the addresses are one", a &* 3 == b &* 3)
    let (x, y) = (t.state.load(a), t.state.load(b))
    if isReach {
      t.prove("the words are the same", x == y)
      t.reach("the words differ", x != y)
    } else {
      t.prove("the sum isn't 6", x &+ y != 6)
    }
  }
}

/// A store keeps memory below RAM zero, if it is a store to RAM.
struct StoreKeepsZeros: MemoryProperty {
  let isToRAM: Bool

  func run<T: Trial>(_ t: inout T) {
    let (before, p, a) = (t.state, t.object("p", SparseWordKind.self), t.word("a"))
    t.assume("zeros", t.zerosBelowRAM(before))
    if isToRAM { t.assume("the store is to RAM", T.R.Word(constant: ram) <= p.word) }
    let (after, _) = t.perform(on: before) { $0[SparseMemory.contents, p] = a }
    t.prove("zeros", t.zerosBelowRAM(after))
  }
}

/// A claim that fails where memory holds a zero.
struct SomeWordIsNotZero: MemoryProperty {
  func run<T: Trial>(_ t: inout T) {
    let (k, p) = (t.state, t.object("p", SparseWordKind.self))
    t.assume("the word is in RAM", T.R.Word(constant: ram) <= p.word)
    t.prove(
      "words",
      [
        Claim("not zero", "The word isn't zero.", forAll: k, SparseWordKind.self) {
          $0 != p || k[SparseMemory.contents, $0] != 0
        }
      ])
  }
}

/// The root isn't 5, where the first words of memory, which nothing reads, aren't zero.
struct FirstWords: MemoryProperty {
  let count: UInt32

  func run<T: Trial>(_ t: inout T) {
    let (k, count) = (t.state, T.R.Word(constant: count))
    t.assume(
      "the first words",
      [
        Claim("not zero", "They aren't zero.", forAll: k, SparseWordKind.self) {
          count <= $0.word || k[SparseMemory.contents, $0] != 0
        }
      ])
    t.prove("the root isn't 5", k[RootRegister.root, Ref(0)] != 5)
  }
}

/// A claim about what no state holds.
struct WordBeyondMemory: MemoryProperty {
  func run<T: Trial>(_ t: inout T) {
    let i = t.word("i")
    t.assume("the index is no word's", T.R.Word(constant: 1 << 30) <= i)
    t.prove("the word is zero", t.state[SparseMemory.contents, Ref(i)] == 0)
  }
}

/// A load that takes an address for an index.
struct LoadWithoutShift: MemoryProperty {
  var checksMemory: Bool { true }

  func run<T: Trial>(_ t: inout T) {
    _ = t.perform(on: t.state) { $0[SparseMemory.contents, Ref($0[RootRegister.root, Ref(0)])] }
  }
}
