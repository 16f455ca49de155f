/// A row of a picture: one thing that the run is about, over its steps.
struct PictureRow {
  /// What is drawn in a column.
  struct Cell: Equatable {
    enum Style {
      /// In the colour of its space.
      case solid
      /// In a pale version of that colour.
      case pale
      /// A dashed frame.
      case gap
      /// A grey area.
      case mark
      /// A grey frame.
      case hollow
      /// Just text.
      case plain
      /// Red: user code sees what it mustn't see.
      case violation
    }

    var text: String
    var style = Style.solid
    /// The space whose colour it has.
    var owner: UInt32?
    /// Whether there is a dot, for what is dirty.
    var isDirty = false
    /// Whether it contradicts something else, and is framed.
    var isSuspect = false
    /// Whether it is what the violation comes from.
    var isCulprit = false
    /// What is told of it when it is pointed at.
    var title = ""
  }

  let label: String
  /// What each column shows, side by side.
  let columns: [[Cell]]
  /// Whether equal cells of neighbouring columns are one bar.
  var isContinuous = true

  /// A row of bars.
  init(_ label: String, bars: [Cell?]) {
    self.label = label
    columns = bars.map { $0.map { [$0] } ?? [] }
  }

  /// A row of marks, each in its step's column.
  init(_ label: String, marks: [[Cell]]) {
    self.label = label
    columns = marks
    isContinuous = false
  }

  /// Whether there is nothing to draw.
  var isEmpty: Bool { columns.allSatisfy(\.isEmpty) }
}

/// Rows of one kind.
struct PictureGroup {
  let heading: String
  let rows: [PictureRow]

  /// Nothing if no row has anything to draw.
  init?(_ heading: String, _ rows: [PictureRow]) {
    self.heading = heading
    self.rows = rows.filter { !$0.isEmpty }
    if self.rows.isEmpty { return nil }
  }
}
