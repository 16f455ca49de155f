import Foundation
import Testing

/// `l4check walk`, as a user runs it.
@Suite struct WalkCommandTests {
  /// Runs a line in a directory that holds these files.
  private func run(_ line: String, _ files: [String: String] = [:]) throws -> Program.Run {
    let program = try Program()
    defer { program.remove() }
    for (name, text) in files { try program.write(text, to: name) }
    return try program(line)
  }

  private let machine = """
    processor sa1100
    dacr 1=client
    section 0x00100000 -> 0x20000000 domain 1 ap 2
    access write 2 privileged 0x00100002
    """

  private func heading(_ arguments: String) throws -> String {
    let run = try run("l4check walk machine \(arguments)", ["machine": machine])
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    return String(run.output.prefix { $0 != "\n" })
  }

  @Test func theFileMayAskForTheAccess() throws {
    #expect(try heading("") == "SA-1100, privileged write of 2 bytes at 0x00100002")
  }

  @Test func theCommandLineWins() throws {
    #expect(try heading("1048576") == "SA-1100, privileged write of 2 bytes at 0x00100000")
    #expect(try heading("--fetch --bytes 4 --user") == "SA-1100, user fetch of 4 bytes at 0x00100002")
    #expect(try heading("0 --read --processor pxa255") == "PXA255, privileged read of 2 bytes at 0x00000000")
  }

  @Test func anAccessIsAUsersReadOfAWordUnlessSaidOtherwise() throws {
    let run = try run("l4check walk /dev/null 0x10")
    #expect(run.output.hasPrefix("ARM926EJ-S, user read of 4 bytes at 0x00000010\n"))
  }

  @Test func theStandardInputIsAFile() throws {
    let run = try run("l4check walk - < machine", ["machine": machine])
    #expect(run.status == 0 && run.output.hasPrefix("SA-1100, privileged write of 2 bytes at 0x00100002\n"))
    #expect(try self.run("echo frob | l4check walk - 0").errors.hasPrefix("Error: -:1:1: no line begins with “frob”"))
  }

  @Test func anAbortIsNoFailure() throws {
    let run = try run("l4check walk machine 0x00200000", ["machine": machine])
    #expect(run.status == 0 && run.output.contains("section translation fault"))
  }

  @Test func theMachineIsPrintedAsAFile() throws {
    let run = try run(
      "l4check walk machine --text > again; l4check walk again > a; l4check walk machine > b; cmp a b && cat again",
      ["machine": machine])
    #expect(
      run.output == """
        processor sa1100
        control M
        ttbr 0x00000000
        dacr 1=client
        pid 0
        memory 0x00000004 = 0x20000822
        access write 2 privileged 0x00100002

        """)
  }

  @Test func aCounterexampleIsAMachine() throws {
    let run = try run(
      """
      l4check prove arm/one-outcome-as-the-manual-says --fault 1 > /dev/null
      file=counterexamples/arm-one-outcome-as-the-manual-says.json
      l4check walk $file 0x00100000 --privileged && l4check walk $file > /dev/null && l4check walk $file --text
      """)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("ARM926EJ-S, privileged "))
    #expect(run.output.contains("\naccess "))
  }

  // MARK: Mistakes

  @Test(arguments: [
    "0x123456789", "hello", "''", "0x0 --bytes 3", "0x0 --processor z80", "0x0 --read --write",
    "0x0 --user --privileged",
  ])
  func badArgumentsAreBadUsage(_ arguments: String) throws {
    let run = try run("l4check walk /dev/null \(arguments)")
    #expect(run.status == 64 && run.errors.hasPrefix("Error: ") && run.output == "", "\(run.errors)")
  }

  @Test func anAddressMustComeFromSomewhere() throws {
    let run = try run("l4check walk /dev/null")
    #expect(run.status == 64)
    #expect(run.errors == "Error: /dev/null has no access; give an address after the file, such as 0x00100000\n")
  }

  @Test func aMistakeIsToldWithItsPlace() throws {
    let run = try run("l4check walk machine 0", ["machine": "pid 1\n  pid 200\n"])
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors == "Error: machine:2:3: line 1 gives pid, too\n")
  }

  @Test(arguments: ["/nonexistent", "/"])
  func aFileThatIsNoneIsBadInput(_ path: String) throws {
    let run = try run("l4check walk \(path) 0")
    #expect(run.status == 65)
    #expect(
      run.errors == "Error: cannot read \(path); give the path of a file that describes tables and registers\n")
  }

  @Test(arguments: [
    ("head -c 2000000 /dev/zero | tr '\\0' '#'", "Error: file is larger than 1 MB"),
    ("head -c 70000000 /dev/zero", "Error: file is larger than 64 MB"),
    ("head -c 5000 \"$program\"", "Error: file:1:"), ("echo '{'", "Error: file is not JSON, or was cut short"),
    (
      "echo '{\"version\":1,\"property\":\"none\",\"counts\":{},\"state\":{},\"words\":{}}'",
      "Error: file is about “none”"
    ),
    (
      "echo '{\"version\":1,\"property\":\"ipc/footprint\",\"counts\":{},\"state\":{},\"words\":{}}'",
      "Error: file is about ipc/footprint, which has no tables"
    ),
    (
      "echo '{\"version\":1,\"property\":\"arm/fcse-keeps-apart\",\"counts\":{},\"state\":{},\"words\":{}}'",
      "Error: file has no count of"
    ),
  ])
  func aFileOfSomethingElseIsBadInput(_ command: String, _ error: String) throws {
    let run = try run("\(command) > file; l4check walk file 0")
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors.hasPrefix(error) && run.errors.filter { $0 == "\n" }.count == 1, "\(run.errors)")
  }

  /// The pipe's only reader is gone before the program begins, however slow the machine is.
  @Test func aClosedPipeIsToldOf() throws {
    let run = try run("mkfifo pipe; exec 3<>pipe 4>pipe 3>&-; l4check walk machine >&4", ["machine": machine])
    #expect(run.status == 74 && run.errors == "Error: cannot write the standard output: Broken pipe\n")
  }

  @Test func aFullDiskIsToldOf() throws {
    let run = try run("l4check walk machine > /dev/full", ["machine": machine])
    #expect(run.status == 74)
  }
}
