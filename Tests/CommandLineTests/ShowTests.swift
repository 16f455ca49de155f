import Commands
import Properties
import Testing

/// `l4check show` and `list`, for a terminal and for the pages in `docs/claims`.
@Suite struct ShowTests {
  private func run(_ line: String) throws -> String {
    let program = try Program()
    defer { program.remove() }
    let run = try program(line)
    #expect(run.status == 0, "\(run.errors)")
    return run.output
  }

  @Test func aPropertyIsShownWithWhatItAssumesProvesReachesAndRefutes() throws {
    let text = try run("l4check show ipc/first-sender-first")
    #expect(text.hasPrefix("ipc/first-sender-first\n\n  For every state that satisfies the kernel invariant: an open"))
    let titles = text.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasSuffix(";") }
    #expect(
      titles.suffix(4) == ["  Assumes", "  Proves", "  Must reach these cases", "  Mutations that it refutes"])
    #expect(text.hasSuffix("\n    1. the order of arrival is read backwards\n"))
  }

  @Test func severalPropertiesAreShownOneAfterTheOther() throws {
    let (a, b) = ("ipc/first-sender-first", "ipc/no-thread-lost")
    let both = try run("l4check show \(a) \(b)")
    #expect(both == (try run("l4check show \(b)")) + "\n" + (try run("l4check show \(a)")))
    #expect(try run("l4check show 'ipc/first-*'") == run("l4check show \(a)"))
  }

  @Test func inMarkdownAPropertyIsASectionWithLists() throws {
    let text = try run("l4check show --markdown ipc/first-sender-first")
    #expect(text.hasPrefix("## ipc/first-sender-first\n\nFor every state that satisfies the kernel invariant: an open"))
    #expect(text.contains("\n\nAssumes:\n\n- the kernel invariant holds\n- somebody polls for the caller\n\n"))
    #expect(text.contains("\n<details>\n<summary>Proves 5 statements</summary>\n\n- the caller waits"))
    #expect(text.contains("\n\n</details>\n\nMust reach these cases:\n\n- there are several senders\n\n"))
    #expect(text.hasSuffix("\n\nMutations that it refutes:\n\n1. the order of arrival is read backwards\n"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 118 })
  }

  @Test func propertiesThatAStatementNamesAreLinks() throws {
    let text = try run("l4check show --markdown ipc/call-preserves-invariant")
    #expect(text.contains(" [ipc/call-keeps-arrival-order](ipc.md#ipccall-keeps-arrival-order).)"))
  }

  @Test func theListInMarkdownLinksEachPropertyOnceUnderItsTheme() throws {
    var theme = ""
    var linked: [String] = []
    for line in try run("l4check list --markdown").split(separator: "\n") {
      if let heading = line.wholeMatch(of: #/## \[(.*)\]\(claims/(.*)\.md\)/#) {
        #expect(heading.1 == heading.2)
        theme = String(heading.1)
      }
      guard let row = line.wholeMatch(of: #/\| \[(.*?)\]\(claims/(.*?)\.md#(.*?)\) \| .* \|/#) else { continue }
      #expect(row.2 == theme && row.3 == row.1.filter { $0 != "/" })
      linked.append(String(row.1))
    }
    #expect(linked.sorted() == properties.map(\.name).sorted())
  }

  @Test func whatMarkdownWouldTakeForItsOwnIsEscaped() {
    #expect(Markdown.escaped("a_b * `c_d` <e> [f] g|h #") == ##"a\_b \* `c_d` \<e\> \[f\] g\|h \#"##)
  }
}
