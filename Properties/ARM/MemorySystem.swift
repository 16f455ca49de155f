import ARMSemantics
import Checker
import Logic

/// A property of the ARM memory system.
public protocol MemorySystemProperty: Property {}

extension MemorySystemProperty {
  public var schema: Schema { .memorySystem }
  public var strategy: SolverStrategy { .bits }
}

extension Trial {
  /// Any access at all: every address, kind, size and privilege.
  mutating func arbitraryAccess(_ name: String = "access") -> Access<R> {
    let access = Access<R>(
      address: word("\(name): address"), kind: word("\(name): kind (0 read, 1 write, 2 fetch)"),
      size: word("\(name): bytes"), isPrivileged: word("\(name): is privileged") != 0)
    assume("an access is a read, a write or a fetch", access.kind <= R.Word(constant: AccessKind.fetch))
    assume("an access has 1, 2 or 4 bytes", access.size == 1 || access.size == 2 || access.size == 4)
    return access
  }

  /// Two records must be the same.
  mutating func proveSame<V: Record>(_ statement: String, _ a: V, _ b: V) where V.R == R {
    for (first, second) in zip(a.leaves, b.leaves) {
      prove("\(statement): \(first.name)", first.word == second.word)
    }
  }

  /// The outcome of an access by the tables in memory, under test.
  mutating func outcome(_ access: Access<R>, on state: S, _ profile: Profile) -> AccessOutcome<R> {
    perform(on: state) { MMU.outcome($0, access, profile) }.result
  }
}

extension AccessOutcome {
  /// Whether the access ends with this status.
  func `is`(_ status: UInt32) -> R.Truth { self.status == R.Word(constant: status) }

  /// Whether it ends with this fault, of a section or of a page.
  func isFault(_ ofSection: UInt32) -> R.Truth { self.is(ofSection) || self.is(ofSection | Status.ofPage) }
}
