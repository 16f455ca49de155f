import Checker
import Foundation
import Logic
import TestSupport
import Testing

/// Tables with too many records to hold them all.
@Suite struct SparseTableTests {
  private func result(_ property: any Property) throws -> PropertyResult {
    let outcome = try #require(Runner([property], options: Runner.Options()).run().first)
    if let failure = outcome.failure { Issue.record(failure) }
    return try #require(outcome.result)
  }

  /// A state that refutes a property, with its native run, which must show the statement.
  private func counterexample(_ property: any Property, _ statement: String) throws -> Counterexample {
    let found = try result(property)
    #expect(found.verdict == .refuted)
    let counterexample = try #require(found.counterexample)
    #expect(counterexample.replay.violations.isEmpty)
    #expect(counterexample.replay.failures.map(\.statement).contains(statement))
    return counterexample
  }

  private func name(_ i: UInt32) -> String { "memory[0x\(String(i << 2, radix: 16, uppercase: true))]" }

  private func words(_ state: Image) -> [UInt32: UInt32] {
    let objects = state.listedObjects(ofKind: SparseWordKind.number)
    return Dictionary(uniqueKeysWithValues: objects.map { ($0, state[SparseMemory.contents, Ref($0)]) })
  }

  @Test func aTrueClaimIsProvedAndItsCaseFoundThroughMemory() throws {
    let found = try result(StoreIsLocal())
    #expect(found.verdict == .proved && found.reason == nil)
    #expect(found.cases == ["the word is found through two levels"])
  }

  @Test func aFalseClaimIsRefutedByTheWordsThatMatter() throws {
    let found = try counterexample(StoreLeavesLeaf(), "the leaf stays")
    let state = found.instance.state
    let (root, p) = (state[RootRegister.root, Ref(0)], try #require(found.instance.words["p"]))
    #expect(Set(words(state).keys) == [root >> 2, p])
    #expect(state.table >> 2 == p && state.leaf & 1 == 1 && root >> 2 >= ram && p >= ram)
  }

  @Test func aCounterexampleShowsAddresses() throws {
    let found = try counterexample(StoreLeavesLeaf(), "memory stays")
    let text = RefutationText.render(StoreLeavesLeaf(), found.instance, found.replay, mutation: nil)
    for (i, word) in words(found.instance.state) {
      let line = text.split(separator: "\n").first { $0.contains(name(i)) && $0.contains("contents = ") }
      #expect(line?.hasSuffix(String(word, radix: 16, uppercase: true)) == true, "\(text)")
    }
    let p = try #require(found.instance.words["p"])
    #expect(found.replay.failures.last?.differences.map(\.place) == ["\(name(p)).contents"])
  }

  @Test func aCounterexampleSurvivesAFile() throws {
    for (property, statement) in [
      (StoreLeavesLeaf(), "the leaf stays"), (SomeWordIsNotZero(), "words"),
    ] as [(any Property, String)] {
      let found = try counterexample(property, statement)
      let written = CounterexampleFile(property, found.instance, mutation: nil)
      let read = try CounterexampleFile(json: written.json())
      #expect(read == written)
      let instance = try read.instance(of: property.schema)
      #expect(words(instance.state) == words(found.instance.state) && instance.words == found.instance.words)
      let replay = Replay.run(property, on: instance)
      #expect(replay.violations.isEmpty)
      #expect(replay.failures.map(\.statement) == found.replay.failures.map(\.statement))
    }
  }

  @Test func twoNamesOfOneAddressHoldOneWord() throws {
    let found = try counterexample(TwoNamesOfOneAddress(isReach: false), "the sum isn't 6")
    let (a, b) = (try #require(found.instance.words["a"]), try #require(found.instance.words["b"]))
    #expect(a == b)
    #expect(words(found.instance.state).count == 1 && [3, 0x8000_0003].contains(found.instance.state.load(a)))
  }

  @Test func noStateHoldsTwoWordsAtOneAddress() throws {
    let found = try result(TwoNamesOfOneAddress(isReach: true))
    #expect(found.verdict == .vacuous && found.reason == "no state reaches the case “the words differ”")
  }

  @Test func aClaimAboutEveryWordIsProvedOrRefuted() throws {
    #expect(try result(StoreKeepsZeros(isToRAM: true)).verdict == .proved)
    let found = try counterexample(StoreKeepsZeros(isToRAM: false), "zeros")
    #expect(try #require(found.instance.words["p"]) < ram)
  }

  @Test func aWordThatMattersIsListedEvenIfItIsZero() throws {
    let found = try counterexample(SomeWordIsNotZero(), "words")
    #expect(words(found.instance.state) == [try #require(found.instance.words["p"]): 0])
  }

  @Test func aFoundStateSatisfiesClaimsAboutWordsThatNothingReads() throws {
    let found = try counterexample(FirstWords(count: 3), "the root isn't 5")
    #expect(words(found.instance.state).keys.sorted() == [0, 1, 2])
  }

  @Test func aDifferenceInAWordThatTheStateDoesNotListIsShown() throws {
    let found = try counterexample(StoreChangesNothing(), "memory stays")
    #expect(words(found.instance.state) == [:])
    let p = try #require(found.instance.words["p"])
    #expect(found.replay.failures.map(\.differences).map { $0.map(\.place) } == [["\(name(p)).contents"]])
  }

  @Test func aReplayChecksClaimsAtWordsThatTheCodeWrites() {
    let state = Image(.sparseMachine, counts: [1, 1 << 30])
    let replay = Replay.run(
      StoreKeepsZeros(isToRAM: false), on: Instance(state: state, words: ["p": 0x1000, "a": 1]))
    #expect(replay.violations.isEmpty && replay.failures.map(\.part) == ["RAM"])
  }

  @Test func aClaimThatNoShortListSatisfiesLeavesThePropertyUnknown() throws {
    let found = try result(FirstWords(count: 1 << 30))
    guard case .unknown(let unknown) = found.conclusion else { return #expect(found.verdict == .unknown) }
    #expect(unknown.question == .refutation(of: "the root isn't 5") && unknown.cause == .onlyViolatingStates)
  }

  @Test func noStateHoldsAWordOutsideOfMemory() throws {
    let found = try result(WordBeyondMemory())
    guard case .unknown(let unknown) = found.conclusion else { return #expect(found.verdict == .unknown) }
    #expect(unknown.cause == .noWholeState)
  }

  @Test func anAccessOutsideOfMemoryIsSeen() throws {
    let found = try result(LoadWithoutShift())
    #expect(found.verdict == .refuted && found.reason == "access to memory.contents")
    let counterexample = try #require(found.counterexample)
    let root = counterexample.instance.state[RootRegister.root, Ref(0)]
    #expect(root >= 1 << 30)
    #expect(counterexample.replay.failures.map(\.statement) == ["access to memory[\(root)].contents"])
  }
}
