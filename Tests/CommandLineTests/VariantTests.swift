import Foundation
import Testing

/// The published kernel, as a user looks at it.
@Suite struct VariantTests {
  private let staleProcess = """
    space A utcbs none
    map A 0x00400000 1M -> 0x20000000 rw cb
    switch A
    read 0x00400000
    pid A 3
    read 0x00400000
    """

  @Test func aScenarioRunsOnEitherKernel() throws {
    let program = try Program()
    defer { program.remove() }
    try program.write(staleProcess, to: "scenario")
    #expect(try program("l4check run scenario").status == 0)
    let run = try program("l4check run --variant published scenario")
    #expect(run.status == 1)
    #expect(run.output.contains("scenario:6: violation: user code reaches 0x20000000"), "\(run.output)")
  }

  @Test func aPropertyIsProvedOfOneKernelAndRefutedOfTheOther() throws {
    let program = try Program()
    defer { program.remove() }
    let name = "fass/set-process-id-keeps-invariant"
    #expect(try program("l4check prove \(name)").status == 0)
    let run = try program("l4check prove --variant published \(name)")
    #expect(run.status == 1)
    #expect(run.output.contains("l4check replay counterexamples/"), "\(run.output)")
    let replay = "counterexamples/fass-set-process-id-keeps-invariant.json"
    #expect(try program("l4check replay \(replay)").status == 1)
    let other = try program("sed s/published/mine/ \(replay) > other.json; l4check replay other.json")
    #expect(other.status == 65)
    #expect(
      other.errors.contains("other.json is about the kernel “mine”, and there is no such kernel"), "\(other.errors)")
  }

  /// Of ours it is kept how it was proved.
  @Test func ofTheOtherKernelStatesAreKeptInWhichItGoesWrong() throws {
    let program = try Program()
    defer { program.remove() }
    let (wrong, right) = ("fass/set-process-id-keeps-invariant", "tlb/unmap-megabyte-is-effective")
    let run = try program("l4check prove --variant published --write-hints hints \(wrong) \(right)")
    #expect(run.status == 1)
    let hints = String(decoding: try program.contents(of: "hints/\(wrong).json"), as: UTF8.self)
    #expect(hints.contains("\"proofs\":{},") && hints.contains("\"variant\":\"published\""), "\(hints)")
    #expect(try program("test ! -e hints/\(right).json").status == 0)
  }

  @Test func whatTheVariantDoesNotChangeIsNotProvedAgain() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("l4check prove --variant published ipc/first-sender-first")
    #expect(run.status == 64)
    #expect(run.errors.hasPrefix("Error: “ipc/first-sender-first” is not about the published kernel"), "\(run.errors)")
    #expect(try program("l4check prove --variant mine").status == 64)
  }

  @Test func anExplorationWritesScenarios() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("l4check explore --variant published --property transparency --most 1 --seed 1")
    #expect(run.status == 1, "\(run.output)\(run.errors)")
    #expect(run.output.hasPrefix("transparency, after "), "\(run.output)")
    // Step by step, with what changed, what broke, and the violation.
    for part in ["domain  15 given to ", "\n      breaks “", "\n  violation: user code is denied "] {
      #expect(run.output.contains(part), "\(run.output)")
    }
    #expect(try program("l4check run --variant published scenarios/*.l4").status == 1)
    #expect(try program("l4check explore --depth 0").status == 64)
  }

  @Test func anExplorationTellsTheDefectIfAsked() throws {
    let program = try Program()
    defer { program.remove() }
    let explore = "l4check explore --variant published --property sharing --most 1 --seed 1"
    #expect(try program("\(explore) --defects | head -1").output.hasSuffix(" sequences: B7\n"))
    #expect(try program("\(explore) | head -1").output.hasSuffix(" sequences\n"))
  }

  @Test func anExplorationEndsAfterSoManySequences() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("l4check explore --sequences 10")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("0 violations found; 10 sequences, "), "\(run.output)")
    #expect(try program("l4check explore --sequences 0").status == 64)
  }
}
