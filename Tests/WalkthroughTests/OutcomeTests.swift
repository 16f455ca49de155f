import ARMSemantics
import Logic
import Testing
import Walkthrough

/// Every way in which an access ends, in the smallest file that leads there.
@Suite struct OutcomeTests {
  /// A section, a coarse table with a small page, and access to both for clients of domain 1.
  private let machine = """
    ttbr 0x4000
    dacr 1=client
    section 0x00100000 -> 0x20000000 domain 1 ap 2 cb
    coarse 0x00200000 -> 0x8000 domain 1
    small 0x00201000 -> 0x30001000 ap 2 c
    section 0x00300000 -> 0x20000000 domain 2 ap 2
    coarse 0x00400000 -> 0x8400 domain 2
    small 0x00401000 -> 0x30001000 ap 2

    """

  private func check(_ lines: String, _ expected: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try ending(machine + lines) == expected, sourceLocation: sourceLocation)
  }

  @Test func anAccessGoesAhead() throws {
    try check("access 0x100123", "the access goes ahead, to physical address 0x20000123, C 1, B 1")
    try check("access 2 0x201002", "the access goes ahead, to physical address 0x30001002, C 1, B 0")
    try check(
      "control 0\naccess write 0x100120",
      "the access goes ahead, to physical address 0x00100120, neither cached nor buffered"
    )
    try check(
      "control 0\npid 1\naccess 0", "the access goes ahead, to physical address 0x02000000, neither cached nor buffered"
    )
    try check(
      "aborts 0x20000000\naccess 0x100000", "the access goes ahead, to physical address 0x20000000, C 1, B 1",
      "the bus aborts there: an external abort, unless the cache serves the access")
  }

  @Test func alignmentFaults() throws {
    try check(
      "control M A\npid 1\naccess 0x201", "data abort: alignment fault",
      "FSR[3:0] = 0x1: status 0001; its domain field means nothing", "FAR = 0x02000201")
  }

  @Test func translationFaults() throws {
    try check(
      "access 0x500000", "data abort: section translation fault",
      "FSR[3:0] = 0x5: status 0101; its domain field means nothing", "FAR = 0x00500000")
    try check(
      "access 0x202000", "data abort: page translation fault", "FSR[7:0] = 0x17: domain 1, status 0111",
      "FAR = 0x00202000")
  }

  @Test func domainFaults() throws {
    try check(
      "access 0x300000", "data abort: section domain fault", "FSR[7:0] = 0x29: domain 2, status 1001",
      "FAR = 0x00300000")
    try check(
      "access 0x401000", "data abort: page domain fault", "FSR[7:0] = 0x2B: domain 2, status 1011", "FAR = 0x00401000")
  }

  @Test func permissionFaults() throws {
    try check(
      "access write 0x100000", "data abort: section permission fault", "FSR[7:0] = 0x1D: domain 1, status 1101",
      "FAR = 0x00100000")
    try check(
      "access write 0x201000", "data abort: page permission fault", "FSR[7:0] = 0x1F: domain 1, status 1111",
      "FAR = 0x00201000")
  }

  @Test func externalAborts() throws {
    try check(
      "aborts 0x4004\naccess 0x100000", "data abort: external abort on first-level walk",
      "FSR[3:0] = 0xC: status 1100; its domain field means nothing", "FAR = 0x00100000")
    try check(
      "aborts 0x8004\naccess 0x201000", "data abort: external abort on second-level walk",
      "FSR[7:0] = 0x1E: domain 1, status 1110", "FAR = 0x00201000")
  }

  @Test func prefetchAborts() throws {
    try check(
      "far 0x1234\nfsr 5\naccess fetch 0x300000", "prefetch abort: section domain fault",
      "FSR and FAR unchanged: 0x00000005 and 0x00001234",
      "instruction fault status[7:0] = 0x29: domain 2, status 1001")
    try check(
      "processor sa1100\naccess fetch 0x500000", "prefetch abort: section translation fault",
      "FSR and FAR unchanged: 0x00000000 and 0x00000000", "no register tells the status")
  }

  @Test func whatTheArchitectureLeavesOpen() throws {
    let open = "the architecture leaves open what happens"
    try check("access 2 0x100001", "unpredictable: unaligned halfword", open)
    try check(
      "processor sa1100\nfine 0x00500000 -> 0x9000 domain 1\naccess 0x500000",
      "unpredictable: reserved first-level descriptor", open)
    try check("memory 0x8008 = 3\naccess 0x202000", "unpredictable: reserved second-level descriptor", open)
    try check(
      "control M S R\nsection 0x00500000 -> 0 domain 1 ap 0\naccess 0x500000",
      "unpredictable: access permissions 00 with S and R", open)
  }

  /// The list above is all there is: of the statuses, only those of the bus don't come from the MMU.
  @Test func everyStatusHasAName() {
    #expect(FaultStatus.names.count == 16)
  }
}
