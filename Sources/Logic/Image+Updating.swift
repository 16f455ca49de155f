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
}
