import ARMSemantics
import Logic
import TestSupport
import Testing

@testable import Checker

@Suite("The symbolic reading, at a concrete state, is the native one")
struct SymbolicAccessTests {
  /// An access whose parts are unknowns.
  private func unknownAccess(_ arena: TermArena) -> Access<Symbolic> {
    func unknown(_ name: String) -> SymbolicWord { SymbolicWord(term: arena.variable(name, .word)) }
    return Access(
      address: unknown("address"), kind: Code(unknown("kind")), size: unknown("size"),
      isPrivileged: unknown("privileged") != 0)
  }

  /// A state and an access as values of the unknowns.
  private func assignment(_ k: Image, _ access: Access<Native>) -> Assignment {
    var values = Assignment(
      words: [
        "address": access.address, "kind": access.kind.word, "size": access.size,
        "privileged": access.isPrivileged ? 1 : 0,
      ])
    for (kind, count) in zip(memorySystem.kinds, k.layout.counts) { values.words[Context.countName(kind)] = count }
    for (number, table) in memorySystem.tables.enumerated() {
      for column in table.columns {
        var contents = FunctionTable()
        for i in k.listedObjects(ofKind: table.key) where k[number, column, i, 0] != 0 {
          contents.entries[[i]] = k[number, column, i, 0]
        }
        values.functions[Context.baseName(table, column)] = contents
      }
    }
    return values
  }

  private func store(_ arena: TermArena) -> SymbolicStore {
    SymbolicStore(Context(arena: arena, schema: memorySystem, prefix: [], checksMemory: false))
  }

  private func words(_ values: [Value]) -> [UInt32] {
    values.map {
      switch $0 {
      case .word(let word): word
      case .truth(let truth): truth ? 1 : 0
      }
    }
  }

  @Test("Outcomes, by a walk and through a TLB entry", arguments: Profile.all)
  func outcomes(_ profile: Profile) {
    let arena = TermArena()
    let (k, access) = (store(arena), unknownAccess(arena))
    let walk = MMU.outcome(k, access, profile).leaves.map(\.word.term)
    let served = MMU.outcome(k, access, through: DataTLB.self, Ref(0), profile).leaves.map(\.word.term)
    let random = RandomMachine(seed: RandomSettings.seed)
    for turn in 0..<20 {
      random.changeRegisters()
      random.fill(DataTLB.self, 0, random.random.word(), split: turn % 2 == 0, profile)
      var accesses = (0..<4).map { _ in random.access() }
      accesses[0].address = random.image[DataTLB.base, Ref(0)] &+ 0x124
      for access in accesses { random.bound(MMU.mva(random.image, access), profile) }
      var values = assignment(random.image, accesses[0])
      for access in accesses {
        values.words.merge(assignment(machine(), access).words) { $1 }
        let native = MMU.outcome(random.image, access, profile)
        let nativeServed = MMU.outcome(random.image, access, through: DataTLB.self, Ref(0), profile)
        #expect(words(values.evaluate(walk)) == native.leaves.map(\.word), "turn \(turn), \(access)")
        #expect(words(values.evaluate(served)) == nativeServed.leaves.map(\.word), "turn \(turn), \(access)")
      }
    }
  }

  @Test("What a fill and a store leave in every word that the native reading touches", arguments: Profile.all)
  func stores(_ profile: Profile) {
    let arena = TermArena()
    var k = store(arena)
    let access = unknownAccess(arena)
    let outcome = MMU.outcome(k, access, profile)
    Cache.fill(&k, DataCache.self, for: outcome)
    let result = Transfer.write(&k, access, 0x7777_7777, outcome, profile)
    let loaded = Transfer.read(k, access, outcome)
    for address: UInt32 in [0x0034_5678, 0x0034_567A, 0x0044_5679, 0x0054_567B, 0x0064_5678, 0x0080_0000] {
      for (kind, size): (UInt32, UInt32) in [(0, 4), (1, 4), (1, 2), (1, 1), (2, 4)] {
        let concrete = Access<Native>(address: address, kind: Code(kind), size: size, isPrivileged: true)
        let before = cachedMachine()
        var after = before
        let nativeOutcome = MMU.outcome(after, concrete, profile)
        Cache.fill(&after, DataCache.self, for: nativeOutcome)
        let nativeResult = Transfer.write(&after, concrete, 0x7777_7777, nativeOutcome, profile)
        let nativeLoaded = Transfer.read(after, concrete, nativeOutcome)
        var (terms, expected) = (
          result.leaves.map(\.word.term) + [loaded.value.term],
          nativeResult.leaves.map(\.word) + [nativeLoaded.value]
        )
        for (number, table) in memorySystem.tables.enumerated() {
          for column in table.columns {
            for i in after.listedObjects(ofKind: table.key) {
              terms.append(k.read(number, column, Term(word: i), Term(word: 0)))
              expected.append(after[number, column, i, 0])
            }
          }
        }
        #expect(words(assignment(before, concrete).evaluate(terms)) == expected, "\(concrete)")
      }
    }
  }
}
