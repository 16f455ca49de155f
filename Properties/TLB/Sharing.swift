import ARMSemantics
import Checker
import Logic
import Model

/// A TLB entry serves all who share its mapping.
public struct EntriesAreShared<L: TLBTable>: KernelProperty {
  private let side: String

  public init(of side: String) { self.side = side }

  public var name: String { "tlb/sharing-with-\(side)-tlb" }
  public var statement: String {
    """
    For every state that satisfies the address space invariant (of which only those claims are assumed that the proof \
    needs), and every access by user code through an entry of the \(side) TLB, whichever space loaded it: if the DACR \
    gives the space that runs any right to the entry's domain, the access goes ahead exactly if the ideal allows it \
    to that space, at the same physical address. So a client has what the pages permit and a manager everything, \
    without another fault.
    """
  }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [
      Mutation("entries forget their pages' permissions", .alterRead(.init(L.permissions), .become(0))),
      Mutation(
        "a manager has no more than a client", .alterRead(.init(CP15.domainAccessControl), .become(DACR.clients))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let k = t.state
    let entry = t.object("TLB entry", L.Key.self)
    let reach = t.reach(in: k, through: L.self)
    t.assume("the entry serves the access", reach.isHeld)
    let right = DACR.access(to: k[L.domain, entry], in: k[CP15.domainAccessControl])
    t.assume("the space has a right to the entry's domain", right != 0)
    t.assumeAddressSpaces([
      "registers", "CPD", "directories", "masks", "windows", "no-overlap", "\(side)-TLB-ranges", "\(side)-TLB",
    ])
    t.prove("what the ideal allows goes ahead, and nothing else", reach.actual.completes == reach.ideal.completes)
    t.prove(
      "at the same place",
      reach.actual.completes.implies(reach.actual.physicalAddress == reach.ideal.physicalAddress))
    let owner = k[DomainTable.owner, Ref(k[L.domain, entry])]
    let isOthers = k.exists(owner) && owner != k[Machine.space]
    t.reach("a client", isOthers && right == T.R.Word(constant: DACR.client) && reach.actual.completes)
    t.reach("a manager", isOthers && right == T.R.Word(constant: DACR.manager) && reach.actual.completes)
    t.reach("a client whom the page forbids it", isOthers && reach.actual.aborts)
  }
}
