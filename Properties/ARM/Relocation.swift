import ARMSemantics
import Checker
import Logic

/// FCSE keeps processes apart, but for the addresses that are named.
public struct RelocationKeepsApart: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/fcse-keeps-apart" }
  public var statement: String {
    """
    For all process IDs and addresses: relocation moves the lowest 32 MB to the process's own 32 MB slot and leaves \
    every other address alone; with one PID it never takes two addresses below 32 MB, nor two above, to the same \
    modified address, and an address below meets one above exactly when that one is in the process's own slot; with \
    different PIDs no two addresses below 32 MB meet; and process 0 is not relocated.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the PID is one bit off", .alterRead(.init(CP15.processID), .shiftRight(1))),
      Mutation("PIDs have six bits", .alterRead(.init(CP15.processID), .clear(0x8000_0000))),
      Mutation("every PID is 1", .alterRead(.init(CP15.processID), .become(1 << FCSE.shift))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let (a, b) = (t.word("an address"), t.word("another address"))
    let other = t.word("another process ID register")
    let slot = T.R.Word(constant: 1 << FCSE.shift)
    let pid = FCSE.process.of(before[CP15.processID])
    func relocated(_ t: inout T, _ address: T.R.Word) -> T.R.Word {
      t.perform(on: before) { k in
        MMU.mva(k, Access(address: address, kind: .read, size: 4, isPrivileged: false))
      }.result
    }
    let (moved, alsoMoved) = (relocated(&t, a), relocated(&t, b))
    let isLow: (T.R.Word) -> T.R.Truth = { $0 < slot }
    t.prove("low addresses are moved to the slot", isLow(a).implies(moved == (pid &<< 25) &+ a))
    t.prove("other addresses stay", (!isLow(a)).implies(moved == a))
    t.prove("low addresses never meet", (isLow(a) && isLow(b) && a != b).implies(moved != alsoMoved))
    t.prove("other addresses never meet", (!isLow(a) && !isLow(b) && a != b).implies(moved != alsoMoved))
    t.prove(
      "a low address meets another exactly in the process's own slot",
      (isLow(a) && !isLow(b)).implies((moved == alsoMoved) == (b == (pid &<< 25) &+ a)))
    t.prove("process 0 is not relocated", (pid == 0).implies(moved == a))
    let (changed, _) = t.specify(on: before) { $0[CP15.processID] = other }
    let elsewhere = t.perform(on: changed) { k in
      MMU.mva(k, Access(address: b, kind: .read, size: 4, isPrivileged: false))
    }.result
    t.prove(
      "with different PIDs, low addresses never meet",
      (isLow(a) && isLow(b) && FCSE.process.of(other) != pid).implies(moved != elsewhere))
    t.reach("a low address", isLow(a) && pid != 0)
    t.reach("another address", !isLow(a))
    t.reach("an address in the process's own slot", isLow(a) && !isLow(b) && moved == alsoMoved)
  }
}
