import ARMSemantics
import Checker
import Logic
import Model
import Published

/// A right that is revoked is gone when the operation returns.
public struct RevocationIsEffective<L: TLBTable>: KernelProperty {
  private let side: String
  private let kernel: Variant

  public init(of side: String, _ kernel: Variant = .ours) {
    self.side = side
    self.kernel = kernel
  }

  public var name: String { "tlb/revocation-is-effective-with-\(side)-tlb" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel and of address spaces (of which only those claims are \
    assumed that the proof needs): once a grant to the space that runs has been revoked, or there is none to revoke, no \
    access by its user code goes ahead where it has a window onto the granter, through any entry of the \(side) TLB or \
    none: entries that were loaded before stay, and are of no use to it.
    """
  }
  public var schema: Schema { kernel.schema }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [Mutation("B6: the client keeps its access until the next switch", .loseWrite(.init(CP15.domainAccessControl)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let (client, granter) = (before[Machine.space], t.object("granter", SpaceKind.self))
    if kernel == .published { t.assumePublished() }
    t.assume("a domain's owner has it", KernelInvariant.spaces(before).only(["owner"]))
    t.assumeAddressSpaces([
      "registers", "CPD", "masks", "windows", "no-overlap", "\(side)-TLB-ranges", "\(side)-TLB",
    ])
    let (after, error) = t.perform(on: before) { kernel.revoke(&$0, client, by: granter) }
    let reach = t.reach(in: after, through: L.self)
    let own = DirectoryEntry<T.R>(client, Megabyte(at: reach.ideal.mva))
    t.assume(
      "there is a window onto the granter",
      before[PageDirectory.isWindow, own] != 0 && before[PageDirectory.granter, own] == granter.word)
    t.prove("the access doesn't go ahead", !reach.actual.completes)
    t.reach("an entry serves the access", reach.isHeld && error == .none)
  }
}
