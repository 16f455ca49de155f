/// Makes a failing sequence short: leaves out ever smaller stretches of it, until no single element can go.
///
/// - Parameters:
///   - elements: A sequence that fails.
///   - length: After how many elements a sequence fails; nil if it doesn't.
/// - Returns: A sequence that fails with its last element, and with any one less doesn't.
public func shortened<Element>(_ elements: [Element], failingAfter length: ([Element]) -> Int?) -> [Element] {
  var elements = elements
  if let needed = length(elements) { elements = Array(elements.prefix(needed)) }
  var stretch = max(1, elements.count / 2)
  while true {
    var isShorter = false
    var start = max(0, elements.count - stretch)
    while true {
      var candidate = elements
      candidate.removeSubrange(start..<min(start + stretch, candidate.count))
      if let needed = length(candidate) {
        elements = Array(candidate.prefix(needed))
        isShorter = true
      }
      if start == 0 { break }
      start = max(0, min(start, elements.count) - stretch)
    }
    if stretch == 1 && !isShorter { return elements }
    if !isShorter || stretch > elements.count { stretch = max(1, stretch / 2) }
  }
}
