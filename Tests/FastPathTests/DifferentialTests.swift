import FastPath
import Logic
import Model
import Randomness
import TestSupport
import Testing

@Suite("On random states, the fast path does what the model does")
struct DifferentialTests {
  @Test("Fast path and model leave the same words and registers, or the fast path changes nothing")
  func agreesWithModel() {
    let clock = ContinuousClock()
    let start = clock.now
    let test = RandomTest(seed: RandomSettings.seed)
    let numbers = RandomSettings.numbers(RandomSettings.amount(.cases), only: .onlyCase)
    let (taken, failure) = test.run(numbers) { FastPath.ipc(&$0, &$1) }
    let cases = numbers.count
    print("seed \(test.seed): \(cases) cases, \(taken) taken, \(start.duration(to: clock.now))")
    if let failure {
      Issue.record("\(SmallExample.report(failure, seed: test.seed) { FastPath.ipc(&$0, &$1) })")
    } else if TestVariable.onlyCase.number == nil {
      #expect(3 * taken >= cases, "only \(taken) of \(cases) cases take the fast path")
    }
  }

  @Test("Random states satisfy the invariants, and what the model makes of them does so too")
  func statesAreWellFormed() {
    var rigs = Rigs()
    for number in 0..<RandomSettings.sample(5000) {
      var random = SeededGenerator(seed: RandomSettings.seed, number: number)
      let rig = rigs[.random(&random)]
      let arguments = rig.make(random)
      let before = rig.image()
      #expect(violations(before, withQueues: true) == [], "case \(number), before")
      guard before[Machine.current] != before[Machine.idle] else { continue }
      var after = before
      _ = Kernel.ipc(&after, arguments)
      #expect(violations(after, withQueues: false) == [], "case \(number), after the model's IPC")
    }
  }
}

/// The claims of the kernel invariant, and of the coupling invariant if wanted, that a state violates.
func violations(_ k: Image, withQueues: Bool) -> [String] {
  func holds(_ claim: Claim<Native>, _ indices: inout [UInt32]) -> Bool {
    guard indices.count < claim.kinds.count else { return claim.holds(indices) }
    let place = indices.count
    indices.append(0)
    defer { indices.removeLast() }
    for i in k.listedObjects(ofKind: claim.kinds[place]) {
      indices[place] = i
      if !holds(claim, &indices) { return false }
    }
    return true
  }
  var indices: [UInt32] = []
  let claims = KernelInvariant.claims(k) + (withQueues ? Coupling.claims(k) : [])
  return claims.filter { !holds($0, &indices) }.map(\.name)
}
