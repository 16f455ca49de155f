/// The state of a system, indexed by a schema: a copy-on-write image, raw memory, or symbolic maps.
///
/// Code that is generic over a store reads `k[TCB.partner, thread]` and says nothing of how the state is held.
public protocol Store: Mergeable {
  /// The word in a column, for the record of object `i`, element `j` (ignored for a field that is no array).
  ///
  /// Requires: `i` is an object, and `j` is below the array's length.
  func read<T: Table>(_ column: Column<T>, _ i: R.Word, _ j: R.Word) -> R.Word

  /// Replaces that word.
  mutating func write<T: Table>(_ column: Column<T>, _ i: R.Word, _ j: R.Word, _ value: R.Word)

  /// How many objects of the kind there are.
  func count<K: Kind>(_ kind: K.Type) -> R.Word

  /// Replaces a field in every record at once. `new` sees the state before the update; of the field itself it may
  /// read only the record that it computes.
  ///
  /// Requires, for a table of a sparse kind: a record of zeros stays as it is. A native store updates only the records
  /// that it lists.
  mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, R>) -> R.Word)

  /// Replaces a field in every record for which the condition holds, at once: writes these records and no others. The
  /// condition and `new` see the state as with ``updateAll(_:_:)``, which has the same requirement.
  mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, where condition: @escaping (Self, Ref<T.Key, R>) -> R.Truth,
    to new: @escaping (Self, Ref<T.Key, R>) -> R.Word)

  /// Replaces elements `lower` through `upper` of an array in the record of object `i`. `new` sees the state before
  /// the update; of the array it may read, in any record, only the element that it computes.
  mutating func updateRange<T: Table, I: Kind, V>(
    _ array: ArrayField<T, I, V>, _ i: Ref<T.Key, R>, from lower: R.Word, through upper: R.Word,
    _ new: @escaping (Self, Ref<I, R>) -> R.Word)

  /// The object that comes first among those that satisfy the condition: smallest major key, then smallest minor
  /// key, then smallest index; `Ref.none` when there is none.
  ///
  /// Requires, for a sparse kind: an object whose records are zero doesn't satisfy the condition. A native store tries
  /// only the objects that it lists.
  func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, R>) -> R.Truth,
    by key: @escaping (Self, Ref<K, R>) -> (major: R.Word, minor: R.Word)
  ) -> Ref<K, R>

  /// The word, of which the rest of the program needs to know no more than the condition says. Natively the identity;
  /// symbolically an unknown that satisfies the condition, once it has been proved that the word does. The same word is
  /// the same unknown.
  func abstract(
    _ word: R.Word, _ name: StaticString, where condition: (R.Word) -> R.Truth
  ) -> R.Word

  /// The condition, as a `Bool` to branch on. Natively the identity; symbolically both outcomes are explored.
  /// The label names the guard to a reader of a proof.
  mutating func branch(_ label: StaticString, _ condition: R.Truth) -> Bool

  /// Runs a counted loop. A symbolic store applies its summary instead; a proof of its own shows the two equal.
  mutating func run<Loop: CountedLoop>(_ loop: Loop) where Loop.S == Self

  /// Runs a loop over the bits of a word. A symbolic store applies its summary instead; a proof of its own shows the two
  /// equal.
  mutating func run<Scan: BitScan>(_ scan: Scan) where Scan.S == Self

  /// Runs a sweep. A symbolic store applies its summary instead; a proof of its own shows the two equal.
  mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self
}

/// A loop over the bits of a word that are set, the highest first, together with the effect that it is claimed to have.
public protocol BitScan {
  associatedtype S: Store
  /// The word.
  var bits: S.R.Word { get }
  /// One pass of the loop, for the bit with this number: the code that runs.
  func step(_ m: inout S, _ bit: S.R.Word)
  /// What the passes for some of the bits together are claimed to do.
  func summary(_ m: inout S, of bits: S.R.Word)
}

/// A loop over `lower...upper`, together with the effect that it is claimed to have.
public protocol CountedLoop {
  associatedtype S: Store
  /// The first index.
  var lower: S.R.Word { get }
  /// The last index; nothing runs when it is below `lower`. Must not be the largest word.
  var upper: S.R.Word { get }
  /// One pass of the loop: the code that runs.
  func step(_ m: inout S, _ i: S.R.Word)
  /// What the passes `lower` through `upper` together are claimed to do.
  func summary(_ m: inout S, through upper: S.R.Word)
  /// What must be true of the state before, for the claim to be right.
  func requirement(_ m: S) -> [Claim<S.R>]
}

extension CountedLoop {
  /// Nothing is required.
  @inlinable
  public func requirement(_ m: S) -> [Claim<S.R>] { [] }
}

extension Store where R == Native {
  @inlinable @inline(__always)
  public func abstract(_ word: UInt32, _ name: StaticString, where condition: (UInt32) -> Bool) -> UInt32 { word }

  @inlinable @inline(__always)
  public mutating func branch(_ label: StaticString, _ condition: Bool) -> Bool { condition }

