import ARMSemantics
import Logic

/// An image that counts what the kernel tells the hardware to flush.
struct CountingImage: StoreWrapper {
  typealias R = Native

  var base: Image
  /// How often both TLBs were told to forget everything, and how often the caches were.
  private(set) var tlbFlushes = 0, cacheFlushes = 0

  init(_ base: Image) { self.base = base }

  mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    updateAllOfBase(field, new)
    if T.self == DataTLB.self, field.word == DataTLB.isValid.word { tlbFlushes += 1 }
  }

  mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    run(sweep, over: base.listedObjects(ofKind: Pass.K.number))
    if sweep is EvictLines<Self, DataCache> { cacheFlushes += 1 }
  }
}
