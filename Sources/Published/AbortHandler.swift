import ARMSemantics
import Logic
import Model

extension Code where V == AbortAction {
  /// In the published kernel only: the thread goes on at its callback, because its window asks for that.
  @inlinable @inline(__always) public static var callback: Self { Self(constant: 4) }
}

/// Values of ``PageDirectory/isWindow`` in the published kernel only.
public enum PublishedWindow {
  /// A window that asks for the thread's callback where the granter maps nothing.
  @inlinable public static var callback: UInt32 { 2 }
}

/// An abort as the published handler sees it.
@usableFromInline struct AbortView<S: Store> {
  @usableFromInline let (active, owner, granter): (Space<S.R>, Space<S.R>, Space<S.R>)
  @usableFromInline let m: Megabyte<S.R>
  /// The domains that the entry in the CPD is tagged with, and that the granter has.
  @usableFromInline let (tag, granterDomain): (Ref<DomainKind, S.R>, Ref<DomainKind, S.R>)
  /// The kernel has touched UTCBs.
  @usableFromInline let isOfUTCBs: S.R.Truth
  /// These UTCBs are those of a space without a domain.
  @usableFromInline let lacksUTCBs: S.R.Truth
  /// The entry is tagged with a domain that a granter owns, and the active space's mask has nothing of it.
  @usableFromInline let joins: S.R.Truth
  /// Otherwise: there is a window, and the entry isn't tagged with the space's own domain.
  @usableFromInline let looksThroughWindow: S.R.Truth
  /// The granter maps the megabyte, and has no domain; or it has one, and the entry isn't tagged with it.
  @usableFromInline let (opensAnew, opens): (S.R.Truth, S.R.Truth)
  /// Otherwise: the space maps the page, and the entry isn't tagged with its domain.
  @usableFromInline let installs: S.R.Truth

  @inlinable
  init(_ k: S, address: S.R.Word, isPrivileged: S.R.Truth) {
    let m = Megabyte<S.R>(at: address)
    let active = k[Machine.space]
    let isUsers: S.R.Truth = m.word < S.R.Word(constant: Section.utcbs)
    let entry = CachingDirectory.entry(k, m)
    let tag = Published.tag(entry)
    let isForeign: S.R.Truth = isUsers && tag != k[Machine.domain]
    (self.m, self.active, self.tag) = (m, active, tag)

    let utcbOwner = Kernel.utcbOwner(m)
    isOfUTCBs = isPrivileged && !isUsers && m.word < S.R.Word(constant: Section.kernel)
    lacksUTCBs = entry.isFault && k.isInUse(utcbOwner) && k[SpaceTable.domain, utcbOwner] == .noDomain

    owner = k[DomainTable.owner, tag]
    joins =
      isForeign && !k[SpaceTable.mask, active].intersects(DACR.access(DACR.field, to: tag)) && k.exists(owner)
      && k[Grants.rights, Ref(client: active, granter: owner)] != 0

    let own = DirectoryEntry<S.R>(active, m)
    let granter = Space<S.R>(k[PageDirectory.granter, own])
    let domain = k[SpaceTable.domain, granter]
    looksThroughWindow = isForeign && k[PageDirectory.isWindow, own] != 0
    let isMapped: S.R.Truth = k[PageDirectory.descriptor, DirectoryEntry(granter, m)] != 0
    opensAnew = isMapped && domain == .noDomain
    opens = isMapped && domain != .noDomain && tag != domain
    (self.granter, granterDomain) = (granter, domain)

    let first = FirstLevelDescriptor<S.R>(k[PageDirectory.descriptor, own])
    let page = k[PhysicalMemory.contents, Kernel.slot(first, address)]
    installs =
      isForeign && !first.isFault
      && !(first.isCoarse && SecondLevel.type.of(page) == S.R.Word(constant: SecondLevel.fault))
  }

  /// Whether something is repaired, or said to be.
  @inlinable
  var isRepaired: S.R.Truth {
    isOfUTCBs || joins || S.R.select(looksThroughWindow, opensAnew || opens, installs)
  }
}

extension Published {
  /// Handles an abort. Other than ``Kernel/handleAbort(_:_:)``:
  ///
  /// - An address is relocated with the PID that the space has in memory (B15).
  /// - A grant comes first, whatever the client itself has there (B7); then windows; then the own mappings.
  /// - An entry that is tagged with the space's own domain counts as installed, be it valid or not (B9).
  /// - An abort of the kernel's is handled as if it were the user's; one at UTCBs is always made again.
  @inlinable
  public static func handleAbort<S: Store>(_ k: inout S, _ abort: Abort<S.R>) -> AbortResult<S.R> {
    let status = abort.cause(k).status
    let address = address(k, abort)
    let isOfMapping = status.isOfMapping
    let seen = AbortView(k, address: address, isPrivileged: abort.isPrivileged)
    let callsBack: S.R.Truth =
      seen.looksThroughWindow
      && k[PageDirectory.isWindow, DirectoryEntry(seen.active, seen.m)]
        == S.R.Word(constant: PublishedWindow.callback)
    k.when(isOfMapping) { k in
      k.when(seen.isOfUTCBs) { k in
        k.when(seen.lacksUTCBs) { giveDomain(&$0, Kernel.utcbOwner(seen.m)) }
      } else: { k in
        k.when(seen.joins) {
          join(&$0, seen.tag, of: seen.owner)
        } else: { k in
          k.when(seen.looksThroughWindow) { k in
            k.when(seen.opensAnew) { openAnew(&$0, seen) }
            k.when(seen.opens) { k in
              join(&k, seen.granterDomain, of: seen.granter)
              install(&k, seen.granter, seen.m, seen.granterDomain)
            }
          } else: { k in
            k.when(seen.installs) { k in install(&k, seen.active, seen.m, k[Machine.domain]) }
          }
        }
      }
    }
    let hopeless = S.R.ite(
      isOfMapping,
      S.R.ite(callsBack, .callback, .pageFault),
      S.R.ite(abort.isPrivileged, .panic, .exception))
    return abort.result(
      S.R.ite(isOfMapping && seen.isRepaired, .retry, hopeless), address: address,
      status: status)
  }

