import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `l4check run --svg`, and the pictures in `docs/pictures`.
@Suite struct PictureTests {
  static let names = Repository.names(in: "Examples/Published").filter { $0.hasSuffix(".l4") }.map {
    String($0.dropLast(3))
  }

  /// The red of violations.
  private let red = "#B00020"

  /// What an XML parser finds in a picture.
  private final class Reader: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var attributes: [[String: String]] = []
    private(set) var text = ""

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements.append(element)
      self.attributes.append(attributes)
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  private func parse(_ data: Data, sourceLocation: SourceLocation = #_sourceLocation) -> Reader {
    let (parser, reader) = (XMLParser(data: data), Reader())
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))", sourceLocation: sourceLocation)
    #expect(reader.elements.first == "svg", sourceLocation: sourceLocation)
    return reader
  }

  /// Draws a scenario of a defect.
  private func draw(_ name: String, _ options: String) throws -> (run: Program.Run, picture: Data) {
    let program = try Program()
    defer { program.remove() }
    let file = Repository.url("Examples/Published/\(name).l4").path
    let run = try program("l4check run \(options) --svg picture.svg '\(file)'")
    return (run, try program.contents(of: "picture.svg"))
  }

  @Test func everyDefectHasAPictureAndEveryPictureADefect() throws {
    let pictures = Repository.names(in: "docs/pictures")
    #expect(Self.names.count >= 12)
    #expect(pictures == Self.names.map { "\($0).svg" }.sorted())
  }

  @Test(arguments: names)
  func thePicturesInTheDocumentationAreTodays(_ name: String) throws {
    let (run, picture) = try draw(name, "--variant published")
    #expect(run.status == 1)
    let shown = try Data(contentsOf: Repository.url("docs/pictures/\(name).svg"))
    #expect(shown == picture, "docs/pictures/\(name).svg is not what the command draws; type “make pictures”")
  }

  @Test(arguments: names)
  func theViolationIsMarkedInTheLastColumn(_ name: String) throws {
    let (run, picture) = try draw(name, "--variant published")
    let reader = parse(picture)
    let frames = reader.attributes.filter { $0["stroke"] == red }
    let width = try #require(reader.attributes.first?["width"].flatMap { Int($0) })
    // The column is framed, and what the violation comes from; an answer to a system call comes from nothing that is drawn.
    #expect(frames.count == (["b12-call-by-handle", "b13-refused-notification"].contains(name) ? 1 : 2))
    let edges = frames.compactMap { frame in
      frame["x"].flatMap { Int($0) }.flatMap { x in frame["width"].flatMap { Int($0) }.map { x + $0 } }
    }
    let column = try #require(edges.max())
    #expect(edges.allSatisfy { column - $0 < 4 } && column <= width - 16)
    let line = try #require(run.output.split(separator: "\n").last?.split(separator: ":").dropFirst().first)
    #expect(reader.text.contains("Line \(line): "))
  }

  @Test(arguments: names)
  func nothingIsMarkedOnOurs(_ name: String) throws {
    let (run, picture) = try draw(name, "--variant ours")
    #expect(run.status == 0)
    #expect(!parse(picture).attributes.contains { $0.values.contains(red) })
  }

  private let touch = "space A\nmap A 0x00400000 1M -> 0x20000000 rw cb\nswitch A\nread 0x00400000\n"

  @Test func namesAreEscaped() throws {
    let program = try Program()
    defer { program.remove() }
    let name = "a<b>&\"c\u{1}.l4"
    try program.write(touch, to: name)
    #expect(try program("l4check run --svg picture.svg ./a*").status == 0)
    let text = parse(try program.contents(of: "picture.svg")).text
    #expect(text.contains("a<b>&\"c\u{FFFD}.l4, on the model and the fast path"), "\(text)")
    #expect(text.contains("-> 0x20000000") || text.contains("1M ->"))
  }

  @Test func aPictureHasAColumnForEachStepThatIsMade() throws {
    let program = try Program()
    defer { program.remove() }
    try program.write(touch, to: "scenario")
    #expect(
      try program("l4check run scenario --steps 3 --svg short.svg && l4check run scenario --svg long.svg").status == 0)
    let (short, long) = (parse(try program.contents(of: "short.svg")), parse(try program.contents(of: "long.svg")))
    #expect(!short.text.contains("read 0x00400000: ") && long.text.contains("read 0x00400000: 0x00000000"))
    #expect(!short.text.contains("data cache: whose line") && long.text.contains("data cache: whose line"))
  }

  @Test func aFailedExpectationIsMarkedAndIsNoViolation() throws {
    let program = try Program()
    defer { program.remove() }
    try program.write(touch + "expect value 1\n", to: "scenario")
    #expect(try program("l4check run scenario --svg picture.svg").status == 1)
    let reader = parse(try program.contents(of: "picture.svg"))
    #expect(reader.text.contains("Line 5: failed expectation: expected the value 0x00000001"), "\(reader.text)")
    #expect(reader.attributes.filter { $0["stroke"] == red }.count == 1)
    #expect(!reader.text.contains("violation"))
  }

  @Test func aPictureOnTheStandardOutputStandsAlone() throws {
    let program = try Program()
    defer { program.remove() }
    try program.write(touch, to: "scenario")
    let run = try program("l4check run scenario --svg -")
    #expect(run.status == 0)
    _ = parse(Data(run.output.utf8))
    #expect(try program("l4check run scenario --svg - --json -").status == 64)
  }

  @Test(arguments: ["/dev/full", "/nonexistent/picture.svg"])
  func aPictureThatCannotBeWrittenIsToldOf(_ path: String) throws {
    let program = try Program()
    defer { program.remove() }
    try program.write(touch, to: "scenario")
    let run = try program("l4check run scenario --svg \(path)")
    #expect(run.status == 74)
    #expect(run.errors.hasPrefix("Error: cannot write \(path): "), "\(run.errors)")
  }
}