  @inlinable @inline(__always)
  public mutating func run<Loop: CountedLoop>(_ loop: Loop) where Loop.S == Self {
    var i = loop.lower
    while i <= loop.upper {
      loop.step(&self, i)
      i &+= 1
    }
  }

  @inlinable @inline(__always)
  public mutating func run<Scan: BitScan>(_ scan: Scan) where Scan.S == Self {
    var rest = scan.bits
    while rest != 0 {
      let bit = rest.highestBit
      scan.step(&self, bit)
      rest ^= 1 &<< bit
    }
  }

  /// A store that lists no objects of sparse kinds has none to sweep over.
  @inlinable @inline(__always)
  public mutating func run<Pass: Sweep>(_ sweep: Pass) where Pass.S == Self {}

  /// Runs a sweep over some objects, which are in the order of their indices.
  @inlinable @inline(__always)
  public mutating func run<Pass: Sweep>(_ sweep: Pass, over objects: [UInt32]) where Pass.S == Self {
    for i in objects.reversed() { sweep.step(&self, Ref(i)) }
  }

  @inlinable
  public mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, _ new: @escaping (Self, Ref<T.Key, Native>) -> UInt32
  ) {
    precondition(!T.Key.isSparse, "a sparse kind has too many objects to update all")
    var i: UInt32 = 0
    while i < count(T.Key.self) {
      write(field.column, i, 0, new(self, Ref(i)))
      i &+= 1
    }
  }

  @inlinable
  public mutating func updateRange<T: Table, I: Kind, V>(
    _ array: ArrayField<T, I, V>, _ i: Ref<T.Key, Native>, from lower: UInt32, through upper: UInt32,
    _ new: @escaping (Self, Ref<I, Native>) -> UInt32
  ) {
    var j = lower
    while j <= upper {
      write(array.column, i.word, j, new(self, Ref(j)))
      j &+= 1
    }
  }

  @inlinable
  public func first<K: Kind>(
    _ kind: K.Type, where condition: @escaping (Self, Ref<K, Native>) -> Bool,
    by key: @escaping (Self, Ref<K, Native>) -> (major: UInt32, minor: UInt32)
  ) -> Ref<K, Native> {
    precondition(!K.isSparse, "a sparse kind has too many objects to try all")
    return first(among: 0..<count(kind), where: condition, by: key)
  }

  /// The object that comes first among some, in the order of their indices.
  @inlinable
  public func first<K: Kind>(
    among objects: some Sequence<UInt32>, where condition: (Self, Ref<K, Native>) -> Bool,
    by key: (Self, Ref<K, Native>) -> (major: UInt32, minor: UInt32)
  ) -> Ref<K, Native> {
    var best = Ref<K, Native>.none
    var bestKey: (major: UInt32, minor: UInt32) = (0, 0)
    for i in objects where condition(self, Ref(i)) {
      let candidate = key(self, Ref(i))
      if best == .none || candidate < bestKey {
        best = Ref(i)
        bestKey = candidate
      }
    }
    return best
  }
}

extension Store {
  @inlinable
  public mutating func updateAll<T: Table, V>(
    _ field: Field<T, V>, where condition: @escaping (Self, Ref<T.Key, R>) -> R.Truth,
    to new: @escaping (Self, Ref<T.Key, R>) -> R.Word
  ) {
    updateAll(field) { k, i in R.ite(condition(k, i), new(k, i), k.read(field.column, i.word, 0)) }
  }

  /// A plain field of an object's record.
  @inlinable @inline(__always)
  public subscript<T: Table>(field: Field<T, Plain>, i: Ref<T.Key, R>) -> R.Word {
    get { read(field.column, i.word, 0) }
    set { write(field.column, i.word, 0, newValue) }
  }

  /// A field that refers to another object.
  @inlinable @inline(__always)
  public subscript<T: Table, K: Kind>(field: Field<T, K>, i: Ref<T.Key, R>) -> Ref<K, R> {
    get { Ref(read(field.column, i.word, 0)) }
    set { write(field.column, i.word, 0, newValue.word) }
  }

  /// An element of an array in an object's record.
  @inlinable @inline(__always)
  public subscript<T: Table, I: Kind>(array: ArrayField<T, I, Plain>, i: Ref<T.Key, R>, j: Ref<I, R>) -> R.Word {
    get { read(array.column, i.word, j.word) }
    set { write(array.column, i.word, j.word, newValue) }
  }

  /// An element that refers to another object, of an array in an object's record.
  @inlinable @inline(__always)
  public subscript<T: Table, I: Kind, K: Kind>(
    array: ArrayField<T, I, K>, i: Ref<T.Key, R>, j: Ref<I, R>
  ) -> Ref<K, R> {
    get { Ref(read(array.column, i.word, j.word)) }
    set { write(array.column, i.word, j.word, newValue.word) }
  }

  /// True when the reference is an object's index.
  @inlinable @inline(__always)
  public func exists<K: Kind>(_ i: Ref<K, R>) -> R.Truth { i.word < count(K.self) }

  /// A condition that a native reader merely branches on, and that needs no name.
  @inlinable @inline(__always)
  public mutating func branch(_ condition: R.Truth) -> Bool { branch("", condition) }
}
