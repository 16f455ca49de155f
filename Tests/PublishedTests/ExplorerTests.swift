import Exploration
import Published
import Scenarios
import Testing

@Suite struct ExplorerTests {
  private func findings(_ kernel: Variant, _ kept: Kept, sequences: Int) -> [Finding] {
    var explorer = Explorer(kernel, [kept], seed: 1)
    return (0..<sequences).compactMap { _ in explorer.next() }
  }

  @Test(arguments: [Kept.isolation, .transparency])
  func thePublishedDesignIsFoundOut(_ kept: Kept) throws {
    let finding = try #require(findings(.published, kept, sequences: 3000).last)
    var run = ScenarioRun(observing: finding.scenario, PublishedImplementation())
    var last: StepReport?
    while let step = run.step() { last = step }
    #expect(last?.stop?.reason == .violation)
  }

  @Test(arguments: Kept.allCases)
  func nothingIsFoundInOurs(_ kept: Kept) {
    #expect(findings(.ours, kept, sequences: 3000).isEmpty)
  }

  @Test func theSameSeedIsTheSameSearch() {
    let first = findings(.published, .isolation, sequences: 500)
    let second = findings(.published, .isolation, sequences: 500)
    #expect(!first.isEmpty && first.map(\.operations) == second.map(\.operations))
  }
}
