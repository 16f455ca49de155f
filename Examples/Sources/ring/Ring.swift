import Logic

// A queue of words in a ring of slots, written once for every reading.

/// The kind of object that there are many of.
enum Slot: Kind { static var number: Int { 0 } }
/// The ring itself: a kind of which there is one.
enum One: Kind { static var number: Int { 1 } }

/// What the ring remembers: one record of two words.
enum Ring: Table {
  typealias Key = One
  static var number: Int { 0 }
  static var shift: UInt32 { 3 }

  /// The slot of the oldest word.
  static var head: Field<Self, Slot> { Field(word: 0) }
  /// How many words are in the queue.
  static var count: Field<Self, Plain> { Field(word: 1) }
}

/// The slots: a record of one word each.
enum Slots: Table {
  typealias Key = Slot
  static var number: Int { 1 }
  static var shift: UInt32 { 2 }

  static var word: Field<Self, Plain> { Field(word: 0) }
}

extension Schema {
  /// The limits are the layout's. A proof holds for every number of slots up to them.
  static var ring: Schema {
    Schema(
      kinds: [KindDescription(Slot.self, "slot", most: 1 << 16), KindDescription(One.self, "ring", exactly: 1)],
      tables: [
        TableDescription(
          Ring.self, "ring", [ColumnDescription(Ring.head, "head"), ColumnDescription(Ring.count, "count")]),
        TableDescription(Slots.self, "slot", [ColumnDescription(Slots.word, "word")]),
      ])
  }
}

extension Store {
  var head: Ref<Slot, R> {
    get { self[Ring.head, Ref(0)] }
    set { self[Ring.head, Ref(0)] = newValue }
  }
  var length: R.Word {
    get { self[Ring.count, Ref(0)] }
    set { self[Ring.count, Ref(0)] = newValue }
  }
  var capacity: R.Word { count(Slot.self) }

  /// The slot of the word at a place in the queue, counted from the oldest.
  func slot(_ place: R.Word) -> Ref<Slot, R> {
    let i = head.word &+ place
    return Ref(R.ite(i < capacity, i, i &- capacity))
  }
}

/// A queue in a ring. What makes a version right or wrong is when it takes another word.
protocol Queue: Sendable {
  static func hasRoom<S: Store>(_ k: S) -> S.R.Truth
}

enum RightQueue: Queue {
  static func hasRoom<S: Store>(_ k: S) -> S.R.Truth { k.length < k.capacity }
}

/// Takes one word too many.
enum WrongQueue: Queue {
  static func hasRoom<S: Store>(_ k: S) -> S.R.Truth { k.length <= k.capacity }
}

extension Queue {
  /// Appends a word; false, and no change, when there is no room.
  static func push<S: Store>(_ k: inout S, _ word: S.R.Word) -> Bool {
    guard k.branch("there is room", hasRoom(k)) else { return false }
    k[Slots.word, k.slot(k.length)] = word
    k.length = k.length &+ 1
    return true
  }

  /// Takes the oldest word; nil, and no change, when there is none.
  static func pop<S: Store>(_ k: inout S) -> S.R.Word? {
    guard k.branch("there is a word", k.length != 0) else { return nil }
    let word = k[Slots.word, k.head]
    k.head = k.slot(1)
    k.length = k.length &- 1
    return word
  }
}
