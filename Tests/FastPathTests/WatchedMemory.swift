import FastPath
import Logic
import Model

/// Raw memory whose accesses are watched: every index must be an object's. Code with a deliberate mistake can run on
/// it without harm.
struct WatchedMemory: StoreWrapper {
  typealias R = Native

  /// What has been seen.
  final class Log {
    /// The first access outside a table.
    var violation: String?
    /// Every branch that was passed, with its outcome.
    var branches: [(label: String, outcome: Bool)] = []
    /// Whether branches are noted.
    var notesBranches = false
  }

  var base: KernelMemory
  let log: Log

  private func isInside<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> Bool {
    if i < count(T.Key.self), column.stride == 0 || j < length(column) { return true }
    if log.violation == nil { log.violation = "an access outside table \(T.number): [\(i), \(j)]" }
    return false
  }

  private func length<T: Table>(_ column: Column<T>) -> UInt32 {
    let description = kernelSchema.tables[T.number].columns.first { $0.word == column.word }
    return description?.index.map { kernelSchema.kinds[$0].most } ?? 1
  }

  func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 {
    isInside(column, i, j) ? base.read(column, i, j) : 0
  }

  mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    if isInside(column, i, j) { base.write(column, i, j, value) }
  }

  mutating func branch(_ label: StaticString, _ condition: Bool) -> Bool {
    if log.notesBranches { log.branches.append(("\(label)", condition)) }
    return condition
  }

  /// As for any native store, but a loop that has left its table ends.
  mutating func run<Loop: CountedLoop>(_ loop: Loop) where Loop.S == WatchedMemory {
    var i = loop.lower
    while i <= loop.upper, log.violation == nil {
      loop.step(&self, i)
      i &+= 1
    }
  }
}
