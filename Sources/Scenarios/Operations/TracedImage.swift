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
struct TracedImage: StoreWrapper {
  typealias R = Native

  /// The path of all copies of a state.
  final class Trace {
    var path = Path()
  }

  var base: Image
  private let trace: Trace

  init(_ base: Image, _ trace: Trace) { (self.base, self.trace) = (base, trace) }

  func decision(_ condition: Bool) -> Bool? {
    trace.path.add(condition)
    return condition
  }

  mutating func branch(_ label: StaticString, _ condition: Bool) -> Bool {
    trace.path.add(condition)
    return condition
  }

  /// What a sweep does with each record isn't told from the others.
  mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    let path = trace.path
    run(sweep, over: base.listedObjects(ofKind: Pass.K.number))
    trace.path = path
  }
}
