import ARMSemantics
import Checker
import Logic
import Model
import Published

/// An operation of the kernel on address spaces, or a step of the hardware.
public enum SpaceOperation: String, Sendable, CaseIterable {
  case create, delete
  case setProcessID = "set-process-id"
  case setVspace = "set-vspace"
  case mapSmall = "map-small"
  case mapLarge = "map-large"
  case mapSection = "map-section"
  case unmapSmall = "unmap-small"
  case unmapLarge = "unmap-large"
  case unmapMegabyte = "unmap-megabyte"
  case changeRights = "change-rights"
  case openWindow = "open-window"
  case closeWindow = "close-window"
  case grant, revoke, activate
  case kernelAbort = "kernel-abort"
  case ownAbort = "own-abort"
  case windowAbort = "window-abort"
  case fillTLB = "tlb-fill"
  case evictTLB = "tlb-eviction"
  case fillLine = "cache-fill"
  case evictLine = "cache-eviction"

  /// Those that an item of MapControl asks for.
  static let mapItems: [Self] = [
    .mapSmall, .mapLarge, .mapSection, .unmapSmall, .unmapLarge, .unmapMegabyte, .changeRights, .openWindow,
    .closeWindow,
  ]

  /// What is done, as the end of a sentence.
  var description: String {
    switch self {
    case .create: "creating a space, with UTCBs or without"
    case .delete: "deleting a space"
    case .setProcessID: "changing a space's process ID"
    case .setVspace: "moving a space to another vspace"
    case .mapSmall: "mapping a page of 4 KB, anew or in place of another"
    case .mapLarge: "mapping a page of 64 KB, anew or in place of another"
    case .mapSection: "mapping a section of 1 MB, anew or in place of another"
    case .unmapSmall: "unmapping a page of 4 KB"
    case .unmapLarge: "unmapping a page of 64 KB"
    case .unmapMegabyte: "unmapping a section, or all pages of a megabyte"
    case .changeRights: "changing the access permissions of a page of any size"
    case .openWindow: "opening a window"
    case .closeWindow: "closing a window"
    case .grant: "granting one space the mappings of another"
    case .revoke: "revoking a grant"
    case .activate: "making a space the active one, with a domain or with one to be recycled for it"
    case .kernelAbort: "handling an abort of the kernel, with whatever the fault registers say"
    case .ownAbort: "handling an abort of user code where its space maps something, with whatever status"
    case .windowAbort: "handling an abort of user code where its space maps nothing itself, with whatever status"
    case .fillTLB: "filling any entry of either TLB for any address"
    case .evictTLB: "forgetting any entry of either TLB"
    case .fillLine: "fetching the line of any access that goes ahead, by user code, into either cache"
    case .evictLine: "cleaning or evicting any line of the data cache, and writing any word of the write buffer"
    }
  }

  /// What is claimed besides, to end a sentence with.
  fileprivate var exception: String {
    switch self {
    case .activate:
      ", but for the claim that the running thread's space is the active one, which is the caller's affair"
    case .kernelAbort, .ownAbort, .windowAbort: "; and if it repairs nothing, nothing changes"
    case .fillTLB, .evictTLB, .fillLine, .evictLine: ""
    default: "; and if it is refused, nothing changes"
    }
  }

