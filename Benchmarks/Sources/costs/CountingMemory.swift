import ARMSemantics
import FastPath
import Logic
import Model

/// What kernel code does that costs something.
struct Costs {
  /// Words of the kernel's tables, page tables among them, and registers.
  var reads = 0, writes = 0
  /// Words of the caching page directory, which the writes count as well.
  var directoryWrites = 0
  /// TLB flushes: of everything, and of single entries (one for each part of a page that a TLB may hold).
  var wholeTLBFlushes = 0, entryTLBFlushes = 0
  /// Passes over the data cache that clean and invalidate lines.
  var cacheFlushes = 0
  /// Lines that such passes invalidate, and those of them that go to memory.
  var linesInvalidated = 0, linesWrittenBack = 0
}

/// Where a ``CountingMemory`` counts.
final class Ledger {
  var costs = Costs()
  /// Whether words are counted: not inside of what one instruction of the processor does.
  var countsWords = true
  /// The last entry of the data TLB, which the kernel knows nothing of. It holds no address that anyone uses, so that
  /// only a flush of everything invalidates it.
  var sentinel: UInt32 = 0
}

/// The system in raw memory, with a count of what is done to it.
struct CountingMemory: StoreWrapper {
  typealias R = Native

  var base: SystemMemory
  let ledger: Ledger

  init(_ base: SystemMemory, _ ledger: Ledger) {
    self.base = base
    self.ledger = ledger
    ledger.sentinel = base.count(DataTLBEntryKind.self) - 1
    arm()
  }

  /// Makes the sentinel valid again.
  private mutating func arm() {
    let entry = Ref<DataTLBEntryKind, Native>(ledger.sentinel)
    base[DataTLB.isValid, entry] = 1
    base[DataTLB.base, entry] = 0xFFFF_FC00
    base[DataTLB.mask, entry] = MVA.inTinyPage.mask
  }

  @inline(__always)
  func read<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32) -> UInt32 {
    if ledger.countsWords { ledger.costs.reads += 1 }
    return base.read(column, i, j)
  }

  @inline(__always)
  mutating func write<T: Table>(_ column: Column<T>, _ i: UInt32, _ j: UInt32, _ value: UInt32) {
    if ledger.countsWords {
      ledger.costs.writes += 1
      if T.number == PhysicalMemory.number, CachingDirectory.holds(base, PhysicalWord(i)) {
        // Writing a table's word also makes sure that the write buffer holds nothing for it: that is no word.
        if column.word == PhysicalMemory.contents.word {
          ledger.costs.directoryWrites += 1
        } else {
          ledger.costs.writes -= 1
        }
      }
    } else if T.number == DataCache.number, value == 0, base.read(column, i, j) != 0 {
      if column.word == DataCache.isValid.word { ledger.costs.linesInvalidated += 1 }
      if column.word == DataCache.isDirty.word { ledger.costs.linesWrittenBack += 1 }
    }
    base.write(column, i, j, value)
  }

  mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    let isProcessors = T.Key.isSparse || T.number == InstructionTLB.number || T.number == DataTLB.number
    let before = ledger.countsWords
    ledger.countsWords = before && !isProcessors
    if T.Key.isSparse {
      updateAllOfBase(field, new)
    } else {
      var i: UInt32 = 0
      while i < count(T.Key.self) {
        write(field.column, i, 0, new(self, Ref(i)))
        i += 1
      }
    }
    ledger.countsWords = before
    if T.number == DataTLB.number {
      let isWhole = base[DataTLB.isValid, Ref(ledger.sentinel)] == 0
      if isWhole { ledger.costs.wholeTLBFlushes += 1 } else { ledger.costs.entryTLBFlushes += 1 }
      arm()
    }
  }

  /// A search among directory entries looks at all words of one page directory: a kernel has no list of those that map
  /// something.
  func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, Native>) -> Bool,
    by key: @escaping (Self, Ref<K, Native>) -> (major: UInt32, minor: UInt32)
  ) -> Ref<K, Native> {
    guard K.isSparse else { return first(among: 0..<count(kind), where: condition, by: key) }
    let before = ledger.costs.reads
    let found = first(among: base.listedObjects(ofKind: K.number), where: condition, by: key)
    if ledger.countsWords {
      ledger.costs.reads = max(ledger.costs.reads, before + Int(Megabyte<Native>.count))
    }
    return found
  }

  mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {
    let before = ledger.countsWords
    ledger.countsWords = false
    ledger.costs.cacheFlushes += 1
    run(sweep, over: base.listedObjects(ofKind: Pass.K.number))
    ledger.countsWords = before
  }
}
