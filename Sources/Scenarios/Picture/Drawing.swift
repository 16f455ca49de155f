/// Where everything of a picture stands.
struct Drawing {
  private typealias Cell = PictureRow.Cell

  private static let ink = "#222222"
  private static let red = "#B00020"
  private static let grid = "#E4E4E4"
  private static let (margin, labelWidth, rowHeight, barHeight) = (16, 142, 24, 20)
  private static let leastWidth = 780
  private static let statementFont = SVG.Font(size: 11, isMonospaced: true)
  private static let cellFont = SVG.Font(size: 11)

  private let picture: RunPicture
  private let groups: [PictureGroup]
  private let columns: [PictureColumn]
  private let width: Int
  private var out = SVG()
  private var y = 0

  init(_ picture: RunPicture) {
    self.picture = picture
    groups = picture.groups
    var x = Self.margin + Self.labelWidth
    columns = picture.moments.map { moment in
      let column = PictureColumn(moment.report, x: x, Self.statementFont)
      x += column.width
      return column
    }
    width = max(Self.leastWidth, x + Self.margin)
  }

  /// The picture as a file.
  var svg: String {
    var drawing = self
    return drawing.draw()
  }

  private mutating func draw() -> String {
    drawHead()
    let top = y
    var body = self
    body.drawStatements()
    for group in groups { body.draw(group) }
    // The column of the violation is tinted below everything, and framed above.
    drawGrid(from: top, to: body.y)
    y = top
    drawStatements()
    for group in groups { draw(group) }
    if picture.flaw != nil, let last = columns.last {
      out.rectangle(
        x: last.x, y: top, width: last.width, height: y - top, radius: 4,
        SVG.Paint(stroke: Self.red, strokeWidth: 3))
    }
    return out.file(width: width, height: y + Self.margin, title: picture.title)
  }

  /// The title, what goes wrong, and what colours mean.
  private mutating func drawHead() {
    y = Self.margin + 16
    out.text(picture.title, x: Self.margin, y: y, SVG.Font(size: 16, isBold: true))
    if let flaw = picture.flaw, let step = picture.moments.last?.report {
      let font = SVG.Font(size: 14, isBold: true, colour: Self.red)
      let place = (step.stop?.line ?? step.line).map { "Line \($0): " } ?? ""
      let letters = Int(Double(width - 2 * Self.margin) / font.letterWidth)
      for line in TextWrapping.lines(place + flaw.sentence, letters: letters) {
        y += 22
        out.text(line, x: Self.margin, y: y, font)
      }
    }
    y += 12
    drawLegend()
    y += 10
  }

  private mutating func drawLegend() {
    let cells = groups.flatMap(\.rows).flatMap(\.columns).joined()
    func item(_ text: String, _ cell: Cell, if isShown: Bool) -> (String, Cell)? { isShown ? (text, cell) : nil }
    let spaces = picture.shownSpaces
    let some = spaces.last
    let items =
      spaces.map { (picture.name($0), Cell(text: "", owner: $0)) }
      + [
        item("closed", Cell(text: "", style: .pale, owner: some), if: cells.contains { $0.style == .pale }),
        item("gap with a tag", Cell(text: "", style: .gap, owner: some), if: cells.contains { $0.style == .gap }),
        item("dirty", Cell(text: "", style: .hollow, isDirty: true), if: cells.contains(where: \.isDirty)),
        item(
          "abort repaired, or nothing to flush", Cell(text: "", style: .hollow),
          if: cells.contains { $0.style == .hollow }),
        item(
          "contradicts other state", Cell(text: "", style: .mark, isSuspect: true),
          if: cells.contains(where: \.isSuspect)),
        item(
          picture.flaw?.isViolation == true ? "violation" : "the run stops", Cell(text: "", style: .violation),
          if: picture.flaw != nil),
      ].compactMap { $0 }
    let font = SVG.Font()
    var x = Self.margin
    for (text, cell) in items {
      let needed = 34 + Int(Double(text.count) * font.letterWidth) + 16
      if x > Self.margin, x + needed > width - Self.margin { (x, y) = (Self.margin, y + 22) }
      draw(cell, x: x, y: y, width: 28)
      out.text(text, x: x + 34, y: y + 14, font)
      x += needed
    }
    y += Self.rowHeight
  }

  private mutating func drawGrid(from top: Int, to bottom: Int) {
    if picture.flaw != nil, let last = columns.last {
      out.rectangle(x: last.x, y: top, width: last.width, height: bottom - top, SVG.Paint(fill: "#FFE9EC"))
    }
    for column in columns { out.line(x: column.x, y: top, toX: column.x, y: bottom, stroke: Self.grid) }
  }

