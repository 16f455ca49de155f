import ARMSemantics
import FastPath
import Logic
import Model
import Scenarios
import Testing

/// What operations do to a state, and what is checked of it.
@Suite struct OperationTests {
  private let page = Page(
    address: 0x0010_0000, size: .small, frame: 0x2000_0000, permissions: 0b11, attributes: .both)

  @Test func theStateAfterBootBreaksNoClaim() {
    #expect(Invariants.firstBroken(Platform.boot(Platform.Sizes())) == nil)
  }

  @Test func aFirstTouchIsRepairedAndStored() {
    var (k, registers) = (Platform.boot(Platform.Sizes()), UserRegisters<Native>())
    #expect(ScenarioOperation.createSpace(1, utcbs: nil).apply(to: &k, &registers) == ScenarioOutcome(.done))
    #expect(ScenarioOperation.map(1, page).apply(to: &k, &registers) == ScenarioOutcome(.done))
    #expect(ScenarioOperation.activate(1).apply(to: &k, &registers) == ScenarioOutcome(.done))
    let stored = ScenarioOperation.access(UserAccess(kind: .write, address: 0x0010_0004, value: 7)).apply(
      to: &k, &registers)
    #expect(stored.result == .completed(value: 7) && stored.violation == nil)
    #expect(stored.aborts.map(\.status) == [.sectionTranslation])
    #expect(Invariants.firstBroken(k) == nil)
    let loaded = ScenarioOperation.access(UserAccess(kind: .read, address: 0x0010_0004)).apply(to: &k, &registers)
    #expect(loaded == ScenarioOutcome(.completed(value: 7)))
  }

  @Test func aRegisterThatIsNotTheActiveSpacesBreaksAClaim() {
    var k = Platform.boot(Platform.Sizes())
    k[CP15.domainAccessControl] = 0xFFFF_FFFF
    #expect(Invariants.firstBroken(k)?.name == "machine-cache")
  }

  @Test func statesThatDifferAreComparedWordByWord() {
    let k = Platform.boot(Platform.Sizes())
    var other = k
    #expect(Comparison.differences(before: k, k, other).isEmpty)
    other[SpaceTable.mask, Ref(2)] = 5
    other[TCB.next, Ref(2)] = Ref(5)
    #expect(Comparison.differences(before: k, k, other).map(\.place) == ["space[2].mask"])
  }
}
