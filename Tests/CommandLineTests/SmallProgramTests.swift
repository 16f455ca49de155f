import Testing

/// `l4prove`, which is `l4check` without what a proof doesn't need.
@Suite struct SmallProgramTests {
  @Test func itJudgesAsTheWholeProgramDoes() throws {
    let program = try Program()
    defer { program.remove() }
    let whole = try program("l4check prove ipc/first-sender-first --mutation 1 --json whole.json")
    let small = try program("${program%l4check}l4prove prove ipc/first-sender-first --mutation 1 --json small.json")
    #expect(whole.status == 1 && small.status == 1)
    let replay = try program("${program%l4check}l4prove replay counterexamples/*.json")
    #expect(replay.status == 1)
    #expect(replay.output.hasPrefix("ipc/first-sender-first does not hold\n"))
  }

  @Test func whatItAdvisesIsItself() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("${program%l4check}l4prove show nothing-of-this-name")
    #expect(run.status == 64)
    #expect(run.errors.hasSuffix("“l4prove list” lists them\n"), "\(run.errors)")
    let refuted = try program("${program%l4check}l4prove prove ipc/first-sender-first --mutation 1")
    #expect(refuted.output.contains("l4prove replay counterexamples/"), "\(refuted.output)")
  }
}