  /// The cases that the handler tells apart, of which the first that holds counts, and whether a domain is recycled in each:
  /// a proof takes them one by one.
  public static func cases<S: Store>(
    _ k: S, _ abort: Abort<S.R>
  ) -> [(label: StaticString, holds: S.R.Truth, recycles: Bool)] {
    let seen = AbortView(k, address: address(k, abort), isPrivileged: abort.isPrivileged)
    return [
      ("the kernel touched UTCBs without a domain", seen.isOfUTCBs && seen.lacksUTCBs, true),
      ("the kernel touched UTCBs", seen.isOfUTCBs, false), ("a grant admits to the entry", seen.joins, false),
      ("a window looks at a granter without a domain", seen.looksThroughWindow && seen.opensAnew, true),
      ("a window looks at a granter with a domain", seen.looksThroughWindow && seen.opens, false),
      ("a window looks at nothing", seen.looksThroughWindow, false),
      ("the own entry is installed", seen.installs, false),
    ]
  }

  /// The modified virtual address of an abort, as the kernel takes it.
  @inlinable
  static func address<S: Store>(_ k: S, _ abort: Abort<S.R>) -> S.R.Word {
    FCSE.relocate(
      S.R.ite(abort.isPrefetch, abort.instruction, k[CP15.faultAddress]),
      FCSE.slot(of: k[SpaceTable.processID, k[Machine.space]]), reading: S.R.self)
  }

  /// The active space gets access to the domain of a granter, besides what it has.
  @inlinable
  static func join<S: Store>(_ k: inout S, _ domain: Ref<DomainKind, S.R>, of granter: Space<S.R>) {
    let active = k[Machine.space]
    k[SpaceTable.mask, active] =
      k[SpaceTable.mask, active] | DACR.rights(right(k, active, granter), to: domain)
    Kernel.loadMask(&k, k[SpaceTable.mask, active])
    k[Machine.dirtyDomains] = k[Machine.dirtyDomains] | k[Machine.mask]
  }

  /// Manager if it was granted so, and otherwise client, even with no grant at all.
  @inlinable
  static func right<S: Store>(_ k: S, _ client: Space<S.R>, _ granter: Space<S.R>) -> S.R.Word {
    let manager = S.R.Word(constant: DACR.manager)
    return S.R.ite(
      k[Grants.rights, Ref(client: client, granter: granter)] == manager, manager, S.R.Word(constant: DACR.client))
  }

  /// A window onto a granter without a domain: it gets one, and its entry takes the place of whatever is there. The
  /// caches are not flushed, and the bitmap of the domain that was there keeps the section (B2).
  @inlinable
  static func openAnew<S: Store>(_ k: inout S, _ seen: AbortView<S>) {
    giveDomain(&k, seen.granter)
    let domain = k[SpaceTable.domain, seen.granter]
    join(&k, domain, of: seen.granter)
    record(&k, seen.m, domain, true)
    k.when(!CachingDirectory.entry(k, seen.m).isFault) { Kernel.flushTLBs(&$0) }
    Kernel.write(&k, CachingDirectory.word(k, seen.m), CachingDirectory.tagged(k, seen.granter, seen.m))
  }

  /// Puts the entry of a space into the CPD, instead of what is there, under a domain that should be the space's.
  ///
  /// Only a valid entry is taken out of the bitmap of the domain that it was tagged with (B1). The TLBs are always flushed.
  @inlinable
  static func install<S: Store>(
    _ k: inout S, _ space: Space<S.R>, _ m: Megabyte<S.R>, _ domain: Ref<DomainKind, S.R>
  ) {
    let old = CachingDirectory.entry(k, m)
    let theirs = tag(old)
    let isDirty: S.R.Truth =
      !old.isFault && k[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: theirs))
    k.when(!old.isFault) { record(&$0, m, theirs, false) }
    record(&k, m, domain, true)
    Kernel.write(
      &k, CachingDirectory.word(k, m),
      k[PageDirectory.descriptor, DirectoryEntry(space, m)] | FirstLevel.domain.holding(domain.word))
    let owner = k[DomainTable.owner, theirs]
    flush(&k, caches: isDirty && !k.sharesVspace(space, owner))
    k.when(isDirty) { k in k[Machine.dirtyDomains] = k[Machine.dirtyDomains] | k[Machine.mask] }
  }
}
