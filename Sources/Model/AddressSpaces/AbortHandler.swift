import ARMSemantics
import Logic

extension Kernel {
  /// Handles an abort of the running thread, or of the kernel on its behalf.
  ///
  /// What the ideal allows is repaired in one go: the space whose mapping it is gets a domain if it has none, its entry
  /// goes into the CPD, and the active space gets the access that it was granted. Then the instruction runs again.
  ///
  /// What it forbids is for the thread's pager, where a mapping can mend it (a fault of translation, domain or
  /// permission, and every prefetch abort), and for the exception handler elsewhere. An abort of the kernel's own that
  /// nothing repairs is a panic.
  @inlinable
  public static func handleAbort<S: Store>(_ k: inout S, _ abort: Abort<S.R>) -> AbortResult<S.R> {
    let (status, mva) = abort.cause(k)
    let m = Megabyte<S.R>(at: mva)
    let owner = utcbOwner(m)
    let (active, granter) = (k[Machine.space], granter(k, m))
    let client = S.R.Word(constant: DACR.client)
    let rights = k[Grants.rights, Ref(client: active, granter: granter)]
    let isUTCBs = hasUTCBs(k, owner, m)
    let isOwn = k[PageDirectory.descriptor, DirectoryEntry(active, m)] != 0
    let isShared = shares(k, granter, m)
    let isRepairable: S.R.Truth =
      status.isOfMapping
      && S.R.select(
        abort.isPrivileged, isUTCBs && !isProvided(k, owner, m),
        S.R.select(
          isOwn, !isServed(k, active, m, client), isShared && !isServed(k, granter, m, rights)))
    k.when(status.isOfMapping) { k in
      k.when(abort.isPrivileged) { k in
        k.when(isUTCBs) { ensureMapped(&$0, owner, m) }
      } else: { k in
        k.when(isOwn) {
          ensureReachable(&$0, active, m, client)
        } else: { k in
          k.when(isShared) { ensureReachable(&$0, granter, m, rights) }
        }
      }
    }
    let hopeless = S.R.ite(
      abort.isPrivileged, .panic,
      S.R.ite(
        status.isOfMapping, .pageFault, .exception))
    return abort.result(
      S.R.ite(isRepairable, .retry, hopeless), address: mva, status: status)
  }

  /// The granter that the active space's window in a megabyte looks at, if there is one.
  @inlinable @inline(__always)
  public static func granter<S: Store>(_ k: S, _ m: Megabyte<S.R>) -> Space<S.R> {
    Space(k[PageDirectory.granter, DirectoryEntry(k[Machine.space], m)])
  }

  /// Whether the active space's window in a megabyte shows something: there is one, and a grant, and a mapping.
  @inlinable @inline(__always)
  public static func shares<S: Store>(_ k: S, _ granter: Space<S.R>, _ m: Megabyte<S.R>) -> S.R.Truth {
    let active = k[Machine.space]
    return k[PageDirectory.isWindow, DirectoryEntry(active, m)] != 0
      && k[Grants.rights, Ref(client: active, granter: granter)] != 0
      && k[PageDirectory.descriptor, DirectoryEntry(granter, m)] != 0
  }

  /// The space whose UTCBs would be in a megabyte.
  @inlinable @inline(__always)
  public static func utcbOwner<R: Reading>(_ m: Megabyte<R>) -> Space<R> {
    Space(m.word &- R.Word(constant: Section.utcbs))
  }

  /// Whether a space's UTCBs are in a megabyte.
  @inlinable @inline(__always)
  public static func hasUTCBs<S: Store>(_ k: S, _ owner: Space<S.R>, _ m: Megabyte<S.R>) -> S.R.Truth {
    k.exists(owner) && k[PageDirectory.descriptor, DirectoryEntry(owner, m)] != 0
  }

  /// Whether a space has a domain, and its entry for a megabyte is in the CPD.
  @inlinable @inline(__always)
  static func isProvided<S: Store>(_ k: S, _ source: Space<S.R>, _ m: Megabyte<S.R>) -> S.R.Truth {
    k[SpaceTable.domain, source] != .noDomain
      && CachingDirectory.entry(k, m).word == CachingDirectory.tagged(k, source, m)
  }

  /// Whether the active space's mask says of the domain of a space what it should.
  @inlinable @inline(__always)
  static func hasAccess<S: Store>(_ k: S, to source: Space<S.R>, _ right: S.R.Word) -> S.R.Truth {
    let domain = k[SpaceTable.domain, source]
    return k[Machine.mask] & DACR.access(DACR.field, to: domain) == DACR.rights(right, to: domain)
  }

  /// Whether nothing is left to repair for an access of the active space to a mapping of a space.
  @inlinable @inline(__always)
  static func isServed<S: Store>(
    _ k: S, _ source: Space<S.R>, _ m: Megabyte<S.R>, _ right: S.R.Word
  ) -> S.R.Truth {
    isProvided(k, source, m) && hasAccess(k, to: source, right)
  }

  /// Puts a space's entry into the CPD, if it isn't there, with a domain for the space if it has none.
  @inlinable
  static func ensureMapped<S: Store>(_ k: inout S, _ source: Space<S.R>, _ m: Megabyte<S.R>) {
    k.when(k[SpaceTable.domain, source] == .noDomain) { giveDomain(&$0, source) }
    k.when(CachingDirectory.entry(k, m).word != CachingDirectory.tagged(k, source, m)) { install(&$0, source, m) }
  }

  /// Provides a space's entry, and gives the active space access to the space's domain.
  @inlinable
  static func ensureReachable<S: Store>(
    _ k: inout S, _ source: Space<S.R>, _ m: Megabyte<S.R>, _ right: S.R.Word
  ) {
    ensureMapped(&k, source, m)
    k.when(!hasAccess(k, to: source, right)) { k in
      let domain = k[SpaceTable.domain, source]
      let mask =
        k[Machine.mask].clearing(DACR.access(DACR.field, to: domain)) | DACR.rights(right, to: domain)
      k[SpaceTable.mask, k[Machine.space]] = mask
      k[Machine.dirtyDomains] = k[Machine.dirtyDomains] | mask
      loadMask(&k, mask)
    }
  }
}
