import ARMSemantics
import Logic
import Model

extension FastPath {
  /// Handles an abort: as ``Kernel/handleAbort(_:_:)``, with one look at the page directory and one at the CPD in the
  /// common case, that the active space maps the megabyte itself.
  @inlinable
  public static func handleAbort<S: Store>(_ m: inout S, _ abort: Abort<S.R>) -> AbortResult<S.R> {
    let (status, mva) = abort.cause(m)
    func result(_ action: Code<AbortAction, S.R>) -> AbortResult<S.R> {
      abort.result(action, address: mva, status: status)
    }
    let isKernels = m.branch("the kernel was interrupted", abort.isPrivileged)
    let hopeless: Code<AbortAction, S.R> = isKernels ? .panic : .pageFault
    guard m.branch("the fault is one of translation, domain or permission", status.isOfMapping) else {
      return result(isKernels ? .panic : .exception)
    }
    let section = Megabyte<S.R>(at: mva)
    guard let (source, descriptor, right) = source(&m, section, isKernels: isKernels) else { return result(hopeless) }

    // The space has a domain, and its entry is in the CPD.
    let isGiven = m.branch("the source has no domain", m[SpaceTable.domain, source] == .noDomain)
    if isGiven { giveDomain(&m, source) }
    let domain = m[SpaceTable.domain, source]
    let entry = descriptor | FirstLevel.domain.holding(domain.word)
    let isInstalled = m.branch("its entry is in the CPD", CachingDirectory.entry(m, section).word == entry)
    if !isInstalled { install(&m, source, section, entry, domain) }
    let isRepaired = isGiven || !isInstalled
    if isKernels { return result(isRepaired ? .retry : hopeless) }

    // The active space has access to it.
    let field = DACR.access(DACR.field, to: domain)
    let access = DACR.rights(right, to: domain)
    let mask = m[Machine.mask]
    if m.branch("the active space has that access", mask & field == access) {
      return result(isRepaired ? .retry : hopeless)
    }
    setMask(&m, mask.clearing(field) | access)
    return result(.retry)
  }

  /// Whose mapping the megabyte of an abort is, what it is, and what access to it the active space should have; nil when
  /// nobody has one that the active space may use.
  @inlinable @inline(__always)
  static func source<S: Store>(
    _ m: inout S, _ section: Megabyte<S.R>, isKernels: Bool
  ) -> (space: Space<S.R>, descriptor: S.R.Word, right: S.R.Word)? {
    let client = S.R.Word(constant: DACR.client)
    if isKernels {
      let owner = Space<S.R>(section.word &- S.R.Word(constant: Section.utcbs))
      guard m.branch("the section is one of UTCBs", m.exists(owner)) else { return nil }
      let descriptor = m[PageDirectory.descriptor, DirectoryEntry(owner, section)]
      return m.branch("its space has UTCBs", descriptor != 0) ? (owner, descriptor, client) : nil
    }
    let active = m[Machine.space]
    let entry = DirectoryEntry<S.R>(active, section)
    let own = m[PageDirectory.descriptor, entry]
    if m.branch("the active space maps the megabyte", own != 0) { return (active, own, client) }
    guard m.branch("it has a window there", m[PageDirectory.isWindow, entry] != 0) else { return nil }
    let granter = Space<S.R>(m[PageDirectory.granter, entry])
    let rights = m[Grants.rights, Ref(client: active, granter: granter)]
    guard m.branch("the granter grants it something", rights != 0) else { return nil }
    let theirs = m[PageDirectory.descriptor, DirectoryEntry(granter, section)]
    return m.branch("the granter maps the megabyte", theirs != 0) ? (granter, theirs, rights) : nil
  }

  /// The active space's mask changes, with effect at once.
  @inlinable @inline(__always)
  static func setMask<S: Store>(_ m: inout S, _ mask: S.R.Word) {
    m[SpaceTable.mask, m[Machine.space]] = mask
    m[Machine.mask] = mask
    m[Machine.dirtyDomains] = m[Machine.dirtyDomains] | mask
    m[CP15.domainAccessControl] = mask
  }
}
