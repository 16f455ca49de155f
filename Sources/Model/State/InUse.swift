import Logic

extension Store {
  /// Whether a thread exists and is in use: created, and not deleted.
  @inlinable @inline(__always)
  public func isInUse(_ thread: Thread<R>) -> R.Truth {
    exists(thread)
      && (self[TCB.state, thread] != .free
        && self[TCB.state, thread] != .deleted)
  }

  /// Whether a space exists and is in use.
  @inlinable @inline(__always)
  public func isInUse(_ space: Space<R>) -> R.Truth { exists(space) && self[SpaceTable.isInUse, space] != 0 }
}
