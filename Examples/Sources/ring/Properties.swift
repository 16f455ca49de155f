import Checker
import Logic

/// What is true of a ring between two operations.
func invariant<S: Store>(_ k: S) -> [Claim<S.R>] {
  [
    Claim("head", "The head is a slot.") { k.exists(k.head) },
    Claim("count", "There are no more words than slots.") { k.length <= k.capacity },
  ]
}

/// A push appends its word, or changes nothing.
struct PushAppends<Q: Queue>: Property {
  var name: String { "ring/push-appends" }
  var statement: String { "A push adds its word at the end and leaves the others; a full ring declines it." }
  var schema: Schema { .ring }
  var checksMemory: Bool { true }
  var mutations: [Mutation] { [Mutation("push doesn't look for room", .skipGuard("there is room"))] }

  func run<T: Trial>(_ t: inout T) {
    let before = t.state
    t.assume("the invariant holds", invariant(before))
    let (word, place) = (t.word("word"), t.word("place"))

    let (after, taken) = t.perform(on: before) { Q.push(&$0, word) }
    t.show("count after the push", after.length)
    t.prove("the invariant is preserved", invariant(after))
    if taken {
      t.prove("the word is the last", after[Slots.word, after.slot(before.length)] == word)
      t.prove(
        "the others stay",
        (place < before.length).implies(
          after[Slots.word, after.slot(place)] == before[Slots.word, before.slot(place)]))
      t.reach("taken")
    } else {
      t.prove("only a full ring declines", before.length == before.capacity)
      t.proveSame("nothing changes", ("after", after), ("before", before))
      t.reach("declined")
    }
  }
}

/// A pop takes the oldest word.
struct PopTakesFirst<Q: Queue>: Property {
  var name: String { "ring/pop-takes-first" }
  var statement: String { "A pop returns the oldest word; every other moves up by one place." }
  var schema: Schema { .ring }
  var checksMemory: Bool { true }
  var mutations: [Mutation] { [Mutation("pop leaves the head", .loseWrite(.init(Ring.head)))] }

  func run<T: Trial>(_ t: inout T) {
    let before = t.state
    t.assume("the invariant holds", invariant(before))
    let place = t.word("place")

    let (after, word) = t.perform(on: before) { Q.pop(&$0) }
    t.prove("the invariant is preserved", invariant(after))
    if let word {
      t.prove("the word was the first", word == before[Slots.word, before.slot(0)])
      t.prove(
        "the others move up",
        (place != 0 && place < before.length).implies(
          after[Slots.word, after.slot(place &- 1)] == before[Slots.word, before.slot(place)]))
      t.reach("taken")
    } else {
      t.proveSame("nothing changes", ("after", after), ("before", before))
      t.reach("empty")
    }
  }
}

/// Code needs no state to be proved.
struct PowerOfTwo: Property {
  var name: String { "bits/power-of-two" }
  var statement: String { "x & (x - 1) = 0 says that x is a power of two, unless x is zero." }
  var schema: Schema { Schema(kinds: [], tables: []) }
  var mutations: [Mutation] { [] }

  func run<T: Trial>(_ t: inout T) {
    let x = t.word("x")
    let trick = x != 0 && x & (x &- 1) == 0
    let plain = (0..<32).reduce(T.R.Truth(false)) { found, i in found || x == T.R.Word(constant: 1 << i) }
    t.prove("trick and definition agree", trick == plain)
  }
}
