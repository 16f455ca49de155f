import Logic
import Model
import Scenarios
import Testing

/// What a scenario's file may say, and how mistakes in it are told.
@Suite struct ParsingTests {
  private func parse(_ text: String) throws -> Scenario { try Scenario(parsing: Array(text.utf8)) }

  @Test(arguments: [
    ("spce A", "1:1: no line begins with “spce”"),
    ("space A\nspace A B", "2:9: “B” is one word too many"),
    ("delete A", "1:8: no line before has a space “A”"),
    ("delete S20", "1:8: there is no space S20"),
    ("space 7up", "1:7: “7up” is no name"),
    ("sizes spaces 2\nspace A\nspace B", "3:7: there are no more than 2 spaces"),
    ("space A\nsizes spaces 2", "2:1: “sizes” must be the first line"),
    ("sizes spaces 257", "1:14: 257 is out of range"),
    ("sizes domains 2", "1:7: “domains” has no size"),
    ("space A\nmap A 0x1000 8K -> 0 rw", "2:14: “8K” is no size; expected one of 4K, 64K, 1M"),
    ("space A\nmap A 0x1000 4K 0 rw", "2:17: “0” stands where “->” and a frame are expected"),
    ("space A\nmap A 0x1000 4K -> 0 x", "2:22: “x” is no right"),
    ("space A\nwindow A 0x1000 onto A", "2:10: 0x00001000 is no multiple of 1 MB"),
    ("read 3 0x1000", "1:6: 3 is no size; expected 1, 2 or 4 bytes"),
    ("write 1 0x1000 = 256", "1:18: 256 is out of range"),
    ("write 0x1000", "1:13: the line ends where “=” and a value are expected"),
    ("fill data-tlb 8 0x1000", "1:15: 8 is out of range"),
    ("sizes data-tlb 0\nfill data-tlb 0 0x1000", "2:15: there is no entry"),
    ("call T0 1 2 3 4 5 6", "1:19: a message has 5 words at most here"),
    ("expect done", "1:1: no step comes before the expectation"),
    ("wait\nexpect luck", "2:8: “luck” is no expectation"),
    ("wait\nexpect refused", "2:15: the line ends where reason"),
    ("wait\nexpect domain S1 16", "2:18: 16 is out of range"),
    ("wait\nexpect error none", "2:14: “none” is no error; expected one of no-privilege, invalid-thread"),
    ("wait\nexpect failed aborted", "2:22: the line ends where phase, one of send, receive, is expected"),
    ("delete-thread", "1:14: the line ends where name, one of nil, myself, any, notify, is expected"),
    ("delete-thread T2", "1:15: “T2” is no name; expected one of nil, myself, any, notify"),
    ("delete-thread 1 2", "1:17: “2” is one word too many"),
    ("schedule 1 with 2", "1:12: “with” is unexpected; expected one of priority, timeslice"),
    ("ipc to 1 to 2", "1:10: “to” is unexpected; expected one of from, tag, with"),
    ("exchange-registers 1", "1:21: the line ends where “control” is expected"),
    ("map-control S0 ask 1", "1:20: 0x00000001 is no multiple of 4 KB"),
    ("map-control S0 ask 0 ask 0 ask 0 ask 0", "1:34: a line has 3 items at most"),
    ("map-control S0 map 0 64 -> 0 rw", "1:22: 64 is out of range"),
    ("map-control S0 swap 0", "1:16: “swap” is unexpected; expected one of count, map"),
    ("grant-space S0", "1:15: the line ends where “to” is expected"),
    ("interrupt 32", "1:11: 32 is out of range"),
    ("tick with 1 2 3 4 5 6", "1:21: a message has 5 words at most here"),
    ("utcb mr5 1", "1:6: “mr5” is no word of the UTCB"),
  ])
  func aMistakeIsToldWithItsPlace(_ text: String, _ message: String) throws {
    let error = try #require(throws: ScenarioFileError.self) { try parse(text) }
    #expect(error.description.hasPrefix(message), "\(error.description)")
  }

  @Test func namesStandForNumbersInTheOrderOfTheirLines() throws {
    let scenario = try parse("space A\nspace s3\nspace B\nspace C\ndelete a\ndelete S3")
    #expect(
      scenario.steps.map(\.operation) == [1, 3, 2, 4].map { .createSpace($0, utcbs: Platform.utcbs(of: $0)) } + [
        .deleteSpace(1), .deleteSpace(3),
      ])
  }

  @Test func expectationsBelongToTheStepBefore() throws {
    let scenario = try parse("space A # a comment\n\nwait\nexpect refused not-mapped\nexpect words 1 2\nwait")
    #expect(
      scenario.steps.map { $0.expectations.map(\.expectation) } == [
        [], [.refused(.notMapped), .words([1, 2])], [],
      ])
    #expect(scenario.steps.map(\.line) == [1, 3, 6])
  }

  @Test func anIPCHasAsManyWordsAsAreGiven() throws {
    let scenario = try parse("thread a in S0\nipc to reply a from any with 1 0 2\nipc to 3 tag 1 with 0x10")
    let first = UserRegisters<Native>(r0: 0x8000_0002, r1: 0xFFFF_FFFF, mr0: 0xC003, mr1: 1, mr3: 2)
    let second = UserRegisters<Native>(r0: 3, r1: 0xFFFF_FFFC, mr0: 1, mr1: 0x10)
    #expect(scenario.steps.dropFirst().map(\.operation) == [first, second].map { .enter(KernelCall(.ipc, $0)) })
  }

  @Test func aMapControlHasAsManyItemsAsAreGiven() throws {
    let scenario = try parse(
      "map-control S0 map 0x1000 4K -> 0x20000000 r c close 0x100000\nmap-control 9 count 17 ask 0")
    let first = UserRegisters<Native>(r1: 2, mr0: 0x10C2, mr1: 0x2000_0008, mr2: 0x0010_0140, mr3: 0x50)
    let second = UserRegisters<Native>(r0: 9, r1: 17, mr1: 0x30)
    #expect(scenario.steps.map(\.operation) == [first, second].map { .enter(KernelCall(.mapControl, $0)) })
  }

  @Test func aNumberIsASizeOfAnAccessOnlyBeforeAnAddress() throws {
    let scenario = try parse("read 4\nread 1 4\nwrite 2 = 3\nwrite 2 2 = 3")
    #expect(
      scenario.steps.map(\.operation) == [
        .access(UserAccess(kind: .read, address: 4)), .access(UserAccess(kind: .read, address: 4, size: 1)),
        .access(UserAccess(kind: .write, address: 2, value: 3)),
        .access(UserAccess(kind: .write, address: 2, size: 2, value: 3)),
      ])
  }
}
