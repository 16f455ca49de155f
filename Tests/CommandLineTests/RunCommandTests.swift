import Foundation
import Testing

/// `l4check run`, as a user runs it.
@Suite struct RunCommandTests {
  /// Runs a line in a directory that holds a scenario.
  private func run(_ line: String, _ scenario: String) throws -> Program.Run {
    let program = try Program()
    defer { program.remove() }
    try program.write(scenario, to: "scenario")
    return try program(line)
  }

  private let touch = """
    space A
    map A 0x00100000 4K -> 0x20000000 rw cb
    switch A
    write 0x00100000 = 0x1234
    expect aborts 1
    """

  /// What `--json` writes, as far as it is looked at here.
  private struct Report: Decodable {
    struct Step: Decodable { let operation: String }
    let steps: [Step]
  }

  @Test func aRunWithoutAMistakeEndsWithZero() throws {
    let run = try run("l4check run scenario", touch)
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    #expect(run.output.contains("4  write 0x00100000 = 0x00001234"), "\(run.output)")
    #expect(run.output.hasSuffix("\n4 steps: model and fast path agree, and every claim and expectation holds\n"))
  }

  @Test func theStandardInputIsAScenario() throws {
    #expect(try run("l4check run - < scenario", touch).status == 0)
  }

  @Test func anExpectationThatFailsEndsWithOneAndItsLine() throws {
    let run = try run("l4check run scenario", touch + "\nread 0x00200000\nexpect allowed\n")
    #expect(run.status == 1)
    #expect(run.output.contains("scenario:7: "), "\(run.output)")
    #expect(run.output.contains("page fault"), "\(run.output)")
  }

  @Test func aMistakeInTheFileIsToldWithItsPlace() throws {
    let run = try run("l4check run scenario", "space A\nmap A 0x1000 8K -> 0 rw\n")
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors == "Error: scenario:2:14: “8K” is no size; expected one of 4K, 64K, 1M\n")
    #expect(try self.run("l4check run nowhere", "").status == 65)
  }

  @Test func aLimitEndsTheRun() throws {
    let run = try run("l4check run scenario --steps 2", touch)
    #expect(run.status == 0 && run.output.contains("2 steps:"), "\(run.output)")
    #expect(try self.run("l4check run scenario --steps 0", touch).status == 64)
  }

  @Test func theReportOnTheStandardOutputStandsAlone() throws {
    let run = try run("l4check run scenario --json -", touch)
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(run.status == 0 && report.steps.count == 4)
    #expect(report.steps.last?.operation == "write 0x00100000 = 0x00001234")
  }

  @Test func aPagerIsToldOfAPageFault() throws {
    let scenario = """
      space program
      thread user in program
      space server
      thread keeper in server
      pager user keeper
      run user
      write 0x00100004 = 1
      expect page-fault
      expect running keeper
      expect words 0x00100004 0
      map program 0x00100000 4K -> 0x20000000 rw
      reply user
      expect running user
      write 0x00100004 = 1
      expect allowed
      """
    let run = try run("l4check run scenario", scenario)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("page fault: keeper runs, told of 0x00100004 0x00000000"), "\(run.output)")
  }
}