  func perform<T: Trial>(_ t: inout T, _ kernel: Variant) -> (state: T.S, result: CallError<T.R>) {
    let before = t.state
    let space = t.object("space", SpaceKind.self)
    switch self {
    case .create:
      let utcbs = t.word("UTCBs")
      return t.perform(on: before) { Kernel.createSpace(&$0, space, utcbs: utcbs) }
    case .delete: return t.perform(on: before) { kernel.deleteSpace(&$0, space) }
    case .setProcessID:
      let processID = t.word("process ID")
      return t.perform(on: before) { kernel.setProcessID(&$0, space, processID) }
    case .setVspace:
      let vspace = t.word("vspace")
      return t.perform(on: before) { kernel.setVspace(&$0, space, vspace) }
    case .mapSmall: return map(&t, space, kernel, .small)
    case .mapLarge: return map(&t, space, kernel, .large)
    case .mapSection: return map(&t, space, kernel, .section)
    case .unmapSmall: return unmap(&t, space, kernel, .small)
    case .unmapLarge: return unmap(&t, space, kernel, .large)
    case .unmapMegabyte: return unmap(&t, space, kernel, .section)
    case .changeRights:
      let (address, size, permissions) = (t.word("address"), Code<PageSize, T.R>(t.word("size")), t.word("permissions"))
      return t.perform(on: before) {
        kernel.changeRights(&$0, space, address, size: size, permissions: permissions)
      }
    case .openWindow:
      let (m, granter) = (t.object("megabyte", MegabyteKind.self), t.object("granter", SpaceKind.self))
      return t.perform(on: before) { kernel.openWindow(&$0, space, m, onto: granter) }
    case .closeWindow:
      let m = t.object("megabyte", MegabyteKind.self)
      return t.perform(on: before) { kernel.closeWindow(&$0, space, m) }
    case .grant:
      let (granter, rights) = (t.object("granter", SpaceKind.self), t.word("rights"))
      return t.perform(on: before) { kernel.grant(&$0, space, by: granter, rights) }
    case .revoke:
      let granter = t.object("granter", SpaceKind.self)
      return t.perform(on: before) { kernel.revoke(&$0, space, by: granter) }
    case .activate:
      let isInUse = before.isInUse(space)
      return t.perform(on: before) { k in
        k.when(isInUse) { kernel.activate(&$0, space) }
        return T.R.ite(isInUse, .none, .invalidSpace)
      }
    case .kernelAbort, .ownAbort, .windowAbort:
      let abort = abort(&t)
      let (after, result) = t.perform(on: before) { kernel.handleAbort(&$0, abort) }
      // No error of a call: it only tells that nothing was repaired.
      return (after, T.R.ite(result.action == .retry, .none, .noPrivilege))
    case .fillTLB:
      let (address, split) = (t.word("address"), t.word("split") != 0)
      let (data, instruction) = (
        t.object("data TLB entry", DataTLBEntryKind.self),
        t.object("instruction TLB entry", InstructionTLBEntryKind.self)
      )
      return t.perform(on: before) { k in
        TLB.fill(&k, DataTLB.self, data, address, split: split, Kernel.processor)
        TLB.fill(&k, InstructionTLB.self, instruction, address, split: split, Kernel.processor)
        return .none
      }
    case .evictTLB:
      let (data, instruction) = (
        t.object("data TLB entry", DataTLBEntryKind.self),
        t.object("instruction TLB entry", InstructionTLBEntryKind.self)
      )
      return t.perform(on: before) { k in
        TLB.evict(&k, DataTLB.self, data)
        TLB.evict(&k, InstructionTLB.self, instruction)
        return .none
      }
    case .fillLine:
      var access = t.arbitraryAccess()
      access.isPrivileged = false
      let outcome = t.specify(on: before) { MMU.outcome($0, access, Kernel.processor) }.result
      return t.perform(on: before) { k in
        Hardware.fillData(&k, for: outcome)
        Hardware.fillInstruction(&k, for: outcome)
        return .none
      }
    case .evictLine:
      let (line, word) = (t.object("line", VirtualLineKind.self), t.object("word", PhysicalWordKind.self))
      let isEviction = t.word("evict") != 0
      return t.perform(on: before) { k in
        k.when(isEviction) {
          Cache.evict(&$0, DataCache.self, line)
        } else: {
          Cache.clean(&$0, DataCache.self, line)
        }
        Bus.retire(&k, word)
        return .none
      }
    }
  }

  private func map<T: Trial>(_ t: inout T, _ space: Space<T.R>, _ kernel: Variant, _ size: Code<PageSize, T.R>) -> (
    state: T.S, result: CallError<T.R>
  ) {
    let page = PageRequest<T.R>(
      address: t.word("address"), size: size, frame: t.word("frame"),
      permissions: t.word("permissions"), attributes: Flags(t.word("attributes")))
    return t.perform(on: t.state) { kernel.map(&$0, space, page) }
  }

  private func unmap<T: Trial>(_ t: inout T, _ space: Space<T.R>, _ kernel: Variant, _ size: Code<PageSize, T.R>) -> (
    state: T.S, result: CallError<T.R>
  ) {
    let address = t.word("address")
    return t.perform(on: t.state) { kernel.unmap(&$0, space, address, size: size) }
  }
}

extension SpaceOperation {
  /// Takes the cases of an operation apart, so that each is proved by itself.
  func split<T: Trial>(_ t: inout T, _ kernel: Variant) {
    let k = t.state
    switch self {
    case .activate:
      let space = t.object("space", SpaceKind.self)
      splitRecycling(&t, kernel, k[SpaceTable.domain, space] == .noDomain)
    case .kernelAbort where kernel == .published, .ownAbort where kernel == .published,
      .windowAbort where kernel == .published:
      guard t.splitCases(of: abort(&t), in: k) else { return }
      splitRecycling(&t, kernel, true)
      _ = t.branch("a gap is there", CachingDirectory.entry(k, Megabyte(at: abort(&t).cause(k).mva)).isFault)
    case .delete where kernel == .published:
      let space = t.object("space", SpaceKind.self)
      _ = t.branch("the space has a domain", k[SpaceTable.domain, space] != .noDomain)
    case .kernelAbort, .ownAbort, .windowAbort:
      let m = Megabyte<T.R>(at: abort(&t).cause(k).mva)
      let source =
        switch self {
        case .kernelAbort: Kernel.utcbOwner(m)
        case .ownAbort: k[Machine.space]
        default: Kernel.granter(k, m)
        }
      splitRecycling(&t, kernel, k[SpaceTable.domain, source] == .noDomain)
      _ = t.branch("a gap is there", CachingDirectory.entry(k, m).isFault)
    case .mapLarge, .mapSection:
      let entry = DirectoryEntry<T.R>(t.object("space", SpaceKind.self), Megabyte<T.R>(at: t.word("address")))
      _ = t.branch("nothing is mapped there", FirstLevelDescriptor<T.R>(k[PageDirectory.descriptor, entry]).isFault)
    default: break
    }
  }

