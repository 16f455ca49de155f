import Foundation

/// A line chart as SVG: some series over the same values, which stand at equal distances.
struct Chart {
  struct Series {
    let name: String
    let color: String
    let isDashed: Bool
    let values: [Double]
  }

  let title, horizontal, vertical: String
  let labels: [String]
  let series: [Series]

  private static let (width, height) = (460.0, 300.0)
  private static let (left, right, top, bottom) = (64.0, 16.0, 34.0, 96.0)

  /// The least round number that is no less than all values.
  private var limit: Double {
    let most = max(1, series.flatMap(\.values).max() ?? 1)
    let unit = pow(10, floor(log10(most)))
    return [1, 2, 5, 10].map { $0 * unit }.first { $0 >= most } ?? 10 * unit
  }

  private func x(_ n: Int) -> Double {
    Self.left + (Self.width - Self.left - Self.right) * Double(n) / Double(max(1, labels.count - 1))
  }

  private func y(_ value: Double) -> Double {
    Self.height - Self.bottom - (Self.height - Self.top - Self.bottom) * value / limit
  }

  /// The elements of the chart, with its upper left corner at a place.
  func elements(x offset: Double, y down: Double) -> String {
    var out = ["<g transform=\"translate(\(number(offset)),\(number(down)))\">"]
    out.append(text(title, Self.width / 2, 18, anchor: "middle", weight: "bold"))
    for part in 0...4 {
      let value = limit * Double(part) / 4
      let at = number(y(value))
      out.append(
        "<line x1=\"\(number(Self.left))\" x2=\"\(number(Self.width - Self.right))\" y1=\"\(at)\" y2=\"\(at)\" stroke=\"#ddd\"/>"
      )
      out.append(text(number(value), Self.left - 6, y(value) + 4, anchor: "end"))
    }
    for (n, label) in labels.enumerated() {
      out.append(text(label, x(n), Self.height - Self.bottom + 16, anchor: "middle"))
    }
    out.append(text(horizontal, (Self.left + Self.width) / 2, Self.height - Self.bottom + 34, anchor: "middle"))
    let middle = (Self.top + Self.height - Self.bottom) / 2
    out.append(
      "<text transform=\"translate(14,\(number(middle))) rotate(-90)\" text-anchor=\"middle\">\(escaped(vertical))</text>"
    )
    for (n, line) in series.enumerated() {
      let points = line.values.enumerated().map { "\(number(x($0))),\(number(y($1)))" }.joined(separator: " ")
      let dash = line.isDashed ? " stroke-dasharray=\"5 4\"" : ""
      out.append("<polyline fill=\"none\" stroke=\"\(line.color)\" stroke-width=\"2\"\(dash) points=\"\(points)\"/>")
      let (column, row) = (Double(n % 2), Double(n / 2))
      let (at, down) = (Self.left + column * 190, Self.height - Self.bottom + 56 + row * 20)
      out.append(
        "<line x1=\"\(number(at))\" x2=\"\(number(at + 24))\" y1=\"\(number(down - 4))\" y2=\"\(number(down - 4))\" stroke=\"\(line.color)\" stroke-width=\"2\"\(dash)/>"
      )
      out.append(text(line.name, at + 30, down, anchor: "start"))
    }
    out.append("</g>")
    return out.joined(separator: "\n")
  }

  /// Charts below each other, as a file.
  static func file(_ charts: [Chart]) -> String {
    let total = height * Double(charts.count)
    let body = charts.enumerated().map { $1.elements(x: 0, y: height * Double($0)) }.joined(separator: "\n")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(total))" font-family="sans-serif" \
      font-size="12" fill="#222">
      <rect width="\(Int(width))" height="\(Int(total))" fill="#fff"/>
      \(body)
      </svg>

      """
  }

  private func text(
    _ content: String, _ x: Double, _ y: Double, anchor: String, weight: String = "normal"
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" font-weight=\"\(weight)\">\(escaped(content))</text>"
  }

  private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() ? String(format: "%.0f", value) : String(format: "%.2f", value)
  }
}
