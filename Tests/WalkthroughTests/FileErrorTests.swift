import ARMSemantics
import Testing
import Walkthrough

/// Every mistake in a file is told with its place, and with what was expected.
@Suite struct FileErrorTests {
  private func check(
    _ text: String, _ line: Int, _ column: Int, _ sentence: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    check(Array(text.utf8), line, column, sentence, sourceLocation: sourceLocation)
  }

  private func check(
    _ bytes: [UInt8], _ line: Int, _ column: Int, _ sentence: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: MemorySystemFileError.self, sourceLocation: sourceLocation) {
      try MemorySystemFile.parse(bytes)
    }
    #expect(error?.line == line && error?.column == column, "\(error as Any)", sourceLocation: sourceLocation)
    #expect(error?.sentence == sentence, sourceLocation: sourceLocation)
  }

  /// The usual one first.
  private static let processors = Profile.named.map(\.id).joined(separator: ", ")

  // MARK: Text

  @Test func bytesThatAreNoTextAreTold() {
    check([0x70, 0x69, 0x64, 0x20, 0x33, 0x0A, 0xFF, 0xFE], 2, 1, "the line is not text in UTF-8")
    check("pid 3\0\n", 1, 6, "a control character, U+0, is no part of a text file")
    check("\n# \u{1B}[31m", 2, 3, "a control character, U+1B, is no part of a text file")
  }

  @Test func unknownKeywordsAreTold() throws {
    let error = #expect(throws: MemorySystemFileError.self) { try parse("pid 1\n  setcion 0x00100000") }
    #expect(error?.line == 2 && error?.column == 3)
    #expect(error?.sentence.hasPrefix("no line begins with “setcion”; expected one of processor, control, ") == true)
  }

  @Test func aLongWordIsToldInPart() {
    let (word, shown) = (String(repeating: "9", count: 5000), String(repeating: "9", count: 40) + "…")
    check(
      "far \(word)", 1, 5, "“\(shown)” is no number of 32 bits; expected the fault address, such as 12, 0xC or 0b1100")
    check("pid 1 \(word)", 1, 7, "“\(shown)” is one word too many on the line")
  }

  @Test func linesThatEndTooSoonAreTold() {
    check("pid", 1, 4, "the line ends where a process is expected")
    check("pid   # three", 1, 4, "the line ends where a process is expected")
    check("section 0x00100000", 1, 19, "the line ends where “->” and the section's frame are expected")
    check("section 0x00100000 -> 0 domain 1", 1, 33, "the line ends where “ap” and a number are expected")
    check("memory 0x4000 =", 1, 16, "the line ends where a word is expected")
    check("access write 4 user", 1, 20, "the line ends where a virtual address is expected")
    check("processor", 1, 10, "the line ends where processor, one of \(Self.processors), is expected")
  }

  @Test func wordsTooManyAreTold() {
    check("pid 3 4", 1, 7, "“4” is one word too many on the line")
    check("small 0 -> 0 ap 1 cb cb", 1, 22, "“cb” is one word too many on the line")
  }

  @Test func wordsInTheWrongPlaceAreTold() {
    check("section 0x00100000 0x20000000", 1, 20, "“0x20000000” stands where “->” and the section's frame are expected")
    check("coarse 0 -> 0 ap 3", 1, 15, "“ap” stands where “domain” and a number are expected")
  }

  @Test(arguments: ["-1", "+1", "0x", "0xG", "12a", "1_000", "4294967296", "0x100000000", "one"])
  func whatIsNoNumberIsTold(_ text: String) {
    check(
      "far \(text)", 1, 5, "“\(text)” is no number of 32 bits; expected the fault address, such as 12, 0xC or 0b1100")
  }

  // MARK: Ranges

  @Test func numbersOutOfRangeAreTold() {
    check("pid 128", 1, 5, "128 is out of range; expected a process, 0 to 127")
    check("section 0 -> 0 domain 16 ap 0", 1, 23, "16 is out of range; expected a domain, 0 to 15")
    check("section 0 -> 0 domain 1 ap 11", 1, 28, "11 is out of range; expected access permissions, 0 to 3")
    check("dacr 16=client", 1, 6, "16 is no domain; expected 0 to 15")
    check("access read 3 0", 1, 13, "3 is no number of bytes; expected 1, 2 or 4")
  }

  @Test func basesOutOfPlaceAreTold() {
    check("ttbr 0x5000", 1, 6, "0x00005000 is no multiple of 16 KB; expected the translation table base")
    check(
      "section 0x00110000 -> 0", 1, 9, "0x00110000 is no multiple of 1 MB; expected a modified virtual address")
    check("section 0 -> 0x1000", 1, 14, "0x00001000 is no multiple of 1 MB; expected the section's frame")
    check("coarse 0 -> 0x8200", 1, 13, "0x00008200 is no multiple of 1 KB; expected the page table")
    check("fine 0 -> 0x8400", 1, 11, "0x00008400 is no multiple of 4 KB; expected the page table")
    check("large 0x1000 -> 0", 1, 7, "0x00001000 is no multiple of 64 KB; expected a modified virtual address")
    check("tiny 0 -> 0x200", 1, 11, "0x00000200 is no multiple of 1 KB; expected the page's frame")
    check("memory 0x4002 = 0", 1, 8, "0x00004002 is no multiple of 4 bytes; expected the address of a word")
    check("data-tlb 0x100000 64K -> 0x8000", 1, 26, "0x00008000 is no multiple of 64 KB; expected the entry's frame")
    check("data-tlb 0x108000 64K -> 0", 1, 10, "0x00108000 is no multiple of the entry's size")
    check("memory 0xFFFFFFFC = 1 2", 1, 8, "2 words from here reach beyond 32 bits")
  }

  @Test func choicesThatAreNoneAreTold() {
    check("processor arm7", 1, 11, "“arm7” is no processor; expected one of \(Self.processors)")
    check(
      "control M Q", 1, 11, "“Q” is no letter of the control register; expected one of M, A, C, S, R, I")
    check(
      "dacr 3=owner", 1, 8,
      "“owner” is no access of a domain; expected one of no-access, client, reserved, manager")
    check("data-tlb 0 2M -> 0", 1, 12, "“2M” is no size of a TLB entry; expected one of 1M, 64K, 16K, 4K, 1K")
    check("section 0 -> 0 domain 1 ap 3 wb", 1, 30, "“wb” is no pair of C and B; expected one of c, b, cb")
  }

  // MARK: What contradicts itself

  @Test func settingsGivenTwiceAreTold() {
    check("pid 1\n\n  pid 2", 3, 3, "line 1 gives pid, too")
    check("access 0\naccess 4", 2, 1, "line 1 gives access, too")
    check("control M A M", 1, 13, "the letter is given twice")
    check("dacr 1=client 1=manager", 1, 15, "domain 1 is given twice")
  }

  @Test func wordsGivenTwiceAreTold() {
    check("memory 0 = 1 2\nmemory 4 = 2", 2, 8, "the word at 0x00000004 cannot be set: line 1 gives that word, too")
    check(
      "section 0 -> 0 domain 1 ap 3\nmemory 0 = 0", 1, 9,
      "the word at 0x00000000 cannot be set: line 2 gives that word, too")
    check(
      "coarse 0 -> 0x400 domain 1\nlarge 0 -> 0 ap 3\nsmall 0x3000 -> 0 ap 3", 3, 7,
      "the word at 0x0000040C cannot be set: line 2 gives that word, too")
  }

  @Test func pagesWithoutTheirTableAreTold() {
    check(
      "small 0x00201000 -> 0 ap 3", 1, 7,
      "no page table covers 0x00201000; expected a line “coarse” or “fine” for its megabyte")
    check(
      "section 0 -> 0 domain 1 ap 3\nsmall 0 -> 0 ap 3", 2, 7,
      "no page table covers 0x00000000; expected a line “coarse” or “fine” for its megabyte")
    check(
      "coarse 0 -> 0x8000 domain 1\ntiny 0 -> 0 ap 3", 2, 6,
      "a coarse table covers 0x00000000; tiny pages are in fine tables")
    check(
      "fine 0 -> 0x8000 domain 1\nextended 0 -> 0 ap 3", 2, 10,
      "a fine table covers 0x00000000; extended small pages are in coarse tables")
  }

  @Test func permissionsOfTheWrongNumberAreTold() {
    check(
      "coarse 0 -> 0x400 domain 1\nsmall 0 -> 0 ap 3 3", 2, 19, "expected one AP, or one for each of 4 subpages")
    check("section 0 -> 0 domain 1 ap 3 3", 1, 30, "expected one AP")
  }
}
