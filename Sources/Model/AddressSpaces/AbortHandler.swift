import ARMSemantics
import Logic

/// What the processor's abort vectors know of an abort, besides the fault registers.
@frozen public struct Abort<R: Reading> {
  /// Whether this is a prefetch abort: the fault registers say nothing of it.
  public var isPrefetch: R.Truth
  /// Whether the instruction stores: the kernel looks at it, because no fault register tells.
  public var isWrite: R.Truth
  /// Whether the kernel itself was interrupted.
  public var isPrivileged: R.Truth
  /// The virtual address of the instruction.
  public var instruction: R.Word

  @inlinable
  public init(isPrefetch: R.Truth, isWrite: R.Truth, isPrivileged: R.Truth, instruction: R.Word) {
    self.isPrefetch = isPrefetch
    self.isWrite = isWrite
    self.isPrivileged = isPrivileged
    self.instruction = instruction
  }

  /// The fault status and the modified virtual address. A prefetch abort counts as a translation fault of the
  /// instruction's address: not every processor says more (ARM ARM, B4.6).
  @inlinable @inline(__always)
  public func cause<S: Store>(_ k: S) -> (status: Code<FaultStatus, R>, mva: R.Word) where S.R == R {
    let status = R.ite(
      isPrefetch, .sectionTranslation, Code(FaultStatusRegister.status.of(k[CP15.faultStatus])))
    let address = R.ite(isPrefetch, instruction, k[CP15.faultAddress])
    return (status, FCSE.relocate(address, k[CP15.processID], reading: R.self))
  }

  /// What is said of the abort when it comes to an action.
  @inlinable @inline(__always)
  public func result(_ action: Code<AbortAction, R>, address: R.Word, status: Code<FaultStatus, R>) -> AbortResult<R> {
    AbortResult(
      action: action, address: address,
      access: R.ite(
        isPrefetch, .fetch,
        R.ite(isWrite, .write, .read)),
      instruction: instruction, status: status)
  }
}

/// What comes of an abort: values of ``AbortResult/action``.
@frozen public enum AbortAction: Vocabulary {
  public static var names: [Code<Self, Native>: String] {
    [.retry: "retry", .pageFault: "page fault", .exception: "exception", .panic: "panic"]
  }
}

extension Code where V == AbortAction {
  /// The tables are repaired: the instruction runs again.
  @inlinable @inline(__always) public static var retry: Self { Self(constant: 0) }
  /// The thread's pager is asked.
  @inlinable @inline(__always) public static var pageFault: Self { Self(constant: 1) }
  /// The thread's exception handler is told.
  @inlinable @inline(__always) public static var exception: Self { Self(constant: 2) }
  /// The kernel stops: it made an access that nothing repairs.
  @inlinable @inline(__always) public static var panic: Self { Self(constant: 3) }
}

/// What the kernel says of an abort.
@frozen public struct AbortResult<R: Reading>: Record {
  /// An ``AbortAction``.
  public var action: Code<AbortAction, R>
  /// The modified virtual address of the access: the fault registers tell no other.
  public var address: R.Word
  /// What was tried: an `AccessKind`.
  public var access: Code<AccessKind, R>
  /// The virtual address of the instruction.
  public var instruction: R.Word
  /// The fault status.
  public var status: Code<FaultStatus, R>

  @inlinable
  public init(
    action: Code<AbortAction, R>, address: R.Word, access: Code<AccessKind, R>, instruction: R.Word,
    status: Code<FaultStatus, R>
  ) {
    self.action = action
    self.address = address
    self.access = access
    self.instruction = instruction
    self.status = status
  }

  @inlinable
  public static func merge(_ c: R.Truth, _ a: Self, _ b: Self) -> Self {
    Self(
      action: R.ite(c, a.action, b.action), address: R.ite(c, a.address, b.address),
      access: R.ite(c, a.access, b.access), instruction: R.ite(c, a.instruction, b.instruction),
      status: R.ite(c, a.status, b.status))
  }

  public var leaves: [(name: String, word: R.Word)] {
    [
      ("action", action.word), ("address", address), ("access", access.word), ("instruction", instruction),
      ("status", status.word),
    ]
  }
}

extension Kernel {
  /// Handles an abort of the running thread, or of the kernel on its behalf.
  ///
  /// What the ideal allows is repaired in one go: the space whose mapping it is gets a domain if it has none, its entry
  /// goes into the CPD, and the active space gets the access that it was granted. Then the instruction runs again.
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
