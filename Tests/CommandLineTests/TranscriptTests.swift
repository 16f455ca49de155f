import Checker
import Foundation
import Properties
import Testing

/// What the program says.
@Suite struct TranscriptTests {
  @Test func aProofIsOneLine() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("l4check prove --jobs 1 arm/domains-decide")
    #expect(
      normalised(run.output) == """
        proved   arm/domains-decide # s  1 path, 18 obligations

        1 proved in # s, # MB

        """)
    #expect(run.errors == "")
  }

  @Test func aRefutationReplaysFromItsFile() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("l4check prove ipc/first-sender-first --fault 1 --json report.json")
    #expect(run.status == 1)
    let report = try JSONDecoder().decode(Report.self, from: program.contents(of: "report.json"))
    #expect(report.summary.refuted == 1)
    let file = try #require(report.properties.first?.counterexample)
    #expect(run.output.contains("l4check replay \(file)"))
    let replay = try program("l4check replay \(file)")
    #expect(replay.status == 1)
    #expect(replay.output.hasPrefix("ipc/first-sender-first does not hold\n"))

    var counterexample = try CounterexampleFile(json: program.contents(of: file))
    counterexample.mutation = nil
    try program.write(String(decoding: counterexample.json(), as: UTF8.self), to: "sound.json")
    let sound = try program("l4check replay sound.json")
    #expect(sound.status == 0)
    #expect(sound.output == "ipc/first-sender-first holds now\n")
  }

  @Test func hostileFilesNeverEndTheProgramOtherwise() throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program("l4check prove ipc/first-sender-first --fault 1")
    let original = try CounterexampleFile(
      json: program.contents(of: "counterexamples/ipc-first-sender-first.json"))

    func status(_ change: (inout CounterexampleFile) -> Void) throws -> Int32 {
      var file = original
      change(&file)
      try program.write(String(decoding: file.json(), as: UTF8.self), to: "hostile.json")
      let run = try program("l4check replay hostile.json")
      #expect(run.errors.filter { $0 == "\n" }.count <= 1, "\(run.errors)")
      return run.status
    }
    let property = try #require(properties.first { $0.name == "ipc/first-sender-first" })
    let free = Set(property.schema.kinds.filter { $0.least < $0.most }.map(\.name))
    #expect(Set(original.counts.keys) == free)
    for kind in property.schema.kinds {
      #expect(try status { $0.counts[kind.name] = .max } == 65)
      // A state may be without TLB entries; the property fails there as it did.
      #expect(try status { $0.counts[kind.name] = 0 } == (kind.least > 0 ? 65 : 1))
      #expect(try status { $0.counts[kind.name] = nil } == (free.contains(kind.name) ? 65 : 1))
    }
    // Each field of the state in turn refers to nothing.
    for place in original.state.keys { #expect(try [0, 1].contains(status { $0.state[place] = .max })) }
    for place in [
      "TCB[99].state", "TCB[-1].state", "TCB.state", "TCB[0]", "machine[0].DACR", "", "[", "UTCB[0].MR[99]",
    ] {
      #expect(try status { $0.state[place] = 1 } == 65, "\(place)")
    }
    #expect(try status { $0.words["nosuch"] = 1 } == 65)
    #expect(try status { $0.property = "nosuch" } == 65)
    #expect(try status { $0.mutation = "nosuch" } == 65)
  }

  @Test func theReportOnTheStandardOutputStandsAlone() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("l4check prove arm/domains-decide --json -")
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(report.schema == Report.schemaName && report.properties.map(\.status) == ["proved"])
  }

  @Test func queriesAreWrittenAsScripts() throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program("l4check prove ipc/first-sender-first --smt2 scripts")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: program.directory.appendingPathComponent("scripts").path)
    #expect(!names.isEmpty && names.allSatisfy { $0.hasPrefix("ipc-first-sender-first") && $0.hasSuffix(".smt2") })
  }
}
