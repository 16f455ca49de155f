/// The elements of a picture as SVG, in the order in which they are drawn.
struct SVG {
  /// How a text stands on its place.
  enum Anchor: String { case start, middle, end }

  /// What letters look like.
  struct Font {
    var size = 12
    var isMonospaced = false
    var isBold = false
    var colour = "#222222"
    var anchor = Anchor.start

    /// About how wide a letter is; less than that in most fonts.
    var letterWidth: Double { Double(size) * (isMonospaced ? 0.61 : isBold ? 0.62 : 0.56) }
  }

  /// How an area is filled and framed.
  struct Paint {
    var fill = "none"
    var opacity = 1.0
    var stroke: String?
    var strokeWidth = 1
    var isDashed = false
  }

  private var elements: [String] = []

  mutating func rectangle(
    x: Int, y: Int, width: Int, height: Int, radius: Int = 0, _ paint: Paint, title: String = ""
  ) {
    let corners = radius == 0 ? "" : " rx=\"\(radius)\""
    add(
      "rect", "x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\"\(corners) \(Self.attributes(paint))",
      title)
  }

  mutating func circle(x: Int, y: Int, radius: Int, _ paint: Paint, title: String = "") {
    add("circle", "cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" \(Self.attributes(paint))", title)
  }

  mutating func line(x: Int, y: Int, toX: Int, y toY: Int, stroke: String) {
    add("line", "x1=\"\(x)\" y1=\"\(y)\" x2=\"\(toX)\" y2=\"\(toY)\" stroke=\"\(stroke)\"", "")
  }

  /// A line of text; `y` is where its letters stand.
  mutating func text(_ text: String, x: Int, y: Int, _ font: Font = Font(), title: String = "") {
    var attributes = "x=\"\(x)\" y=\"\(y)\" font-size=\"\(font.size)\" fill=\"\(font.colour)\""
    if font.isMonospaced { attributes += " font-family=\"monospace\"" }
    if font.isBold { attributes += " font-weight=\"bold\"" }
    if font.anchor != .start { attributes += " text-anchor=\"\(font.anchor.rawValue)\"" }
    // What is hovered over is below the text.
    if title.isEmpty { attributes += " pointer-events=\"none\"" }
    let hover = title.isEmpty ? "" : "<title>\(Self.escaped(title))</title>"
    elements.append("<text \(attributes)>\(hover)\(Self.escaped(text))</text>")
  }

  /// The file, on a white ground so that it can be read on a dark page too.
  func file(width: Int, height: Int, title: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
    font-family="sans-serif">
    <title>\(Self.escaped(title))</title>
    <rect width="\(width)" height="\(height)" fill="#FFFFFF"/>
    \(elements.joined(separator: "\n"))
    </svg>

    """
  }

  private mutating func add(_ name: String, _ attributes: String, _ title: String) {
    let end = title.isEmpty ? "/>" : "><title>\(Self.escaped(title))</title></\(name)>"
    elements.append("<\(name) \(attributes)\(end)")
  }

  private static func attributes(_ paint: Paint) -> String {
    var text = "fill=\"\(paint.fill)\""
    if paint.opacity < 1 { text += " fill-opacity=\"\(paint.opacity)\"" }
    if let stroke = paint.stroke { text += " stroke=\"\(stroke)\" stroke-width=\"\(paint.strokeWidth)\"" }
    if paint.isDashed { text += " stroke-dasharray=\"4 3\"" }
    return text
  }

  /// A text as XML has it. Characters that XML has no way to write are replaced.
  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "\t", "\n", "\r": out += " "
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
