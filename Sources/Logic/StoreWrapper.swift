/// A store that does what the store underneath does, but for what it says itself.
///
/// What runs on a wrapper sees the wrapper and not the store underneath: every read and write of it, those of loops,
/// sweeps, conditions and new values included, is the wrapper's.
public protocol StoreWrapper: Store where R == Base.R {
  /// The store underneath.
  associatedtype Base: Store
  /// The store underneath.
  var base: Base { get set }
}

extension StoreWrapper {
  @inlinable @inline(__always)
  public func read<T: Table>(_ column: Column<T>, _ i: R.Word, _ j: R.Word) -> R.Word { base.read(column, i, j) }

  @inlinable @inline(__always)
  public mutating func write<T: Table>(_ column: Column<T>, _ i: R.Word, _ j: R.Word, _ value: R.Word) {
    base.write(column, i, j, value)
  }

  @inlinable @inline(__always)
  public func count<K: Kind>(_ kind: K.Type) -> R.Word { base.count(kind) }

  /// Has the store underneath replace a field in every record at once, as ``Store/updateAll(_:_:)``: for a wrapper that
  /// does more than that. `new` sees the wrapper as it was.
  // Not `@inline(__always)`: there the optimiser of Swift 6.3.1 crashes in the code that the random search specializes.
  @inlinable
  public mutating func updateAllOfBase<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, R>) -> R.Word
  ) {
    let before = self
    base.updateAll(field) { _, i in new(before, i) }
  }

  /// Does something to a store as this wrapper would if it were the one underneath: for loops and sweeps that the store
  /// underneath runs. What the wrapper holds besides is forgotten.
  @inlinable @inline(__always)
  public func wrap(_ other: inout Base, _ body: (inout Self) -> Void) {
    var wrapper = self
    // Exchanged and not copied: if two had the state, the first write would copy it.
    swap(&wrapper.base, &other)
    body(&wrapper)
    swap(&wrapper.base, &other)
  }
}

// Loops, conditionals and ranges are those of any native store, and so the wrapper's own. A wrapper of a store that may be
// symbolic has to hand them on itself: there a loop is its summary.
extension StoreWrapper where R == Native {
  @inlinable
  public mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    updateAllOfBase(field, new)
  }

  @inlinable
  public func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, Native>) -> Bool,
    by key: @escaping (Self, Ref<K, Native>) -> (major: UInt32, minor: UInt32)
  ) -> Ref<K, Native> {
    base.first(kind, where: { _, i in condition(self, i) }, by: { _, i in key(self, i) })
  }
}
