import FastPath
import Logic
import Model

/// What one switch costs on average, when spaces run in turn, each on its working set.
struct SwitchCosts {
  let tlbFlushes, tlbMisses, aborts, cacheFlushes, linesWrittenBack, linesRefilled: Double

  /// - Parameter flushesEverything: A plain kernel: each space has page tables of its own, and every switch flushes the
  ///   TLB and the caches.
  static func measure(spaces: UInt32, workingSet: UInt32, flushesEverything: Bool) -> SwitchCosts {
    let machine = CostMachine(spaces: spaces)
    for space in 1...spaces { machine.map(space, workingSet, at: CostMachine.address(space)) }
    func round() {
      for space in 1...spaces {
        if flushesEverything {
          Kernel.flushTLBs(&machine.k)
          Kernel.flushCaches(&machine.k)
          // Its own tables are in force: no domain is missing, and no entry.
          let costs = machine.ledger.costs
          machine.activate(space)
          let aborts = machine.aborts
          machine.abort(at: CostMachine.address(space))
          machine.uncountAborts(since: aborts)
          machine.ledger.costs = costs
        } else {
          machine.activate(space)
        }
        machine.work(workingSet, at: CostMachine.address(space))
      }
    }
    // The first round gives domains, which flushes the TLB; the second one fills it.
    for _ in 0..<2 { round() }
    machine.ledger.costs = Costs()
    machine.resetUserCosts()
    let rounds = 3
    for _ in 0..<rounds { round() }
    let (costs, switches) = (machine.ledger.costs, Double(rounds) * Double(spaces))
    return SwitchCosts(
      tlbFlushes: Double(costs.wholeTLBFlushes) / switches, tlbMisses: Double(machine.misses) / switches,
      aborts: Double(machine.aborts) / switches, cacheFlushes: Double(costs.cacheFlushes) / switches,
      linesWrittenBack: Double(costs.linesWrittenBack + machine.capacityWriteBacks) / switches,
      linesRefilled: Double(machine.refills) / switches)
  }
}
