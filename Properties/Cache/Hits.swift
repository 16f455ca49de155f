import ARMSemantics
import Checker
import Logic
import Model

/// A virtually indexed and tagged cache that isn't flushed on a switch still answers with the space's own frames.
public struct HitsAreTheIdealsFrame<C: CacheLineTable>: KernelProperty {
  private let side: String
  private let owner: Field<LineOwners, Plain>

  public init(of side: String, _ owner: Field<LineOwners, Plain>) {
    self.side = side
    self.owner = owner
  }

  public var name: String { "cache/\(side)-hits-are-the-ideals-frame" }
  public var statement: String {
    """
    For every state that satisfies the address space invariant (of which only those claims are assumed that the proof \
    needs), and every access by user code that goes ahead: if the \(side) cache has a line for its address, that line is of \
    the frame that the ideal gives to the space that runs. Lines outlive switches, and flushes are left out between \
    spaces of one vspace: it is assumed that such spaces map the address to the same frame.
    """
  }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [
      Mutation("spaces of one vspace may disagree", .skipAssumption(Self.agreement)),
      Mutation("the line is another frame's", .alterRead(.init(C.physicalLine), .flip(1 << 7))),
    ]
  }

  private static var agreement: String { "spaces of one vspace map the address to the same frame" }

  public func run<T: Trial>(_ t: inout T) {
    let k = t.state
    var access = t.arbitraryAccess()
    access.isPrivileged = false
    let profile = Kernel.processor
    let ideal = t.specify(on: k) { Ideal.outcome($0, $0[Machine.space], access, profile) }.result
    let line = VirtualLine<T.R>(at: ideal.mva)
    t.consider(line)
    let m = Megabyte<T.R>(at: ideal.mva)
    let theirs = k[DomainTable.owner, Ref(CachingDirectory.entry(k, m).domain)]
    let filler = Space<T.R>(k[owner, line])
    func frame(_ space: Space<T.R>) -> T.R.Word {
      let descriptor = FirstLevelDescriptor<T.R>(k[PageDirectory.descriptor, DirectoryEntry(space, m)])
      return Granule.line(at: Walk.firstLevel(k, descriptor, ideal.mva, profile).physicalAddress(of: ideal.mva))
    }
    t.assume(
      Self.agreement, (filler != theirs && k.sharesVspace(filler, theirs)).implies(frame(filler) == frame(theirs)))
    t.assume(
      "the address space invariant holds",
      AddressSpaceInvariant.claims(k).only([
        "registers", "CPD", "directories", "masks", "windows", "no-overlap", "\(side)-lines", "\(side)-lines-are-dirty",
      ]))
    let (actual, physicalLine) = t.perform(on: k) { (MMU.outcome($0, access, profile), $0[C.physicalLine, line]) }
      .result
    let isThere = actual.completes && k[C.isValid, line] != 0
    t.prove(
      "a line that is there is of the ideal's frame",
      isThere.implies(
        ideal.completes && physicalLine == Granule.line(at: ideal.physicalAddress)))
    t.reach("a line of its own", isThere && filler == k[Machine.space])
    t.reach("a line that another space of the vspace has fetched", isThere && filler != theirs)
  }
}
