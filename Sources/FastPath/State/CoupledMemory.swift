import ARMSemantics
import Logic
import Model

/// A state whose queues and bitmaps follow every write: the store on which the model's own code does what the fast paths
/// decline.
///
/// A write to a thread's state, partner or priority takes the thread out of the queue that it was in, and puts it into the
/// one where it belongs then, at its place in the order of arrival; a new arrival goes to the back of its queue; an entry
/// of the caching page directory gets its bit in the bitmap of its domain. Whatever else is written is none of the
/// queues' business. So the coupling invariant is meant to hold after whatever runs
/// on it, which tests check and no proof does.
@frozen public struct CoupledMemory<Base: Store>: StoreWrapper where Base.R == Native {
  public typealias R = Native

  /// The state, queues and bitmaps included.
  public var base: Base

  @inlinable
  public init(_ base: Base) { self.base = base }

  @inlinable @inline(__always)
  public mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    if T.number == TCB.number && Self.tellsQueue(column.word) {
      guard base.read(column, i, j) != value else { return }
      FastPath.leaveQueue(&base, Ref(i))
      base.write(column, i, j, value)
      FastPath.joinQueue(&base, Ref(i))
    } else {
      base.write(column, i, j, value)
      if T.number == PhysicalMemory.number && column.word == PhysicalMemory.contents.word { note(Ref(i), value) }
    }
  }

  /// Whether a thread's queue depends on the word of its control block.
  @inlinable @inline(__always)
  static func tellsQueue(_ word: Int) -> Bool {
    word == TCB.state.word || word == TCB.partner.word || word == TCB.priority.word
  }

  /// An entry of the caching page directory gets its bit.
  @inlinable
  mutating func note(_ word: PhysicalWord<Native>, _ value: UInt32) {
    let entry = FirstLevelDescriptor<Native>(value)
    guard CachingDirectory.holds(base, word), !entry.isFault, entry.domain != 0 else { return }
    let section = CachingDirectory.megabyte(word).word
    base[SectionBitmap.sections, Ref(entry.domain), Ref(section >> 5)] |= 1 << (section & 31)
  }

  @inlinable @inline(__always)
  public mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    if T.number == TCB.number && Self.tellsQueue(field.word) {
      for i in 0..<count(T.Key.self) { write(field.column, i, 0, new(self, Ref(i))) }
    } else if T.number == TCB.number && field.word == TCB.arrival.word {
      // The thread that `Kernel.arrive` moves is the one whose place gets a higher number. Only a thread that is in a queue
      // arrives.
      let moved = (0..<count(T.Key.self)).first { new(self, Ref($0)) > read(field.column, $0, 0) }
      if let moved { FastPath.leaveQueue(&base, Ref(moved)) }
      updateAllOfBase(field, new)
      if let moved { FastPath.joinQueue(&base, Ref(moved)) }
    } else {
      updateAllOfBase(field, new)
    }
  }

  @inlinable @inline(__always)
  public mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self { base.run(Inner(sweep, self)) }

  /// The sweep, on the state underneath, which knows its objects.
  @usableFromInline @frozen struct Inner<Pass: Sweep>: Sweep where Pass.S == CoupledMemory {
    @usableFromInline typealias K = Pass.K
    @usableFromInline let sweep: Pass
    @usableFromInline let memory: CoupledMemory

    @inlinable
    init(_ sweep: Pass, _ memory: CoupledMemory) { (self.sweep, self.memory) = (sweep, memory) }

    @inlinable @inline(__always)
    func step(_ m: inout Base, _ i: Ref<K, Native>) { memory.wrap(&m) { sweep.step(&$0, i) } }

    @inlinable
    func summary(_ m: inout Base, from lower: UInt32) { memory.wrap(&m) { sweep.summary(&$0, from: lower) } }
  }
}
