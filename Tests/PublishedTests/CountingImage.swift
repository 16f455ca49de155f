import ARMSemantics
import Logic

/// An image that counts what the kernel tells the hardware to flush.
struct CountingImage: Store {
  typealias R = Native

  var image: Image
  /// How often both TLBs were told to forget everything, and how often the caches were.
  private(set) var tlbFlushes = 0, cacheFlushes = 0

  init(_ image: Image) { self.image = image }

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
    if T.self == DataTLB.self, field.word == DataTLB.isValid.word { tlbFlushes += 1 }
  }

  mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    for i in image.listedObjects(ofKind: Pass.K.number).reversed() { sweep.step(&self, Ref(i)) }
    if sweep is EvictLines<Self, DataCache> { cacheFlushes += 1 }
  }

  func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, Native>) -> Bool,
    by key: @escaping (Self, Ref<K, Native>) -> (major: UInt32, minor: UInt32)
  ) -> Ref<K, Native> {
    image.first(kind, where: { _, i in condition(self, i) }, by: { _, i in key(self, i) })
  }
}
