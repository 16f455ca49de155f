import ARMSemantics
import Logic
import Model

extension Published {
  /// Deletes a space: as ``Kernel/deleteSpace(_:_:)``, but for flushes, which come of what it unmaps, and for its domain,
  /// which nobody owns then. Its UTCBs are unmapped and flushed whether or not it has a domain: with its threads, page by
  /// page, in the published kernel.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func deleteSpace<S: Store>(_ k: inout S, _ space: Space<S.R>) -> CallError<S.R> {
    let thread = k.first(
      ThreadKind.self, where: { k, t in k[TCB.space, t] == space }, by: { _, _ in (major: 0, minor: 0) })
    let error = S.R.firstError([
      (!k.isInUse(space), .invalidSpace),
      (space == k[Machine.space] || thread != .none, .busy),
    ])
    k.when(error == .none) { k in
      let mapped = k.first(
        DirectoryEntryKind.self,
        where: { k, entry in
          entry.space == space && entry.megabyte.word < S.R.Word(constant: Section.utcbs)
            && k[PageDirectory.descriptor, entry] != 0
        }, by: { _, _ in (major: 0, minor: 0) })
      let utcbs = Section.utcbs(of: space)
      k.when(k[PageDirectory.descriptor, DirectoryEntry(space, utcbs)] != 0) { flush(&$0, caches: true) }
      k.when(mapped != .none) { flush(&$0, space) }
      Kernel.write(&k, CachingDirectory.word(k, utcbs), 0)
      k.when(k[SpaceTable.domain, space] != .noDomain) { freeDomain(&$0, of: space) }
      Kernel.clearSpace(&k, space)
    }
    return error
  }

  /// A space that is deleted gives its domain back. Nothing is flushed here.
  @inlinable
  static func freeDomain<S: Store>(_ k: inout S, of space: Space<S.R>) {
    let domain = k[SpaceTable.domain, space]
    dismissClients(&k, of: space)
    k[SpaceTable.domain, space] = .noDomain
    k[DomainTable.owner, domain] = .none
    clearRecorded(&k, domain)
  }

  /// Changes the FCSE process ID of a space. Other than ``Kernel/setProcessID(_:_:_:)``: not in the register (B15).
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func setProcessID<S: Store>(_ k: inout S, _ space: Space<S.R>, _ processID: S.R.Word) -> CallError<S.R>
  {
    let error = S.R.firstError([
      (!k.isInUse(space), .invalidSpace),
      (processID >= S.R.Word(constant: FCSE.processes), .invalidParameter),
    ])
    k.when(error == .none) { k in k[SpaceTable.processID, space] = processID }
    return error
  }

  /// Moves a space to another vspace. Other than ``Kernel/setVspace(_:_:_:)``: lines that were kept because of the old
  /// promise stay in the caches (B10).
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func setVspace<S: Store>(_ k: inout S, _ space: Space<S.R>, _ vspace: S.R.Word) -> CallError<S.R> {
    let error = S.R.firstError([
      (!k.isInUse(space), .invalidSpace),
      (vspace > 0xFFFF, .invalidParameter),
    ])
    k.when(error == .none) { k in k[SpaceTable.vspace, space] = vspace }
    return error
  }
}
