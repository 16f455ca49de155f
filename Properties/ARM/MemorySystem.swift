import ARMSemantics
import Checker
import Logic

/// A property of the ARM memory system.
public protocol MemorySystemProperty: Property {}

extension MemorySystemProperty {
  public var schema: Schema { .memorySystem }
  public var strategy: SolverStrategy { .bits }
}

/// The words of an arbitrary access, as counterexamples name them.
public struct AccessWords: Sendable {
  let address, kind, size, isPrivileged: String

  init(_ name: String) {
    address = "\(name): address"
    kind = "\(name): kind (0 read, 1 write, 2 fetch)"
    size = "\(name): bytes"
    isPrivileged = "\(name): is privileged"
  }

  /// The access that most properties speak of.
  public static let access = AccessWords("access")

  /// The access in a counterexample; nil where it has none.
  public func access(in words: [String: UInt32]) -> Access<Native>? {
    guard let address = words[address], let kind = words[kind], kind <= AccessKind[.fetch], let size = words[size],
      [1, 2, 4].contains(size), let isPrivileged = words[isPrivileged]
    else { return nil }
    return Access(address: address, kind: Code(kind), size: size, isPrivileged: isPrivileged != 0)
  }
}

extension Trial {
  /// Any access at all: every address, kind, size and privilege, and even what is no kind or size.
  mutating func arbitraryAccess(_ name: String = "access") -> Access<R> {
    let words = AccessWords(name)
    return Access<R>(
      address: word(words.address), kind: Code(word(words.kind)), size: word(words.size),
      isPrivileged: word(words.isPrivileged) != 0)
  }

  /// Restricts the claim to sizes that there are.
  mutating func assumeSize(of access: Access<R>) {
    assume("an access has 1, 2 or 4 bytes", access.size == 1 || access.size == 2 || access.size == 4)
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

extension Profile {
  /// A processor whose stores write through the data cache where they aren't bufferable, and one whose stores don't. Once
  /// the MMU has let it through, a store depends on nothing else of a processor.
  static let ofEachStore = [true, false].compactMap { writesThrough in
    all.first { $0.writesThrough == writesThrough }
  }
}

extension AccessOutcome {
  /// Whether the access ends with this status.
  func `is`(_ status: Code<FaultStatus, R>) -> R.Truth { self.status == status }

  /// Whether it ends with this fault, of a section or of a page.
  func isFault(_ ofSection: Code<FaultStatus, R>) -> R.Truth { self.is(ofSection) || self.is(ofSection.ofPage) }
}
