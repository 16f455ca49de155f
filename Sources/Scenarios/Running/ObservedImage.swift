import ARMSemantics
import Checker
import Logic

/// What the kernel tells the hardware to do, which the state alone doesn't show if there was nothing to flush.
enum Event: Equatable {
  /// Both TLBs forget everything.
  case tlbFlush
  /// The TLBs forget one address.
  case tlbEntries
  /// The caches are cleaned and forget everything.
  case cacheFlush
  /// The caches are cleaned, and forget some lines.
  case cacheLines
}

/// An image that remembers which flushes were made, and which places outside of tables were looked at.
struct ObservedImage: Store {
  typealias R = Native

  private var base: CheckedImage
  private(set) var events: [Event] = []

  init(_ image: Image) { base = CheckedImage(image) }

  /// The state.
  var image: Image { base.image }
  /// Accesses outside of their tables.
  var strays: [String] { base.strays.places }

  func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 { base.read(column, i, j) }

  mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    base.write(column, i, j, value)
  }

  func count<K: Kind>(_ kind: K.Type) -> UInt32 { base.count(kind) }

  mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    if T.self == DataTLB.self, field.word == DataTLB.isValid.word, base.count(T.Key.self) > 0 {
      note(forgetsAll(new) ? .tlbFlush : .tlbEntries)
    }
    let before = self
    base.updateAll(field) { _, i in new(before, i) }
  }

  mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    if let sweep = sweep as? EvictLines<Self, DataCache> {
      let isWhole = sweep.isChosen(VirtualLine(0)) && sweep.isChosen(VirtualLine(Granule.lastLine))
      note(isWhole ? .cacheFlush : .cacheLines)
    }
    for i in image.listedObjects(ofKind: Pass.K.number).reversed() { sweep.step(&self, Ref(i)) }
  }

  func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, Native>) -> Bool,
    by key: @escaping (Self, Ref<K, Native>) -> (major: UInt32, minor: UInt32)
  ) -> Ref<K, Native> {
    base.first(kind, where: { _, i in condition(self, i) }, by: { _, i in key(self, i) })
  }

  private mutating func note(_ event: Event) {
    if events.last != event { events.append(event) }
  }

  /// Whether an update of the entries' valid bits spares no entry, not even one that holds no address at all.
  private func forgetsAll<K: Kind>(_ new: (Self, Ref<K, Native>) -> UInt32) -> Bool {
    var probe = self
    let entry = Ref<DataTLB.Key, Native>(0)
    probe[DataTLB.isValid, entry] = 1
    probe[DataTLB.base, entry] = 1
    probe[DataTLB.mask, entry] = MVA.inTinyPage.mask
    return new(probe, Ref(0)) == 0
  }
}
