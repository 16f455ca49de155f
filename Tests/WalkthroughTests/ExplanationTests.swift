import ARMSemantics
import Logic
import Testing
import Walkthrough

/// Whole explanations.
@Suite struct ExplanationTests {
  @Test func aRelocatedWriteToASection() throws {
    let text = try explain(
      """
      dacr 3=client
      pid 3
      ttbr 0x4000
      section 0x06100000 -> 0x20000000 domain 3 ap 3 cb
      access write 0x00100124
      """
    ).text
    #expect(
      text == """
        ARM926EJ-S, user write of 4 bytes at 0x00100124

          Alignment    0x00100124 is a multiple of 4
          Relocation   VA[31:25] = 0, so PID = 3 takes its place: MVA = 0x06100124
          First level  TTBR[31:14] = 0x00004000, index MVA[31:20] = 0x61: descriptor at 0x00004184
                       0x20000C6E: type 10, section: base 0x20000000, domain 3, AP 11, C 1, B 1
          Domain       DACR = 0x00000040, domain 3 is 01, client: access permissions are checked
          Permissions  AP 11, S = 0, R = 0: privileged read and write, user read and write
                       a user write is permitted
          Outcome      the access goes ahead, to physical address 0x20000124, C 1, B 1

        """)
  }

  @Test func aManagerOfATinyPage() throws {
    let text = try explain(
      """
      processor pxa255
      dacr 1=manager
      fine 0 -> 0x9000 domain 1
      tiny 0x400 -> 0x30003400 ap 0
      buffered 0x9004 = 0
      access write 1 0x401
      """
    ).text
    #expect(
      text == """
        PXA255, user write of 1 byte at 0x00000401

          Alignment     0x00000401 is a multiple of 1
          Relocation    VA[31:25] = 0, and PID = 0: MVA = VA = 0x00000401
          First level   TTBR[31:14] = 0x00000000, index MVA[31:20] = 0x0: descriptor at 0x00000000
                        0x00009023: type 11, fine page table: base 0x00009000, domain 1
          Second level  index MVA[19:10] = 0x1: descriptor at 0x00009004
                        the write buffer holds 0x00000000 for this word, which the walker does not see
                        0x30003403: type 11, tiny page: base 0x30003400, AP 00, C 0, B 0
          Domain        DACR = 0x0000000C, domain 1 is 11, manager: access permissions are not checked
          Outcome       the access goes ahead, to physical address 0x30003401, C 0, B 0

        """)
  }

  @Test func aPageThatIsNotThere() throws {
    let text = try explain("coarse 0x02000000 -> 0x8000 domain 1\naccess 0x02001002").text
    #expect(
      text == """
        ARM926EJ-S, user read of 4 bytes at 0x02001002

          Alignment     0x02001002 is no multiple of 4; A = 0: alignment is not checked
                        bits 1 and 0 of the address are ignored; a load rotates what it reads
          Relocation    VA[31:25] = 1, not 0: MVA = VA = 0x02001002
          First level   TTBR[31:14] = 0x00000000, index MVA[31:20] = 0x20: descriptor at 0x00000080
                        0x00008021: type 01, coarse page table: base 0x00008000, domain 1
          Second level  index MVA[19:12] = 0x1: descriptor at 0x00008004
                        0x00000000, as nothing is given there: type 00, fault: the page is not mapped
          Outcome       data abort: page translation fault
                        FSR[7:0] = 0x17: domain 1, status 0111
                        FAR = 0x02001002

        """)
  }

  @Test func aWalkThatTheBusAborts() throws {
    let explanation = try explain("aborts 0\naccess fetch privileged 0")
    #expect(
      explanation.text == """
        ARM926EJ-S, privileged fetch of 4 bytes at 0x00000000

          Alignment    the alignment of fetches is not checked
          Relocation   VA[31:25] = 0, and PID = 0: MVA = VA = 0x00000000
          First level  TTBR[31:14] = 0x00000000, index MVA[31:20] = 0x0: descriptor at 0x00000000
                       the bus aborts this fetch
          Outcome      prefetch abort: external abort on first-level walk
                       FSR and FAR unchanged: 0x00000000 and 0x00000000
                       instruction fault status[3:0] = 0xC: status 1100; its domain field means nothing

        """)
  }

  // MARK: TLBs

  private let remapped = """
    dacr 3=client
    section 0x00100000 -> 0x20300000 domain 3 ap 2 cb
    data-tlb 0x00100000 1M -> 0x20100000 domain 3 ap 3 cb

    """

  @Test func aStaleEntryComesBeforeTheTables() throws {
    let explanation = try explain(remapped + "access write 0x00100120")
    try #require(explanation.ways.map(\.entry) == [0, nil])
    #expect(explanation.ways[0].outcome.physicalAddress == 0x2010_0120 && explanation.ways[0].outcome.completes)
    #expect(explanation.ways[1].outcome.status == .sectionPermission)
    #expect(
      explanation.ways[0].steps[0].lines == [
        "data TLB entry 0 holds 0x00100000 to 0x001FFFFF: section, frame 0x20100000,", "domain 3, AP 11, C 1, B 1",
        "the entry is stale: the tables say physical address 0x20300120, AP 10",
      ])
  }

  @Test func anEntryThatIsNotStaleSaysSo() throws {
    let explanation = try explain(
      """
      dacr 3=client
      coarse 0x00100000 -> 0x8000 domain 3
      large 0x00100000 -> 0x30000000 ap 3 2 1 1 b
      data-tlb 0x00104000 16K -> 0x30004000 domain 3 ap 2 b
      access 0x00104444
      """)
    #expect(explanation.ways[0].steps[0].lines.last == "the tables say the same of this address")
  }

  @Test func anEntryMayOutliveItsMapping() throws {
    let explanation = try explain("dacr 3=client\ndata-tlb 0 1K -> 0x20000400 domain 3 ap 3\naccess 0x3FF")
    try #require(explanation.ways.map(\.entry) == [0, nil])
    #expect(explanation.ways[0].steps[0].lines.last == "the entry is stale: the tables have no such mapping now")
    #expect(explanation.ways[0].outcome.physicalAddress == 0x2000_07FF)
    #expect(explanation.ways[1].outcome.status == .sectionTranslation)
  }

  @Test func fetchesLookIntoTheOtherTLB() throws {
    let explanation = try explain(remapped + "access fetch 0x00100120")
    #expect(explanation.ways.map(\.entry) == [nil] && explanation.ways[0].title == nil)
  }

  @Test func anEntryOfAnotherAddressServesNothing() throws {
    let explanation = try explain(remapped + "access 0x00200000")
    #expect(explanation.ways.map(\.title) == ["No data TLB entry holds 0x00200000: by the tables in memory"])
  }

  @Test func theTLBIsNotAskedWithTheMMUOff() throws {
    let explanation = try explain("control A\n" + remapped + "access 0x00100000")
    #expect(explanation.ways.map(\.outcome.physicalAddress) == [0x0010_0000])
  }
}
