import Checker
import FastPath
import Logic
import Model

/// A word that two versions of the kernel leave differently.
public struct Difference: Error, Sendable, Equatable, Codable {
  /// The word, such as `space[1].mask`.
  public let place: String
  /// What it was before, and what the two versions leave there.
  public let before, first, second: String
}

/// Which words of two states have to be the same.
public enum Comparison {
  /// Columns that only the fast path keeps.
  public static let ofFastPathOnly: Set<String> = [
    "TCB.next", "TCB.previous", "TCB.send queue head", "ready queue.head", "priority bitmap.ready",
    "machine.priority summary", "section bitmap.sections",
  ]

  /// The words in which two states of one schema differ, but for those of some columns.
  public static func differences(
    before: Image, _ a: Image, _ b: Image, except columns: Set<String> = ofFastPathOnly
  ) -> [Difference] {
    var found: [Difference] = []
    let schema = before.schema
    schema.forEachWord(of: before, or: [a, b]) { number, table, column, i, j in
      let (first, second) = (a[number, column, i, j], b[number, column, i, j])
      guard first != second, !columns.contains("\(table.name).\(column.name)") else { return }
      found.append(
        Difference(
          place: schema.place(table, column, i, j), before: schema.show(before[number, column, i, j], column.style),
          first: schema.show(first, column.style), second: schema.show(second, column.style)))
    }
    return found
  }

  /// The user registers in which two processors differ.
  public static func differences(
    before: UserRegisters<Native>, _ a: UserRegisters<Native>, _ b: UserRegisters<Native>
  ) -> [Difference] {
    zip(before.leaves, zip(a.leaves, b.leaves)).filter { $1.0.word != $1.1.word }.map { before, words in
      Difference(
        place: before.name, before: hexadecimal(before.word), first: hexadecimal(words.0.word),
        second: hexadecimal(words.1.word))
    }
  }
}
