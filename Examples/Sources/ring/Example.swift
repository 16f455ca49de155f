import Checker
import Foundation
import Logic

/// Proves the right queue, and refutes the wrong one.
@main struct Example {
  let prover: Prover
  private var asExpected = true

  static func main() throws {
    var example = Example(prover: try Prover(limits: SolverLimits(seconds: 30)))
    let right: [any Property] = [PushAppends<RightQueue>(), PopTakesFirst<RightQueue>(), PowerOfTwo()]
    for property in right { try example.expect(.proved, property, property.name) }
    for property in right {
      // Evidence that the property says something: it refutes code that makes the mistake.
      for mutation in property.mutations {
        try example.expect(.refuted, property, "\(property.name), when \(mutation.name)", mutation)
      }
    }
    try example.expect(.refuted, PushAppends<WrongQueue>(), "ring/push-appends, for the wrong queue")
    exit(example.asExpected ? 0 : 1)
  }

  private init(prover: Prover) { self.prover = prover }

  private mutating func expect(
    _ status: Verdict, _ property: any Property, _ title: String, _ mutation: Mutation? = nil
  ) throws {
    let result = try prover.prove(property, mutation: mutation)
    print("\(result.verdict.rawValue)  \(title)")
    if let counterexample = result.counterexample { show(counterexample) }
    asExpected = asExpected && result.verdict == status
  }

  /// Prints the state that refutes a property, and what the native run of it shows.
  private func show(_ counterexample: Counterexample) {
    let k = counterexample.instance.state
    let slots = (0..<k.capacity).map { k[Slots.word, Ref($0)] }
    print("  in the ring with head = \(k.head.word), count = \(k.length), slots = \(slots)")
    for (name, word) in counterexample.instance.words.sorted(by: { $0.key < $1.key }) {
      print("  for \(name) = \(word)")
    }
    for (name, word) in counterexample.replay.shown { print("  the \(name) is \(word)") }
    for failure in counterexample.replay.failures {
      print("  this does not hold: \(failure.statement)\(failure.part.isEmpty ? "" : ": \(failure.part)")")
    }
  }
}
