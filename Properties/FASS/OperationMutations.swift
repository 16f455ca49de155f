import ARMSemantics
import Checker
import Model

extension SpaceOperation {
  /// Mistakes in an operation that must break the invariant.
  var mutations: [Mutation] {
    switch self {
    case .create:
      [Mutation("a new space gets every domain", .alterWrite(.init(SpaceTable.mask), .become(0xFFFF_FFFF)))]
    case .delete:
      [Mutation("grants outlive their space", .loseWrite(.init(Grants.rights)))]
    case .setProcessID:
      [Mutation("B15: the PID of the active space changes in memory only", .loseWrite(.init(CP15.processID)))]
    case .setVspace:
      [Mutation("B10: a vspace changes, and lines that relied on it stay", .loseWrite(.init(DataCache.isValid)))]
    case .mapSmall:
      [Mutation("the new page table belongs to nobody", .loseWrite(.init(PageTables.user)))]
    case .mapSection:
      [
        Mutation(
          "a section is mapped with its domain filled in", .alterWrite(.init(PageDirectory.descriptor), .flip(1 << 5)))
      ]
    case .unmapSmall:
      [Mutation("a page is unmapped, and its lines stay", .loseWrite(.init(DataCache.isValid)))]
    case .unmapLarge:
      [Mutation("a large page is unmapped, and its fetched lines stay", .loseWrite(.init(InstructionCache.isValid)))]
    case .unmapMegabyte:
      [
        Mutation("a megabyte is unmapped, and its entry in the CPD stays", .loseWrite(.init(PhysicalMemory.contents))),
        Mutation(
          "B9: a megabyte is unmapped, and its entry in the CPD keeps its domain",
          .alterWrite(.init(PhysicalMemory.contents), .become(1 << 5))),
      ]
    case .changeRights:
      [Mutation("rights change, and TLB entries keep the old ones", .loseWrite(.init(InstructionTLB.isValid)))]
    case .openWindow:
      [
        Mutation(
          "a window looks at the space after the granter", .alterWrite(.init(PageDirectory.granter), .add(1 << 20))),
        Mutation(
          "B7: a window hides what the client maps itself", .alterRead(.init(PageDirectory.descriptor), .become(0))),
      ]
    case .closeWindow:
      [
        Mutation("closing a window opens it", .alterWrite(.init(PageDirectory.isWindow), .become(1))),
        Mutation(
          "B8: a window is closed, and what it showed stays in reach", .alterRead(.init(Grants.rights), .become(0))),
      ]
    case .grant:
      [Mutation("a grant has rights that there aren't", .alterWrite(.init(Grants.rights), .become(DACR.reserved)))]
    case .revoke:
      [
        Mutation("B6: the client keeps its access until the next switch", .loseWrite(.init(CP15.domainAccessControl))),
        Mutation("the client's mask keeps the granter's domain", .loseWrite(.init(SpaceTable.mask))),
      ]
    case .activate:
      [
        Mutation("the new space's domains don't count as dirty", .loseWrite(.init(Machine.dirtyDomains))),
        Mutation("B4: the DACR stays the old space's", .loseWrite(.init(CP15.domainAccessControl))),
        Mutation("a recycled domain keeps its entries in the CPD", .loseWrite(.init(PhysicalMemory.contents))),
      ]
    case .fillTLB:
      [Mutation("a TLB entry forgets its domain", .loseWrite(.init(DataTLB.domain)))]
    case .fillLine:
      [Mutation("a line is filled from the wrong frame", .alterWrite(.init(DataCache.physicalLine), .flip(1)))]
    case .mapLarge:
      [Mutation("a large page replaces another, and TLB entries keep the old one", .loseWrite(.init(DataTLB.isValid)))]
    case .ownAbort:
      [
        Mutation("an entry takes the place of another, and TLB entries stay", .loseWrite(.init(DataTLB.isValid))),
        Mutation(
          "B3: an entry is installed under another space's domain", .alterRead(.init(SpaceTable.domain), .flip(1))),
      ]
    case .windowAbort:
      [
        Mutation(
          "B2: an entry takes the place of another, and dirty lines stay",
          .alterRead(.init(Machine.dirtyDomains), .become(0))),
        Mutation(
          "B5: the kernel's DACR stays in force", .alterWrite(.init(CP15.domainAccessControl), .become(DACR.clients))),
      ]
    case .kernelAbort:
      [Mutation("the bitmap of dirty domains is lost", .alterWrite(.init(Machine.dirtyDomains), .become(0)))]
    case .evictTLB:
      [Mutation("a TLB entry that is forgotten is in use", .alterWrite(.init(DataTLB.isValid), .become(1)))]
    case .evictLine:
      [Mutation("a line that is evicted is there", .alterWrite(.init(DataCache.isValid), .become(1)))]
    }
  }
}