  /// Restricts the claim to the operation's part of the states. The parts of aborts are all of them together.
  func restrict<T: Trial>(_ t: inout T) {
    guard self == .ownAbort || self == .windowAbort else { return }
    let m = Megabyte<T.R>(at: abort(&t).cause(t.state).mva)
    let isMapped = t.state[PageDirectory.descriptor, DirectoryEntry(t.state[Machine.space], m)] != 0
    t.assume(
      self == .ownAbort ? "the space maps something there" : "the space maps nothing there",
      self == .ownAbort ? isMapped : !isMapped)
  }

  /// Any abort at all, of the kernel or of user code.
  private func abort<T: Trial>(_ t: inout T) -> Abort<T.R> {
    var abort = t.arbitraryAbort()
    abort.isPrivileged = T.R.Truth(self == .kernelAbort)
    return abort
  }

  private func splitRecycling<T: Trial>(_ t: inout T, _ kernel: Variant, _ condition: T.R.Truth) {
    let k = t.state
    guard t.branch("a domain is recycled", condition) else { return }
    if kernel == .published { _ = t.branch("a domain is clean", Published.hasClean(k)) }
    let domain = kernel == .ours ? Kernel.victim(k) : t.specify(on: k) { Published.nextReplacement($0) }.result
    _ = t.branch("it is dirty", k[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: domain)))
    _ = t.branch("it has an owner", k[DomainTable.owner, domain] != .none)
  }
}

extension Trial {
  /// Any abort at all.
  mutating func arbitraryAbort() -> Abort<R> {
    Abort(
      isPrefetch: word("is a prefetch abort") != 0, isWrite: word("is a store") != 0,
      isPrivileged: word("is the kernel's") != 0, instruction: word("instruction address"))
  }

  /// Restricts the claim to what the published kernel relies on where ours does without.
  mutating func assumePublished() {
    assume(
      "what the published kernel relies on holds",
      Published.claims(state) + KernelInvariant.spaces(state)
        + KernelInvariant.machine(state).only(["machine-space", "machine-cache", "dirty"])
        + AddressSpaceInvariant.claims(state).only(["kernel-memory", "kernel-words"]))
  }

  /// Takes the cases of the published handler apart; whether a domain is recycled in this one.
  mutating func splitCases(of abort: Abort<R>, in k: S) -> Bool {
    for (label, holds, recycles) in Published.cases(k, abort) where branch(label, holds) { return recycles }
    return false
  }

  /// Restricts the claim to states that satisfy the invariants of the kernel and of its address spaces.
  mutating func assumeAddressSpaces(of kernel: Variant = .ours) {
    assumeInvariant()
    assume("the address space invariant holds", AddressSpaceInvariant.claims(state) + kernel.claims(state))
  }
}

/// An operation on address spaces keeps both invariants.
public struct KeepsAddressSpaces: KernelProperty {
  let operation: SpaceOperation
  let kernel: Variant
  public init(_ operation: SpaceOperation, of kernel: Variant = .ours) {
    self.operation = operation
    self.kernel = kernel
  }
  public var name: String { "fass/\(operation.rawValue)-keeps-invariant" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel and of its address spaces, and whatever the arguments: \
    both invariants hold after \(operation.description)\(operation.exception).
    """
  }
  public var schema: Schema { kernel.schema }
  public var mutations: [Mutation] { kernel == .ours ? operation.mutations : [] }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeAddressSpaces(of: kernel)
    operation.restrict(&t)
    let (refused, error) = operation.perform(&t, kernel)
    if t.branch("refused", error != .none) {
      t.proveSame("nothing changes", ("after", refused), ("before", t.state))
      return
    }
    operation.split(&t, kernel)
    let (after, _) = operation.perform(&t, kernel)
    t.prove(
      "the kernel invariant holds afterwards",
      KernelInvariant.claims(after).except(operation == .activate ? ["running-space"] : []))
    t.prove("the address space invariant holds afterwards", AddressSpaceInvariant.claims(after) + kernel.claims(after))
  }
}
