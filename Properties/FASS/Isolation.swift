import ARMSemantics
import Checker
import Logic
import Model

/// User code reaches what its space may reach, and nothing else.
public struct Isolation<L: TLBTable>: KernelProperty {
  private let side: String

  public init(of side: String) { self.side = side }

  public var name: String { "fass/isolation-with-\(side)-tlb" }
  public var statement: String {
    """
    For every state that satisfies the address space invariant, and every access by user code, of any kind and size and \
    to any address: whichever \(side) TLB entry serves it, or none, if the hardware lets it go ahead then the ideal \
    allows it to the space that runs, at the same physical address and with the same C and B bits. Of the invariant only \
    those claims are assumed that the proof needs.
    """
  }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [
      Mutation("a wrong domain is looked up in the DACR", .alterRead(.init(L.domain), .add(1))),
      Mutation("the DACR holds something else", .misread(.init(CP15.domainAccessControl), as: .init(CP15.control))),
      Mutation("the PID is left at 0", .alterRead(.init(CP15.processID), .become(0))),
      without("registers", "the registers are another space's"),
      without("CPD", "an entry outlives its domain's owner"),
      without("masks", "rights outlive their grant"),
      without("windows", "a client does not know of what a granter maps"),
      without("no-overlap", "a granter's mapping hides the client's own"),
      without("\(side)-TLB-ranges", "a TLB entry is smaller than a tiny page"),
      without("\(side)-TLB", "a TLB entry outlives its mapping"),
    ]
  }

  private static var invariant: String { "the address space invariant holds" }

  /// The mistake that a claim of the invariant rules out.
  private func without(_ claim: String, _ mistake: String) -> Mutation {
    Mutation(mistake, .skipAssumption("\(Self.invariant): \(claim)"))
  }

  public func run<T: Trial>(_ t: inout T) {
    let k = t.state
    var access = t.arbitraryAccess()
    access.isPrivileged = false
    let entry = t.object("TLB entry", L.Key.self)
    let profile = Kernel.processor
    let ideal = t.specify(on: k) { Ideal.outcome($0, $0[Machine.space], access, profile) }.result
    t.consider(VirtualLine<T.R>(at: ideal.mva))
    let needed: Set = ["registers", "CPD", "masks", "windows", "no-overlap", "\(side)-TLB-ranges", "\(side)-TLB"]
    t.assume(Self.invariant, AddressSpaceInvariant.claims(k).only(needed))
    let actual = t.perform(on: k) { MMU.outcome($0, access, through: L.self, entry, profile) }.result
    t.prove("the ideal allows it", actual.completes.implies(ideal.completes))
    t.prove("at the same place", actual.completes.implies(actual.physicalAddress == ideal.physicalAddress))
    t.prove("with the same C and B", actual.completes.implies(actual.attributes == ideal.attributes))

    let isHeld = t.specify(on: k) { TLB.holds($0, L.self, entry, ideal.mva) }.result
    let own = DirectoryEntry<T.R>(k[Machine.space], Megabyte(at: ideal.mva))
    let isShared = k[PageDirectory.isWindow, own] != 0
    t.reach("a section of its own", actual.completes && !isShared && actual.isPage == 0)
    t.reach("a page of its own", actual.completes && !isShared && actual.isPage != 0)
    t.reach("a granter's mapping", actual.completes && isShared)
    t.reach("served by a TLB entry", actual.completes && isHeld)
    t.reach("stopped by a domain", actual.status == .sectionDomain)
  }
}
