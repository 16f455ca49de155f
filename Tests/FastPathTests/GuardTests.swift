import FastPath
import Logic
import Model
import Randomness
import TestSupport
import Testing

@Suite("Random states see every guard of the fast path")
struct GuardTests {
  /// How often a guard must decline, or let pass, to count as tested.
  static let enough = RandomSettings.sample(20)

  @Test("Each guard is the one that declines, and no access is outside its table")
  func everyGuardDeclines() {
    let log = WatchedMemory.Log()
    log.notesBranches = true
    var rigs = Rigs()
    var declines: [String: Int] = [:]
    var order: [String] = []
    for number in 0..<RandomSettings.sample(100_000) {
      var random = SeededGenerator(seed: RandomSettings.seed, number: number)
      let rig = rigs[.random(&random)]
      var registers = rig.make(random)
      var watched = WatchedMemory(base: rig.after, log: log)
      log.branches.removeAll(keepingCapacity: true)
      let taken = FastPath.ipc(&watched, &registers)
      #expect(log.violation == nil, "case \(number)")
      for branch in log.branches where declines[branch.label] == nil {
        declines[branch.label] = 0
        order.append(branch.label)
      }
      if !taken, let last = log.branches.last { declines[last.label]! += 1 }
    }
    for label in order where !Self.choices.contains(label) {
      print("declined \(declines[label]!) times: \(label)")
      #expect(declines[label]! >= Self.enough, "\(label)")
    }
    #expect(Self.choices.isSubset(of: order))
    #expect(order.count >= 16)
  }

  /// Branches that choose between two ways, neither of which declines at once.
  static let choices: Set = ["`to` is a reply handle", "this is a call"]
}
