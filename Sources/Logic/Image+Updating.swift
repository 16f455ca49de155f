extension Image {
  /// Replaces a field in every record at once; of a sparse table, in every listed record.
  ///
  /// Requires, for a sparse table: the update leaves a record of zeros as it is.
  @inlinable
  public mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    if T.Key.isSparse {
      let before = self
      for i in listedObjects(ofKind: T.Key.number) { write(field.column, i, 0, new(before, Ref(i))) }
    } else {
      for i in 0..<count(T.Key.self) { write(field.column, i, 0, new(self, Ref(i))) }
    }
  }

  @inlinable
  public mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    run(sweep, over: listedObjects(ofKind: Pass.K.number))
  }

  @inlinable
  public func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, Native>) -> Bool,
    by key: @escaping (Self, Ref<K, Native>) -> (major: UInt32, minor: UInt32)
  ) -> Ref<K, Native> {
    first(among: K.isSparse ? listedObjects(ofKind: K.number) : Array(0..<count(kind)), where: condition, by: key)
  }
}
