import ARMSemantics
import Checker
import Logic

/// An image that remembers what was flushed and filled, and which places outside of tables were looked at.
struct ObservedImage: StoreWrapper {
  typealias R = Native

  var base: CheckedImage
  private(set) var events: [Event] = []
  private(set) var fills: Set<Fill> = []

  init(_ image: Image) { base = CheckedImage(image) }

  /// The state.
  var image: Image { base.image }
  /// Accesses outside of their tables.
  var strays: [String] { base.strays.places }

  mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    base.write(column, i, j, value)
    if value == 1, let fill = Self.fill(column, i) { fills.insert(fill) }
  }

  mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    let before = self
    updateAllOfBase(field, new)
    if T.self == InstructionTLB.self, field.word == InstructionTLB.isValid.word {
      noteTLB(InstructionTLB.self, before) { new($0, Ref(0)) }
    } else if T.self == DataTLB.self, field.word == DataTLB.isValid.word {
      noteTLB(DataTLB.self, before) { new($0, Ref(0)) }
    } else if T.self == InstructionCache.self, field.word == InstructionCache.isValid.word, let last = events.last,
      last.kind.isOfCaches
    {
      events[events.count - 1].gone += before.validLines(InstructionCache.self) - validLines(InstructionCache.self)
    }
  }

  mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    let before = self
    run(sweep, over: image.listedObjects(ofKind: Pass.K.number))
    if let sweep = sweep as? EvictLines<Self, DataCache> {
      let isWhole = sweep.isChosen(VirtualLine(0)) && sweep.isChosen(VirtualLine(Granule.lastLine))
      note(
        Event(
          kind: isWhole ? .cacheFlush : .cachePage,
          gone: before.validLines(DataCache.self) - validLines(DataCache.self),
          writtenBack: before.dirtyLines - dirtyLines))
    }
  }
}

extension ObservedImage {
  /// Flushes of one kind in a row are one.
  private mutating func note(_ event: Event) {
    guard events.last?.kind == event.kind else { return events.append(event) }
    events[events.count - 1].gone += event.gone
    events[events.count - 1].writtenBack += event.writtenBack
  }

  /// Notes that entries of a TLB were invalidated: all of them, if not even one is spared that holds no address at all.
  private mutating func noteTLB<T: TLBTable>(_ tlb: T.Type, _ before: Self, _ new: (Self) -> UInt32) {
    guard count(T.Key.self) > 0 else { return }
    var probe = before
    let entry = Ref<T.Key, Native>(0)
    probe[T.isValid, entry] = 1
    probe[T.base, entry] = 1
    probe[T.mask, entry] = MVA.inTinyPage.mask
    note(Event(kind: new(probe) == 0 ? .tlbFlush : .tlbPage, gone: before.validEntries(tlb) - validEntries(tlb)))
  }

  private func validEntries<T: TLBTable>(_ tlb: T.Type) -> Int {
    (0..<count(T.Key.self)).filter { self[T.isValid, Ref($0)] != 0 }.count
  }

  private func validLines<T: CacheLineTable>(_ cache: T.Type) -> Int {
    image.listedObjects(ofKind: VirtualLineKind.number).filter { self[T.isValid, Ref($0)] != 0 }.count
  }

  private var dirtyLines: Int {
    image.listedObjects(ofKind: VirtualLineKind.number).filter { self[DataCache.isDirty, Ref($0)] != 0 }.count
  }

  private static func fill<T: Table>(_ column: Column<T>, _ i: UInt32) -> Fill? {
    if T.self == DataTLB.self { return column.word == DataTLB.isValid.word ? .entry(.data, i) : nil }
    if T.self == InstructionTLB.self {
      return column.word == InstructionTLB.isValid.word ? .entry(.instruction, i) : nil
    }
    if T.self == DataCache.self { return column.word == DataCache.isValid.word ? .line(.data, i) : nil }
    if T.self == InstructionCache.self {
      return column.word == InstructionCache.isValid.word ? .line(.instruction, i) : nil
    }
    return nil
  }
}
