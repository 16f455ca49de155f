import ARMSemantics
import Checker
import Logic
import Model

/// No line outlives the mapping of its frame's owner.
public struct LinesHaveAnOwner<C: CacheLineTable>: KernelProperty {
  private let side: String
  private let owner: Field<LineOwners, Plain>

  public init(of side: String, _ owner: Field<LineOwners, Plain>) {
    self.side = side
    self.owner = owner
  }

  public var name: String { "cache/\(side)-lines-have-an-owner" }
  public var statement: String {
    """
    For every state that satisfies the address space invariant (of which only those claims are assumed that the proof \
    needs), and every line of the \(side) cache, dirty or clean: the space that it was filled for is in use, maps its \
    address as cacheable to its frame, and has a domain that counts as dirty, unless the line is one of UTCBs. So no \
    line outlives its space or its mapping; and a clean domain has no line in the cache, so that leaving out the \
    flush then is sound.
    """
  }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [
      Mutation("lines are taken for those of another frame", .alterRead(.init(C.physicalLine), .flip(1 << 7))),
      Mutation("no domain counts as dirty", .alterRead(.init(Machine.dirtyDomains), .become(0))),
      Mutation("no space counts as in use", .alterRead(.init(SpaceTable.isInUse), .become(0))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let k = t.state
    let line = t.object("line", VirtualLineKind.self)
    t.assumeAddressSpaces(["directories", "\(side)-lines", "\(side)-lines-are-dirty"])
    t.assume("the line is in the cache", k[C.isValid, line] != 0)
    let space = Space<T.R>(k[owner, line])
    let mva = line.address
    let m = Megabyte<T.R>(at: mva)
    let found = t.perform(on: k) { k in
      let mapping = Walk.firstLevel(
        k, FirstLevelDescriptor<T.R>(k[PageDirectory.descriptor, DirectoryEntry(space, m)]), mva, Kernel.processor)
      let domain = k[SpaceTable.domain, space]
      let isFrame: T.R.Truth =
        mapping.status.completes
        && mapping.physicalAddress(of: mva) == Granule.address(ofLine: k[C.physicalLine, line])
      return T.R.ite(k.isInUse(space), 1, 0)
        | T.R.ite(isFrame && mapping.attributes.contains(.cacheable), 2, 0)
        | T.R.ite(
          domain != .noDomain && k[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: domain)), 4, 0)
    }.result
    t.prove("its space is in use", found.intersects(1))
    t.prove("its space maps the address to its frame, as cacheable", found.intersects(2))
    let isUTCBs: T.R.Truth = m.word >= T.R.Word(constant: Section.utcbs)
    t.prove("its space's domain counts as dirty", isUTCBs || found.intersects(4))
    t.reach("a dirty line", k[C.isDirty, line] != 0)
    t.reach(
      "a line of a page", FirstLevelDescriptor<T.R>(k[PageDirectory.descriptor, DirectoryEntry(space, m)]).isCoarse)
  }
}
