import Foundation
import Testing

/// Every way to end, with its code and its sentence.
@Suite struct ExitCodeTests {
  private func check(
    _ line: String, _ status: Int32, error: String = "", sourceLocation: SourceLocation = #_sourceLocation
  )
    throws
  {
    let program = try Program()
    defer { program.remove() }
    let run = try program(line)
    #expect(run.status == status, "\(line): \(run.output)\(run.errors)", sourceLocation: sourceLocation)
    #expect(run.errors.hasPrefix(error), "\(run.errors)", sourceLocation: sourceLocation)
  }

  @Test func aProvedPropertyEndsWithZero() throws { try check("l4check prove arm/domains-decide", 0) }

  @Test func aRefutedPropertyEndsWithOne() throws { try check("l4check prove ipc/first-sender-first --fault 1", 1) }

  @Test func aSmallLimitMakesPropertiesUnknown() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("l4check prove --limit 1 ipc/first-sender-first")
    #expect(run.status == 2)
    #expect(run.output.hasPrefix("unknown") && run.output.contains("resource limit"), "\(run.output)")
  }

  @Test func aShortTimeMakesPropertiesUnknown() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("l4check prove --timeout 0.2 fastpath/call-refines-model")
    #expect(run.status == 2)
    #expect(run.output.contains("time-out"), "\(run.output)")
  }

  @Test(arguments: ["prove nosuch", "prove 'nosuch*'", "show nosuch", "prove ipc/first-sender-first --fault nosuch"])
  func unknownNamesAreBadUsage(_ arguments: String) throws { try check("l4check \(arguments)", 64, error: "Error: ") }

  @Test(arguments: ["prove --jobs 0", "prove --timeout 0", "prove --timeout nan", "prove --limit -1", "frob"])
  func badOptionsAreBadUsage(_ arguments: String) throws { try check("l4check \(arguments)", 64, error: "Error: ") }

  @Test func aMisspeltNameGetsASuggestion() throws {
    try check(
      "l4check prove ipc/first-sender-frist", 64,
      error: "Error: no property is called “ipc/first-sender-frist”; did you mean ipc/first-sender-first")
  }

  @Test func anEmptyFileIsBadInput() throws {
    try check("l4check replay /dev/null", 65, error: "Error: /dev/null is empty")
  }

  @Test(arguments: ["/nonexistent", "/"])
  func aFileThatIsNoneIsBadInput(_ path: String) throws {
    try check("l4check replay \(path)", 65, error: "Error: cannot read \(path)")
  }

  @Test(arguments: [
    "{", "[]", "{}", "null", "{\"version\":1}", "{\"version\":2}", "{\"version\":1,\"more\":0}", "\u{0}",
  ])
  func aFileOfSomethingElseIsBadInput(_ text: String) throws {
    let program = try Program()
    defer { program.remove() }
    try program.write(text, to: "file.json")
    let run = try program("l4check replay file.json")
    #expect(run.status == 65)
    #expect(run.errors.hasPrefix("Error: file.json ") && run.errors.filter { $0 == "\n" }.count == 1, "\(run.errors)")
  }

  @Test func aFileThatIsCutShortIsBadInput() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program(
      """
      l4check prove ipc/first-sender-first --fault 1
      file=counterexamples/ipc-first-sender-first.json
      for length in 1 20 200 $(($(wc -c < $file) - 3)); do
        head -c $length $file > short.json
        l4check replay short.json; echo "ended with $?"
      done
      """)
    #expect(run.output.components(separatedBy: "ended with 65\n").count == 5, "\(run.output)")
    let sentence = "Error: short.json is not JSON, or was cut short; let “l4check prove” write it anew\n"
    #expect(run.errors == String(repeating: sentence, count: 4))
  }

  @Test(arguments: ["list", "--help", "prove arm/domains-decide"])
  func aFullDiskIsToldOf(_ arguments: String) throws {
    try check("l4check \(arguments) > /dev/full", 74, error: "Error: cannot write the standard output")
  }

  @Test func aFullDiskForTheReportIsToldOf() throws {
    try check(
      "l4check prove arm/domains-decide --json /dev/full", 74, error: "Error: cannot write /dev/full")
  }

  /// The pipe's only reader is gone before the program begins, however slow the machine is.
  @Test func aClosedPipeIsToldOf() throws {
    try check(
      "mkfifo pipe; exec 3<>pipe 4>pipe 3>&-; l4check list >&4", 74,
      error: "Error: cannot write the standard output: Broken pipe\n")
  }

  @Test func aDirectoryThatCannotBeMadeIsToldOf() throws {
    try check(
      "l4check prove ipc/first-sender-first --fault 1 --counterexamples /proc/none", 74,
      error: "Error: cannot make the directory /proc/none")
    try check("l4check prove --smt2 /proc/none", 74, error: "Error: cannot make the directory /proc/none")
  }

  @Test(arguments: [("INT", 130), ("TERM", 143)] as [(String, Int32)])
  func anInterruptedRunSaysWhatItKnows(_ signal: String, _ status: Int32) throws {
    let program = try Program()
    defer { program.remove() }
    // Of two workers one is done with its property long before the other: when its line is there, the signal finds a
    // proof under way.
    let run = try program(
      """
      "$program" prove --jobs 2 fastpath/call-refines-model arm/domains-decide &
      until grep -q proved output; do kill -0 $! || break; sleep 0.02; done
      kill -\(signal) $!; wait $!
      """)
    #expect(run.status == status, "\(run.output)\(run.errors)")
    #expect(run.errors == "Error: interrupted; what is not proved above is unknown\n")
    #expect(run.output.contains("unknown  fastpath/call-refines-model"), "\(run.output)")
    #expect(run.output.contains("1 proved, 1 unknown"), "\(run.output)")
  }
}
