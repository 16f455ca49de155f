import ARMSemantics
import Logic
import Testing
import Walkthrough

/// What files say, and that they are printed as they are read.
@Suite struct MemorySystemFileTests {
  @Test func theFirstFormIsThePlainOne() throws {
    let described = try parse(
      """
      processor pxa255
      control M A S
      dacr 1=client 3=manager
      ttbr 0x4000
      pid 3
      section 0x00100000 -> 0x20000000 domain 3 ap 3 cb
      coarse 0x00200000 -> 0x8000 domain 1
      small 0x00201000 -> 0x30001000 ap 3 2 1 0 c
      extended 0x00202000 -> 0x30002000 ap 2 b
      fine 0x00300000 -> 0x9000 domain 15
      tiny 0x00300400 -> 0x30003400 ap 1
      """)
    let raw = try parse(
      """
      control 0x103
      ttbr 16384
      dacr 0b11000100
      pid 0x3
      memory 0x4004 = 0x20000C6E 0x8021 0x91E3
      memory 0x8004 = 0x300011BA 0x30002027
      memory 0x9004 = 0x30003413
      """)
    #expect(Contents(described.machine) == Contents(raw.machine))
    #expect(described.processor?.id == "pxa255" && raw.processor == nil)
  }

  @Test func pagesAreRepeated() throws {
    let machine = try parse(
      """
      coarse 0 -> 0x8000 domain 1
      large 0x00010000 -> 0x30000000 ap 3
      fine 0x00100000 -> 0x9000 domain 1
      large 0x00100000 -> 0x30000000 ap 3
      small 0x00110000 -> 0x30000000 ap 3
      """
    ).machine
    func words(_ addresses: ClosedRange<UInt32>) -> Int {
      addresses.count { $0 % 4 == 0 && machine[PhysicalMemory.contents, PhysicalWord(at: $0)] != 0 }
    }
    #expect(words(0x8040...0x807F) == 16 && words(0x8000...0x8FFF) == 16)
    #expect(words(0x9000...0x90FF) == 64 && words(0x9100...0x910F) == 4 && words(0x9000...0x9FFF) == 68)
  }

  @Test func anEmptyFileIsAMachineWithItsMMUOn() throws {
    for text in ["", "\n\n", "# nothing", " \t "] {
      let probe = try parse(text)
      #expect(probe.machine[CP15.control] == 1 && probe.access == nil && probe.processor == nil)
    }
  }

  @Test func lineEndsAndCaseAreOfNoConcern() throws {
    let text = "pid 3\nmemory 0x4000=0xABC 1\naccess write 2 privileged 0x10"
    let expected = MemorySystemFile.text(of: try parse(text))
    for variant in [
      text + "\n", text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text, text.replacing("\n", with: "  # ä\n\n"),
      text.uppercased(), text.replacing(" ", with: "\t"),
    ] {
      #expect(MemorySystemFile.text(of: try parse(variant)) == expected, "\(variant)")
    }
  }

  @Test func theOrderOfLinesIsOfNoConcern() throws {
    let lines = [
      "ttbr 0x8000", "coarse 0x00100000 -> 0x4000 domain 2", "large 0x00110000 -> 0x30000000 ap 3", "access fetch 0x0",
    ]
    let expected = MemorySystemFile.text(of: try parse(lines.joined(separator: "\n")))
    #expect(MemorySystemFile.text(of: try parse(lines.reversed().joined(separator: "\n"))) == expected)
  }

  @Test(
    arguments: [
      ("0x10", .read, 4, false), ("write 0x10", .write, 4, false), ("2 16", .read, 2, false),
      ("fetch user 0x10", .fetch, 4, false), ("write 1 privileged 0x10", .write, 1, true),
      ("privileged 0x10", .read, 4, true),
    ] as [(String, Code<AccessKind, Native>, UInt32, Bool)])
  func whatAnAccessLeavesOutIsUsual(
    _ text: String, _ kind: Code<AccessKind, Native>, _ size: UInt32, _ isPrivileged: Bool
  ) throws {
    let access = try #require(try parse("access \(text)").access)
    #expect(access.address == 16 && access.kind == kind && access.size == size && access.isPrivileged == isPrivileged)
  }

  @Test func printedFilesAreRead() throws {
    let text = """
      processor sa1100
      control M C R I
      ttbr 0x00008000
      dacr 0=client 1=reserved 15=manager
      pid 127
      fsr 0x000000F5
      far 0x12345678
      ifsr 0x00000005
      memory 0x00008000 = 0x00000C02 0x00100C02
      buffered 0x00008004 = 0x00000000
      aborts 0xFFFFFFFC
      data-tlb 0x00100000 1M -> 0x20000000 domain 3 ap 3 cb
      data-tlb 0x00204400 1K -> 0x20000400 domain 0 ap 0 b
      instruction-tlb 0x00200000 64K -> 0x30000000 domain 15 ap 2
      access write 2 privileged 0x00100002

      """
    #expect(MemorySystemFile.text(of: try parse(text)) == text)
  }

  @Test func anEntryThatNoWalkFillsIsLeftOut() throws {
    var probe = try parse("data-tlb 0x00100000 1M -> 0x20000000 domain 3 ap 3")
    probe.machine[DataTLB.mask, Ref(0)] = 0xFF
    #expect(
      MemorySystemFile.text(of: probe)
        .hasSuffix("# data-tlb entry 0 at 0x00100000 is one that no walk fills: left out\n"))
  }
}
