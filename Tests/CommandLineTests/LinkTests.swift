import Foundation
import Testing

/// `Scripts/check-links.sh`, on small directories of pages.
@Suite struct LinkTests {
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Scripts/check-links.sh").path

  /// What the script says of a page beside `other.md`, which has two headings of one name, and `picture.svg`.
  private func check(_ page: String) throws -> Program.Run {
    let program = try Program()
    defer { program.remove() }
    try program.write("# Other\n\n## Two words, `code` — and more\n\n## Again\n\n## Again\n", to: "other.md")
    try program.write("<svg/>", to: "picture.svg")
    try program.write(page, to: "page.md")
    return try program("mkdir deeper && cp other.md deeper; '\(Self.script)' .")
  }

  @Test(arguments: [
    "[a](other.md)", "[a](other.md#two-words-code--and-more)", "[a](other.md#again) [b](other.md#again-1)",
    "# Here\n[a](#here)", "![a](picture.svg \"title\")", "[a](deeper/../other.md#again)", "[a](<other.md>)",
    "[a]: other.md", "<a id=\"there\"></a> [a](#there)", "[a](https://example.org/none#none)",
    "```\n[a](none.md)\n```", "`[a](none.md)`", "`other.md`", "[`other.md`](deeper/other.md)",
  ])
  func whatIsThereMayBeLinkedTo(_ page: String) throws {
    let run = try check(page)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors == "")
  }

  @Test(arguments: [
    ("[a](none.md)", "none.md", "is no file"), ("![a](none.svg)", "none.svg", "is no file"),
    ("[a](other.md#none)", "other.md#none", "is no heading"), ("[a](#none)", "#none", "is no heading"),
    ("[a](other.md#again-2)", "other.md#again-2", "is no heading"), ("[a]: none.md", "none.md", "is no file"),
    ("<img src=\"none.png\">", "none.png", "is no file"), ("```\n# Here\n```\n[a](#here)", "#here", "is no heading"),
    ("`Sources/None`", "Sources/None", "is no file"), ("`None.swift`", "None.swift", "is the name of no file"),
  ])
  func whatIsNotThereMayNot(_ page: String, _ what: String, _ reason: String) throws {
    let run = try check(page)
    let line = page.split(separator: "\n").count
    #expect(run.status == 1)
    #expect(run.errors == "page.md:\(line): “\(what)” \(reason)\n")
  }
}
