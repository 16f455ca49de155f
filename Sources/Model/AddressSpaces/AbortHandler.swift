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
}

/// What comes of an abort: values of ``Verdict/action``.
public enum AbortAction {
  /// The tables are repaired: the instruction runs again.
  @inlinable public static var retry: UInt32 { 0 }
  /// The thread's pager is asked.
  @inlinable public static var pageFault: UInt32 { 1 }
  /// The thread's exception handler is told.
  @inlinable public static var exception: UInt32 { 2 }
  /// The kernel stops: it made an access that nothing repairs.
  @inlinable public static var panic: UInt32 { 3 }

  /// The actions by name.
  public static var names: [UInt32: String] {
    [retry: "retry", pageFault: "page fault", exception: "exception", panic: "panic"]
  }
}

/// What the kernel says of an abort.
@frozen public struct Verdict<R: Reading>: Record {
  /// An ``AbortAction``.
  public var action: R.Word
  /// The modified virtual address of the access: the fault registers tell no other.
  public var address: R.Word
  /// What was tried: an `AccessKind`.
  public var access: R.Word
  /// The virtual address of the instruction.
  public var instruction: R.Word
  /// The fault status.
  public var status: R.Word

  @inlinable
  public init(action: R.Word, address: R.Word, access: R.Word, instruction: R.Word, status: R.Word) {
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
      ("action", action), ("address", address), ("access", access), ("instruction", instruction), ("status", status),
    ]
  }
}

extension Kernel {
  /// Handles an abort of the running thread, or of the kernel on its behalf.
  ///
  /// What the ideal allows is repaired in one go: the space whose mapping it is gets a domain if it has none, its entry
  /// goes into the CPD, and the active space gets the access that it was granted. Then the instruction runs again.
  @inlinable
  public static func handleAbort<S: Store>(_ k: inout S, _ abort: Abort<S.R>) -> Verdict<S.R> {
    let status = S.R.ite(
      abort.isPrefetch, S.R.Word(constant: Status.sectionTranslation),
      FaultStatusRegister.status.of(k[CP15.faultStatus]))
    let address = S.R.ite(abort.isPrefetch, abort.instruction, k[CP15.faultAddress])
    let mva = FCSE.relocate(address, k[CP15.processID], reading: S.R.self)
    let m = Megabyte<S.R>(at: mva)
    let source = S.R.ite(abort.isPrivileged, utcbOwner(k, m), source(k, m))
    let isProvided = CachingDirectory.shows(k, source, m) && (abort.isPrivileged || hasAccess(k, to: source))
    let isRepairable = isOfMapping(status) && source != .none && !isProvided
    k.when(isRepairable) { k in
      provide(&k, source, m)
      k.when(!abort.isPrivileged) { admit(&$0, to: source) }
    }
    let hopeless = S.R.ite(
      abort.isPrivileged, S.R.Word(constant: AbortAction.panic),
      S.R.ite(
        isOfMapping(status), S.R.Word(constant: AbortAction.pageFault), S.R.Word(constant: AbortAction.exception)))
    return Verdict(
      action: S.R.ite(isRepairable, S.R.Word(constant: AbortAction.retry), hopeless), address: mva,
      access: S.R.ite(
        abort.isPrefetch, S.R.Word(constant: AccessKind.fetch),
        S.R.ite(abort.isWrite, S.R.Word(constant: AccessKind.write), S.R.Word(constant: AccessKind.read))),
      instruction: abort.instruction, status: status)
  }

  /// Whether a fault status is one of translation, domain or permission. Bit 0 tells these and alignment faults from
  /// external aborts, bits 2 and 3 tell them from alignment faults (ARM ARM, B4.6).
  @inlinable @inline(__always)
  public static func isOfMapping<W: LogicWord>(_ status: W) -> W.Truth {
    status.intersects(W(constant: 0b0001)) && status.intersects(W(constant: 0b1100))
  }

  /// The space whose mapping the active space uses in a megabyte: itself, the granter that its window there looks at, or
  /// `none`.
  @inlinable @inline(__always)
  public static func source<S: Store>(_ k: S, _ m: Megabyte<S.R>) -> Space<S.R> {
    let active = k[Machine.space]
    let entry = DirectoryEntry<S.R>(active, m)
    let granter = Space<S.R>(k[PageDirectory.granter, entry])
    let isShared =
      k[PageDirectory.isWindow, entry] != 0 && k[Grants.rights, Ref(client: active, granter: granter)] != 0
      && k[PageDirectory.descriptor, DirectoryEntry(granter, m)] != 0
    return S.R.ite(k[PageDirectory.descriptor, entry] != 0, active, S.R.ite(isShared, granter, .none))
  }

  /// The space whose UTCBs are in a megabyte, or `none`.
  @inlinable
  static func utcbOwner<S: Store>(_ k: S, _ m: Megabyte<S.R>) -> Space<S.R> {
    let owner = Space<S.R>(m.word &- S.R.Word(constant: Section.utcbs))
    let isMapped = k.exists(owner) && k[PageDirectory.descriptor, DirectoryEntry(owner, m)] != 0
    return S.R.ite(isMapped, owner, .none)
  }

  /// What the active space's mask must say of the domain of a space whose mappings it uses.
  @inlinable @inline(__always)
  static func right<S: Store>(_ k: S, to source: Space<S.R>) -> S.R.Word {
    S.R.ite(
      source == k[Machine.space], S.R.Word(constant: DACR.client),
      k[Grants.rights, Ref(client: k[Machine.space], granter: source)])
  }

  /// Whether the active space's mask says of the domain of a space what it should.
  @inlinable @inline(__always)
  static func hasAccess<S: Store>(_ k: S, to source: Space<S.R>) -> S.R.Truth {
    DACR.access(to: k[SpaceTable.domain, source].word, in: k[Machine.mask]) == right(k, to: source)
  }

  /// Puts a space's entry into the CPD, if it isn't there, with a domain for the space if it has none.
  @inlinable
  static func provide<S: Store>(_ k: inout S, _ source: Space<S.R>, _ m: Megabyte<S.R>) {
    k.when(k[SpaceTable.domain, source] == .noDomain) { giveDomain(&$0, source) }
    k.when(!CachingDirectory.shows(k, source, m)) { install(&$0, source, m) }
  }

  /// Gives the active space the access to a space's domain that it has been granted.
  @inlinable
  static func admit<S: Store>(_ k: inout S, to source: Space<S.R>) {
    setAccess(&k, of: k[Machine.space], to: k[SpaceTable.domain, source], right(k, to: source))
  }
}
