/// A small value made of words and truth values, such as the result of a walk.
public protocol Record {
  associatedtype R: Reading

  /// `a` where the condition holds, `b` elsewhere, leaf by leaf.
  static func merge(_ condition: R.Truth, _ a: Self, _ b: Self) -> Self

  /// Every leaf with its name, truth values as 0 and 1. A test compares the list with the stored properties.
  var leaves: [(name: String, word: R.Word)] { get }
}

extension Reading {
  /// The word 1 where the condition holds, 0 elsewhere.
  @inlinable @inline(__always)
  public static func word(_ condition: Truth) -> Word { ite(condition, 1, 0) }
}
