/// A state that conditionals act on.
public protocol Mergeable {
  associatedtype R: Reading

  /// What is already known about the condition: true, false, or nil when it is open.
  func decision(_ condition: R.Truth) -> Bool?

  /// From here on, the condition may be relied on.
  mutating func assume(_ condition: R.Truth)

  /// Makes this state the one after a conditional: `taken` where the condition holds, `self` elsewhere.
  mutating func merge(_ condition: R.Truth, taken: Self)
}

extension Mergeable {
  /// The model's only conditional: natively an `if` in place; symbolically both arms on copies, merged leaf by leaf.
  ///
  /// An arm that the known facts rule out is not read at all.
  @inlinable @inline(__always)
  public mutating func when(
    _ condition: R.Truth, then: (inout Self) -> Void, else otherwise: (inout Self) -> Void = { _ in }
  ) {
    switch decision(condition) {
    case true?: then(&self)
    case false?: otherwise(&self)
    case nil:
      var taken = self
      taken.assume(condition)
      then(&taken)
      assume(!condition)
      otherwise(&self)
      merge(condition, taken: taken)
    }
  }
}

extension Mergeable where R == Native {
  @inlinable @inline(__always)
  public func decision(_ condition: Bool) -> Bool? { condition }

  @inlinable @inline(__always)
  public mutating func assume(_ condition: Bool) {}

  @inlinable @inline(__always)
  public mutating func merge(_ condition: Bool, taken: Self) {
    if condition { self = taken }
  }
}

/// An operation under way: a state, and what has been decided so far. What is known is what is known of the state.
public protocol UnderWay: Mergeable {
  associatedtype S: Store where S.R == R

  /// The state.
  var k: S { get set }
}

extension UnderWay {
  @inlinable
  public func decision(_ condition: R.Truth) -> Bool? { k.decision(condition) }

  @inlinable
  public mutating func assume(_ condition: R.Truth) { k.assume(condition) }
}
