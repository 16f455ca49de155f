import ARMSemantics
import Checker
import Logic
import Model

/// User code never reaches the kernel's memory.
public struct KernelMemoryOutOfReach<L: TLBTable>: KernelProperty {
  private let side: String

  public init(of side: String) { self.side = side }

  public var name: String { "tlb/kernel-memory-out-of-reach-with-\(side)-tlb" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel's memory and of address spaces (of which only those \
    claims are assumed that the proof needs), and every access by user code, of any kind and size and to any address, \
    through any entry of the \(side) TLB or none: if it goes ahead, it doesn't reach the memory that the kernel owns.
    """
  }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [Mutation("entries have the frame beside theirs", .alterRead(.init(L.frame), .flip(1 << 20)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    let k = t.state
    let reach = t.reach(in: k, through: L.self)
    t.assume("the kernel's memory is whole sections", KernelInvariant.memory(k).only(["kernel-sections"]))
    t.assumeAddressSpaces([
      "registers", "CPD", "directories", "page-tables", "masks", "\(side)-TLB-ranges", "\(side)-TLB",
    ])
    let reachesKernels: T.R.Truth = reach.actual.completes && Kernel.isKernels(k, reach.actual.physicalAddress)
    let isSection: T.R.Truth = reach.actual.isPage == 0
    t.prove("the kernel's memory is not reached through an entry", !(reachesKernels && reach.isHeld))
    t.prove("it is not reached by a walk, through a section", !(reachesKernels && !reach.isHeld && isSection))
    t.prove("it is not reached by a walk, through a page", !(reachesKernels && !reach.isHeld && !isSection))
    t.reach("a section is reached", reach.actual.completes && reach.actual.isPage == 0)
    t.reach("a page is reached", reach.actual.completes && reach.actual.isPage != 0)
  }
}
