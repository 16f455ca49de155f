import Logic

/// A virtually indexed, virtually tagged cache: lines of memory by modified virtual address (ARM ARM, B6).
///
/// A cache is a partial map from lines of the virtual address space, without a bound on how many it holds. Lines come
/// on permitted accesses and go at any time, so that whatever a cache of any size, associativity and replacement
/// holds, this one may hold.
public protocol CacheLineTable: Table where Key == VirtualLineKind {
  /// The table of the words in the lines.
  associatedtype Words: CacheWordTable
  /// The bit of the control register that turns the cache on.
  static var enable: Bits { get }
}

extension CacheLineTable {
  @inlinable public static var shift: UInt32 { 4 }

  /// 1 for a line that is in the cache.
  @inlinable public static var isValid: Field<Self, Plain> { Field(word: 0) }
  /// 1 for a line that holds what memory doesn't yet.
  @inlinable public static var isDirty: Field<Self, Plain> { Field(word: 1) }
  /// Bits 31 to 5 of the physical address that the line was filled from, and is written back to.
  @inlinable public static var physicalLine: Field<Self, Plain> { Field(word: 2) }
}

/// The words in the lines of a cache.
public protocol CacheWordTable: Table where Key == VirtualWordKind {}

extension CacheWordTable {
  @inlinable public static var shift: UInt32 { 2 }

  /// The word, if its line is in the cache.
  @inlinable public static var value: Field<Self, Plain> { Field(word: 0) }
}

/// The data cache's lines.
@frozen public enum DataCache: CacheLineTable {
  public typealias Key = VirtualLineKind
  public typealias Words = DataCacheWords
  @inlinable public static var number: Int { 4 }
  @inlinable public static var enable: Bits { Control.dataCache }
}

/// The data cache's words.
@frozen public enum DataCacheWords: CacheWordTable {
  public typealias Key = VirtualWordKind
  @inlinable public static var number: Int { 5 }
}

/// The instruction cache's lines. They are never dirty.
@frozen public enum InstructionCache: CacheLineTable {
  public typealias Key = VirtualLineKind
  public typealias Words = InstructionCacheWords
  @inlinable public static var number: Int { 6 }
  @inlinable public static var enable: Bits { Control.instructionCache }
}

/// The instruction cache's words.
@frozen public enum InstructionCacheWords: CacheWordTable {
  public typealias Key = VirtualWordKind
  @inlinable public static var number: Int { 7 }
}

/// What a cache does.
public enum Cache {
  /// Whether an access that the MMU has let through looks into the cache.
  @inlinable @inline(__always)
  public static func serves<S: Store, T: CacheLineTable>(
    _ k: S, _ cache: T.Type, _ outcome: AccessOutcome<S.R>
  ) -> S.R.Truth {
    T.enable.isSet(in: k[CP15.control]) && outcome.attributes.contains(.cacheable)
  }

  /// Whether such an access finds its line.
  @inlinable @inline(__always)
  public static func hits<S: Store, T: CacheLineTable>(
    _ k: S, _ cache: T.Type, _ outcome: AccessOutcome<S.R>
  ) -> S.R.Truth {
    serves(k, cache, outcome) && k[T.isValid, VirtualLine<S.R>(at: outcome.mva)] != 0
  }

  /// The line of an access that goes ahead is fetched, as it may be on any such access to a cacheable region. A line
  /// that is there already stays, and nothing comes of a fetch that the bus aborts.
  @inlinable
  public static func fill<S: Store, T: CacheLineTable>(_ k: inout S, _ cache: T.Type, for outcome: AccessOutcome<S.R>) {
    let line = VirtualLine<S.R>(at: outcome.mva)
    let physical = Granule.line(at: outcome.physicalAddress)
    let before = k
    k.when(
      outcome.completes && serves(k, cache, outcome) && k[T.isValid, line] == 0 && !aborts(k, physical)
    ) { k in
      k[T.isValid, line] = 1
      k[T.isDirty, line] = 0
      k[T.physicalLine, line] = physical
      for n in 0..<Granule.wordsPerLine {
        k[T.Words.value, line.word(S.R.Word(constant: n))] = Bus.read(before, word(physical, n))
      }
    }
  }

  /// Whether the bus aborts a fetch of the line.
  @inlinable
  static func aborts<S: Store>(_ k: S, _ physicalLine: S.R.Word) -> S.R.Truth {
    (0..<Granule.wordsPerLine).reduce(false) { aborts, n in
      aborts || k[PhysicalMemory.aborts, word(physicalLine, n)] != 0
    }
  }

  /// A word of a physical line.
  @inlinable @inline(__always)
  static func word<R: Reading>(_ physicalLine: R.Word, _ n: UInt32) -> PhysicalWord<R> {
    // By way of its address, so that a line's number that is no line's has no word beyond memory.
    PhysicalWord(at: Granule.address(ofLine: physicalLine) | R.Word(constant: n << Granule.wordShift))
  }

  /// A line that is dirty goes to the write buffer, and is clean from then on; to the physical line that it came from,
  /// whatever the tables say by now. “Clean D line” (CP15 c7, c10, 1), and what the cache may do at any time.
  @inlinable
  public static func clean<S: Store, T: CacheLineTable>(_ k: inout S, _ cache: T.Type, _ line: VirtualLine<S.R>) {
    k.when(k[T.isValid, line] != 0 && k[T.isDirty, line] != 0) { k in
      let physical = k[T.physicalLine, line]
      for n in 0..<Granule.wordsPerLine {
        Bus.buffer(&k, word(physical, n), k[T.Words.value, line.word(S.R.Word(constant: n))])
      }
      k[T.isDirty, line] = 0
    }
  }

  /// A line is forgotten; what only it held is lost.
  @inlinable
  public static func invalidate<S: Store, T: CacheLineTable>(_ k: inout S, _ cache: T.Type, _ line: VirtualLine<S.R>) {
    k[T.isValid, line] = 0
    k[T.isDirty, line] = 0
  }

  /// A line makes room, as it may at any time: cleaned, then forgotten. Also “clean and invalidate D line” (CP15 c7,
  /// c14, 1).
  @inlinable
  public static func evict<S: Store, T: CacheLineTable>(_ k: inout S, _ cache: T.Type, _ line: VirtualLine<S.R>) {
    clean(&k, cache, line)
    invalidate(&k, cache, line)
  }

  /// Every line is forgotten; what only the cache held is lost.
  @inlinable
  public static func invalidateAll<S: Store, T: CacheLineTable>(_ k: inout S, _ cache: T.Type) {
    k.updateAll(T.isValid) { _, _ in 0 }
    k.updateAll(T.isDirty) { _, _ in 0 }
  }
}