  /// What each step does: the line of the file, and its text.
  private mutating func drawStatements() {
    let lines = columns.map(\.statement.count).max() ?? 0
    for column in columns {
      if let line = column.line {
        out.text("\(line)", x: column.x + 5, y: y + 14, SVG.Font(size: 11, colour: "#767676"))
      }
      for (n, text) in column.statement.enumerated() {
        out.text(text, x: column.x + 5, y: y + 30 + 14 * n, Self.statementFont, title: column.title)
      }
    }
    y += 28 + 14 * lines
  }

  private mutating func draw(_ group: PictureGroup) {
    y += group.heading.isEmpty ? 6 : 20
    if !group.heading.isEmpty {
      out.text(group.heading, x: Self.margin, y: y - 4, SVG.Font(size: 11, isBold: true, colour: "#555555"))
    }
    for row in group.rows {
      out.line(x: Self.margin, y: y, toX: columns.last.map { $0.x + $0.width } ?? width, y: y, stroke: Self.grid)
      out.text(row.label, x: Self.margin, y: y + 16, SVG.Font(size: 12))
      row.isContinuous ? drawBars(row) : drawMarks(row)
      y += Self.rowHeight
    }
  }

  private mutating func drawBars(_ row: PictureRow) {
    var n = 0
    while n < row.columns.count {
      let cells = row.columns[n]
      let end = row.columns[n...].firstIndex { $0 != cells } ?? row.columns.count
      if let cell = cells.first {
        let (first, last) = (columns[n], columns[end - 1])
        draw(cell, x: first.x + 1, y: y + 2, width: last.x + last.width - first.x - 2)
      }
      n = end
    }
  }

  private mutating func drawMarks(_ row: PictureRow) {
    for (column, cells) in zip(columns, row.columns) where !cells.isEmpty {
      let part = (column.width - 6) / cells.count
      for (n, cell) in cells.enumerated() {
        draw(cell, x: column.x + 3 + part * n, y: y + 2, width: part - (n + 1 < cells.count ? 2 : 0))
      }
    }
  }

  private mutating func draw(_ cell: Cell, x: Int, y: Int, width: Int) {
    out.rectangle(
      x: x, y: y, width: width, height: Self.barHeight, radius: 3, Self.paint(cell), title: cell.title)
    if cell.isSuspect || cell.isCulprit {
      let stroke = cell.isCulprit ? Self.red : "#000000"
      out.rectangle(
        x: x + 1, y: y + 1, width: width - 2, height: Self.barHeight - 2, radius: 2,
        SVG.Paint(stroke: stroke, strokeWidth: 3))
    }
    let dot = cell.isDirty ? 12 : 0
    if cell.isDirty {
      let colour = cell.style == .solid ? SpaceColours.text(on: cell.owner) : Self.ink
      out.circle(x: x + width - 9, y: y + Self.barHeight / 2, radius: 4, SVG.Paint(fill: colour))
    }
    var font = Self.cellFont
    font.isBold = cell.style == .violation || cell.isSuspect
    if cell.style == .violation { font.colour = "#FFFFFF" }
    if cell.style == .solid { font.colour = SpaceColours.text(on: cell.owner) }
    let letters = Int(Double(width - 6 - dot) / font.letterWidth)
    if !cell.text.isEmpty {
      out.text(
        TextWrapping.fit(cell.text, letters: letters), x: x + (cell.isSuspect || cell.isCulprit ? 6 : 4), y: y + 14,
        font)
    }
  }

  private static func paint(_ cell: Cell) -> SVG.Paint {
    let colour = SpaceColours.fill(cell.owner)
    return switch cell.style {
    case .solid: SVG.Paint(fill: colour)
    case .pale: SVG.Paint(fill: colour, opacity: 0.3)
    case .gap: SVG.Paint(fill: "#FFFFFF", stroke: colour, strokeWidth: 2, isDashed: true)
    case .mark: SVG.Paint(fill: "#C4C4C4")
    case .hollow: SVG.Paint(fill: "#FFFFFF", stroke: "#A0A0A0")
    case .plain: SVG.Paint(fill: "#F3F3F3")
    case .violation: SVG.Paint(fill: red)
    }
  }
}

/// Colours that can be told apart with any kind of colour vision (Okabe and Ito, “Color Universal Design”, 2008). Red is
/// for violations. Spaces have their names beside: after seven, colours come again.
enum SpaceColours {
  private static let fills = ["#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#0072B2", "#B0D860"]

  /// The colour of a space; grey for nobody and for the space of boot.
  static func fill(_ space: UInt32?) -> String {
    guard let space, space > 0 else { return "#BDBDBD" }
    return fills[Int(space - 1) % fills.count]
  }

  /// What is legible on that.
  static func text(on space: UInt32?) -> String { fill(space) == "#0072B2" ? "#FFFFFF" : "#111111" }
}
