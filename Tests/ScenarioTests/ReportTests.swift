import Foundation
import Logic
import Model
import Scenarios
import Testing

/// What is told of a run.
@Suite struct ReportTests {
  private func run(_ text: String) throws -> (scenario: Scenario, steps: [StepReport]) {
    let scenario = try Scenario(parsing: Array(text.utf8))
    var run = ScenarioRun(scenario, ModelImplementation(), FastPathImplementation())
    var steps: [StepReport] = []
    while let step = run.step() { steps.append(step) }
    return (scenario, steps)
  }

  private let text = """
    space A
    map A 0x00100000 4K -> 0x20000000 rw cb
    switch A
    write 0x00100000 = 1
    unmap A 0x00100000 4K
    """

  @Test func aFirstTouchIsToldInTheOrderOfCauseAndEffect() throws {
    let (scenario, steps) = try run(text)
    #expect(
      StepText(scenario).text(of: steps[3]) == """
        4  write 0x00100000 = 0x00000001            stored, after 1 repaired abort
             abort      section translation fault at 0x00100000: repaired
             CPD        0x00100000 is now A's, domain 15
             data TLB   [0] 0x00100000 4K -> 0x20000000, domain 15
             data line  0x00100000, of A, dirty

        """)
  }

  @Test func aPageThatIsFlushedIsCounted() throws {
    let flushes = try run(text).steps[4].facts.filter { $0.about == "flush" }.map(\.text)
    #expect(flushes == ["page in the TLBs: 1 entry", "page in the caches: 1 line, 1 written back"])
  }

  @Test func aSwitchBetweenSpacesWithDomainsFlushesNothing() throws {
    let facts = try run("space A\nswitch A\nswitch S0\nswitch A\nexpect no-flush").steps[3].facts
    #expect(
      facts.map { "\($0.about): \($0.text)" } == [
        "space: S0 -> A", "DACR: 0x00000005 (0 1) -> 0x40000001 (0 15)", "flush: none",
      ])
  }

  @Test func whatAMapControlHasFoundIsTold() throws {
    let (scenario, steps) = try run(
      "map-control S0 map 0x100000 64K -> 0x20000000 r c ask 0x104000 ask 0\nmap-control S0 unmap 0x100000 64K")
    let ends = [
      "T0 runs, finds map 0x00100000 64K -> 0x20000000 r c and nothing at 0x00000000", "T0 runs",
    ]
    for (step, end) in zip(steps, ends) {
      let text = StepText(scenario).text(of: step)
      #expect(text.split(separator: "\n").first?.hasSuffix(end) == true, "\(text)")
    }
  }

  @Test func aReportIsReadAsItWasWritten() throws {
    let (scenario, steps) = try run(text + "\nexpect refused busy")
    #expect(steps.last?.stop?.reason == .failedExpectation)
    let report = RunReport(scenario, implementations: ["model", "fast path"], steps: steps)
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(RunReport.self, from: data) == report)
  }

  @Test func spacesThatBreakThePromiseOfTheirVspaceAreFound() throws {
    let steps = try run(
      """
      space A
      space B
      vspace A 1
      vspace B 1
      map A 0x00100000 1M -> 0x20000000 rw cb
      map B 0x00100000 1M -> 0x20100000 rw cb
      switch A
      write 0x00100000 = 1
      switch B
      read 0x00100000
      """
    ).steps
    #expect(steps.last?.line == 10)
    #expect(
      steps.last?.stop?.sentence
        == "user code finds a cache line of 0x20000000, where the ideal has 0x20100000")
  }

  @Test func theIdleThreadSendsNothing() throws {
    let steps = try run("space A\nthread t in A\nwait\ncall t\nexpect refused busy").steps
    #expect(steps.last?.stop == nil && steps.count == 4)
  }
}
