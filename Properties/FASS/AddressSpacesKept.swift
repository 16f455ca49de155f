import ARMSemantics
import Checker
import Logic
import Model

/// An operation of the kernel on address spaces.
public enum SpaceOperation: String, Sendable, CaseIterable {
  case create, delete, setProcessID, setVspace, mapSmall, mapLarge, mapSection, unmapSmall, unmapLarge, unmapMegabyte
  case changeRights, openWindow, closeWindow, grant, revoke, activate, handleAbort

  func perform<T: Trial>(_ t: inout T) -> (state: T.S, result: T.R.Word) {
    let before = t.state
    let space = t.object("space", SpaceKind.self)
    switch self {
    case .create:
      let utcbs = t.word("UTCBs")
      return t.perform(on: before) { Kernel.createSpace(&$0, space, utcbs: utcbs) }
    case .delete: return t.perform(on: before) { Kernel.deleteSpace(&$0, space) }
    case .setProcessID:
      let processID = t.word("process ID")
      return t.perform(on: before) { Kernel.setProcessID(&$0, space, processID) }
    case .setVspace:
      let vspace = t.word("vspace")
      return t.perform(on: before) { Kernel.setVspace(&$0, space, vspace) }
    case .mapSmall: return map(&t, space, PageSize.small)
    case .mapLarge: return map(&t, space, PageSize.large)
    case .mapSection: return map(&t, space, PageSize.section)
    case .unmapSmall: return unmap(&t, space, PageSize.small)
    case .unmapLarge: return unmap(&t, space, PageSize.large)
    case .unmapMegabyte: return unmap(&t, space, PageSize.section)
    case .changeRights:
      let (address, size, permissions) = (t.word("address"), t.word("size"), t.word("permissions"))
      return t.perform(on: before) {
        Kernel.changeRights(&$0, space, address, size: size, permissions: permissions)
      }
    case .openWindow:
      let (m, granter) = (t.object("megabyte", MegabyteKind.self), t.object("granter", SpaceKind.self))
      return t.perform(on: before) { Kernel.openWindow(&$0, space, m, onto: granter) }
    case .closeWindow:
      let m = t.object("megabyte", MegabyteKind.self)
      return t.perform(on: before) { Kernel.closeWindow(&$0, space, m) }
    case .grant:
      let (granter, rights) = (t.object("granter", SpaceKind.self), t.word("rights"))
      return t.perform(on: before) { Kernel.grant(&$0, space, by: granter, rights) }
    case .revoke:
      let granter = t.object("granter", SpaceKind.self)
      return t.perform(on: before) { Kernel.revoke(&$0, space, by: granter) }
    case .activate:
      let isInUse = before.isInUse(space)
      return t.perform(on: before) { k in
        k.when(isInUse) { Kernel.activate(&$0, space) }
        return T.R.ite(isInUse, 0, T.R.Word(constant: SpaceError.invalidSpace))
      }
    case .handleAbort:
      let abort = t.arbitraryAbort()
      let (after, verdict) = t.perform(on: before) { Kernel.handleAbort(&$0, abort) }
      return (after, T.R.ite(verdict.action == T.R.Word(constant: AbortAction.retry), 0, 1))
    }
  }

  private func map<T: Trial>(_ t: inout T, _ space: Space<T.R>, _ size: UInt32) -> (state: T.S, result: T.R.Word) {
    let page = PageRequest<T.R>(
      address: t.word("address"), size: T.R.Word(constant: size), frame: t.word("frame"),
      permissions: t.word("permissions"), attributes: t.word("attributes"))
    return t.perform(on: t.state) { Kernel.map(&$0, space, page) }
  }

  private func unmap<T: Trial>(_ t: inout T, _ space: Space<T.R>, _ size: UInt32) -> (state: T.S, result: T.R.Word) {
    let address = t.word("address")
    return t.perform(on: t.state) { Kernel.unmap(&$0, space, address, size: T.R.Word(constant: size)) }
  }
}

extension SpaceOperation {
  /// Takes the cases of an operation apart, so that each is proved by itself.
  func split<T: Trial>(_ t: inout T) {
    let k = t.state
    switch self {
    case .activate:
      let space = t.object("space", SpaceKind.self)
      splitRecycling(&t, k[SpaceTable.domain, space] == .noDomain)
    case .handleAbort:
      let abort = t.arbitraryAbort()
      let m = Megabyte<T.R>(at: abort.cause(k).mva)
      let isFault = CachingDirectory.entry(k, m).isFault
      let source: Space<T.R>
      if t.branch("the kernel was interrupted", abort.isPrivileged) {
        source = Kernel.utcbOwner(m)
      } else if t.branch(
        "the space maps it", k[PageDirectory.descriptor, DirectoryEntry(k[Machine.space], m)] != 0)
      {
        source = k[Machine.space]
      } else {
        source = Kernel.granter(k, m)
      }
      if splitRecycling(&t, k[SpaceTable.domain, source] == .noDomain) { return }
      _ = t.branch("a gap is there", isFault)
    default: break
    }
  }

  @discardableResult
  private func splitRecycling<T: Trial>(_ t: inout T, _ condition: T.R.Truth) -> Bool {
    let k = t.state
    guard t.branch("a domain is recycled", condition) else { return false }
    let domain = Kernel.victim(k)
    _ = t.branch("it is dirty", k[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: domain)))
    _ = t.branch("it has an owner", k[DomainTable.owner, domain] != .none)
    return true
  }
}

extension Trial {
  /// Any abort at all.
  mutating func arbitraryAbort() -> Abort<R> {
    Abort(
      isPrefetch: word("is a prefetch abort") != 0, isWrite: word("is a store") != 0,
      isPrivileged: word("is the kernel's") != 0, instruction: word("instruction address"))
  }

  /// Restricts the claim to states that satisfy the invariants of the kernel and of its address spaces.
  mutating func assumeAddressSpaces() {
    assumeInvariant()
    assume("the address space invariant holds", AddressSpaceInvariant.claims(state))
  }
}

/// An operation on address spaces keeps both invariants.
public struct KeepsAddressSpaces: KernelProperty {
  let operation: SpaceOperation
  public init(_ operation: SpaceOperation) { self.operation = operation }
  public var name: String { "fass/\(operation.rawValue)-keeps-invariant" }
  public var statement: String { "TODO" }
  public var faults: [Fault] { [] }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeAddressSpaces()
    let (refused, error) = operation.perform(&t)
    if t.branch("refused", error != 0) {
      t.proveSame("nothing changes", ("after", refused), ("before", t.state))
      return
    }
    operation.split(&t)
    let (after, _) = operation.perform(&t)
    t.prove(
      "the kernel invariant holds afterwards",
      KernelInvariant.claims(after).filter { operation != .activate || $0.name != "running-space" })
    t.prove("the address space invariant holds afterwards", AddressSpaceInvariant.claims(after))
  }
}
