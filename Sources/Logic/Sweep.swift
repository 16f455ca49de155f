/// A pass over all objects of a sparse kind, from the last to the first, together with the effect that it is claimed to
/// have: what a kernel does that cleans its cache line by line.
public protocol Sweep {
  associatedtype S: Store
  associatedtype K: Kind
  /// What is done for one object: the code that runs.
  ///
  /// Requires: nothing is done for an object whose records are zero.
  func step(_ m: inout S, _ i: Ref<K, S.R>)
  /// What the steps for the objects from `lower` on are claimed to do together.
  func summary(_ m: inout S, from lower: S.R.Word)
  /// What must be true of the state before, for the claim to be right.
  func requirement(_ m: S) -> [Claim<S.R>]
}

extension Sweep {
  /// Nothing is required.
  @inlinable
  public func requirement(_ m: S) -> [Claim<S.R>] { [] }
}
