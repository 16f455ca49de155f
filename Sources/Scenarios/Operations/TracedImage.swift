import Logic

/// Which way conditionals went, one after the other.
public struct Path: Sendable, Hashable {
  /// A hash of it, the same in every run.
  public private(set) var hash = 0

  public init() {}

  /// The next conditional.
  mutating func add(_ decision: Bool) { hash = (hash ^ (decision ? 1 : 2)) &* 0x100_0000_01B3 }
}

/// An image that remembers which way the conditionals of the kernel's code go.
struct TracedImage: Store {
  typealias R = Native

  /// The path of all copies of a state.
  final class Trace {
    var path = Path()
  }

  private(set) var image: Image
  private let trace: Trace

  init(_ image: Image, _ trace: Trace) { (self.image, self.trace) = (image, trace) }

  func decision(_ condition: Bool) -> Bool? {
    trace.path.add(condition)
    return condition
  }

  mutating func branch(_ label: StaticString, _ condition: Bool) -> Bool {
    trace.path.add(condition)
    return condition
  }

  func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 { image.read(column, i, j) }

  mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    image.write(column, i, j, value)
  }

  func count<K: Kind>(_ kind: K.Type) -> UInt32 { image.count(kind) }

  mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    let before = self
    image.updateAll(field) { _, i in new(before, i) }
  }

  /// What a sweep does with each record isn't told from the others.
  mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    let path = trace.path
    for i in image.listedObjects(ofKind: Pass.K.number).reversed() { sweep.step(&self, Ref(i)) }
    trace.path = path
  }

  func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, Native>) -> Bool,
    by key: @escaping (Self, Ref<K, Native>) -> (major: UInt32, minor: UInt32)
  ) -> Ref<K, Native> {
    image.first(kind, where: { _, i in condition(self, i) }, by: { _, i in key(self, i) })
  }
}
