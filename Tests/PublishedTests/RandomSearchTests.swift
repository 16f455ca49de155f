import Exploration
import Published
import Scenarios
import Testing

@Suite struct RandomSearchTests {
  private func findings(_ kernel: Variant, _ wanted: Set<SafetyProperty>, sequences: Int) -> [Finding] {
    var search = RandomSearch(kernel, wanted, seed: 2)
    return (0..<sequences).compactMap { _ in search.next() }
  }

  /// Whether a run of the published kernel stops at the last step, and at no other, because of a violation.
  private func isShown(_ scenario: Scenario) -> Bool {
    var run = ScenarioRun(observing: scenario, PublishedImplementation())
    var steps: [StepReport] = []
    while let step = run.step() { steps.append(step) }
    return steps.count == scenario.steps.count && steps.last?.stop?.reason == .violation
  }

  @Test func thePublishedDesignIsFoundOut() throws {
    let findings = findings(.published, Set(SafetyProperty.allCases), sequences: 15_000)
    #expect(Set(findings.map(\.property)) == Set(SafetyProperty.allCases))
    for finding in findings {
      #expect(isShown(finding.scenario), "\(finding.text)")
      for left in finding.operations.indices {
        var shorter = finding.scenario
        shorter.steps.remove(at: left)
        #expect(!isShown(shorter), "\(finding.text) without line \(left + 3)")
      }
    }
  }

  @Test func aFindingIsReadBackAsItIs() throws {
    let finding = try #require(findings(.published, [.sharing], sequences: 3000).last)
    #expect(finding.text.contains("# breaks"))
    let read = try Scenario(parsing: Array(finding.text.utf8))
    #expect(read.steps.map(\.operation) == finding.operations)
    #expect(isShown(read))
  }

  /// A space that runs gets another process ID, which the register doesn't: nothing is wrong before.
  @Test func theCauseIsTheLineThatBreaksAClaim() throws {
    let findings = findings(.published, [.isolation, .transparency], sequences: 3000)
    let finding = try #require(findings.first { $0.name == "isolation-pid-breaks-machine-cache" })
    let cause = try #require(finding.causes.first)
    guard case .setProcessID = finding.operations[cause.step] else {
      Issue.record("\(finding.text)")
      return
    }
    #expect(finding.causes.count == 1)
  }

  @Test func whatIsNotLookedForIsNotTold() {
    let ipc = findings(.published, [.ipc], sequences: 5000)
    #expect(!ipc.isEmpty && ipc.allSatisfy { $0.property == .ipc && $0.told != nil })
    // Sharing is isolation, too.
    let isolation = Set(findings(.published, [.isolation], sequences: 1000).map(\.property))
    #expect(isolation == [.isolation, .sharing])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func nothingIsFoundInOurs(_ seed: UInt64) {
    var search = RandomSearch(.ours, seed: seed)
    for _ in 0..<5000 { #expect(search.next()?.text == nil) }
    #expect(search.coverage.situations > 1000 && search.coverage.paths > 100)
  }

  @Test func theSameSeedIsTheSameSearch() {
    let first = findings(.published, [.isolation], sequences: 500)
    let second = findings(.published, [.isolation], sequences: 500)
    #expect(!first.isEmpty && first.map(\.operations) == second.map(\.operations))
  }
}
