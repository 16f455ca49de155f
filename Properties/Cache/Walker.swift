import ARMSemantics
import Checker
import Logic
import Model

/// The hardware's walks see what the kernel has written.
public struct WalksSeeTheKernelsWrites: KernelProperty {
  public init() {}
  public var name: String { "cache/walks-see-the-kernels-writes" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant and the address space invariant (of which only those claims are \
    assumed that the proof needs), and every address: the words that a walk for it reads, of the translation table and of \
    a second-level table, are in memory as the kernel last wrote them: the data cache has no line of them, the write buffer \
    holds neither, and the bus answers. So the walker, which looks into neither, needs no flush after a change of tables.
    """
  }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [
      Mutation("the translation table is somewhere else", .alterRead(.init(CP15.translationTableBase), .flip(1 << 31))),
      Mutation("second-level tables are somewhere else", .alterRead(.init(PhysicalMemory.contents), .flip(1 << 31))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let k = t.state
    let (mva, line) = (t.word("modified virtual address"), t.object("line", VirtualLineKind.self))
    t.assume("the kernel's memory is whole sections and stays out of the cache", KernelInvariant.memory(k))
    t.assumeAddressSpaces(["kernel-memory", "kernel-words", "CPD", "directories", "page-table-users"])
    let (first, second, isCoarse) = t.perform(on: k) { k in
      let address = Walk.firstLevelAddress(k[CP15.translationTableBase], mva)
      let descriptor = FirstLevelDescriptor<T.R>(k[PhysicalMemory.contents, PhysicalWord<T.R>(at: address)])
      return (address, Walk.secondLevelAddress(descriptor, mva), descriptor.isCoarse)
    }.result
    for (level, address, isRead) in [("first", first, T.R.Truth(true)), ("second", second, isCoarse)] {
      let word = PhysicalWord<T.R>(at: address)
      let isInLine: T.R.Truth =
        k[DataCache.isValid, line] != 0
        && k[DataCache.physicalLine, line] & T.R.Word(constant: Granule.lastLine)
          == Granule.line(at: address)
      t.prove("no line has the word of the \(level) level", isRead.implies(!isInLine))
      t.prove(
        "the write buffer does not hold it on the \(level) level",
        isRead.implies(k[PhysicalMemory.isBuffered, word] == 0))
      t.prove("the bus answers on the \(level) level", isRead.implies(k[PhysicalMemory.aborts, word] == 0))
    }
    t.reach("a second-level table is read", isCoarse)
  }
}
