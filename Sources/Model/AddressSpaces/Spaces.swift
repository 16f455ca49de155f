import ARMSemantics
import Logic

/// Numbers of vspaces: 0 for none.
public enum Vspace {
  /// The last one: they have 16 bits.
  @inlinable public static var last: UInt32 { 0xFFFF }
}

extension Kernel {
  /// Creates a space: it maps nothing but its UTCBs, uses nobody's domain and has none. It has no privileges, and its
  /// threads may have the priorities that those of the active space may.
  ///
  /// - Parameter utcbs: The physical address of the megabyte for its UTCBs; `0xFFFFFFFF` for a space without threads.
  ///   Only such a space can grant its mappings to others: a grant would show them the UTCBs.
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func createSpace<S: Store>(_ k: inout S, _ space: Space<S.R>, utcbs: S.R.Word) -> CallError<S.R> {
    let hasUTCBs = utcbs != 0xFFFF_FFFF
    let error = refusal(k, toCreate: space, utcbs: utcbs)
    k.when(error == .none) { k in
      k[SpaceTable.isInUse, space] = 1
      k[SpaceTable.domain, space] = .noDomain
      k[SpaceTable.mask, space] = S.R.Word(constant: DACR.kernelClient)
      k[SpaceTable.processID, space] = 0
      k[SpaceTable.vspace, space] = 0
      k[SpaceTable.privileges, space] = .none
      k[SpaceTable.maximumPriority, space] = k[SpaceTable.maximumPriority, k[Machine.space]]
      k.when(hasUTCBs) { k in
        k[PageDirectory.descriptor, DirectoryEntry(space, Section.utcbs(of: space))] =
          PageRequest<S.R>(
            address: 0, size: .section, frame: utcbs, permissions: 0b11,
            attributes: .both
          ).section
      }
    }
    return error
  }

  /// Why a space can't be created: a ``SystemCallError``.
  @inlinable
  static func refusal<S: Store>(_ k: S, toCreate space: Space<S.R>, utcbs: S.R.Word) -> CallError<S.R> {
    let hasUTCBs = utcbs != 0xFFFF_FFFF
    return S.R.firstError([
      (!k.exists(space) || k[SpaceTable.isInUse, space] != 0, .invalidSpace),
      (hasUTCBs && utcbs.intersects(S.R.Word(constant: MVA.inSection.mask)), .invalidParameter),
      (hasUTCBs && isKernels(k, utcbs), .reserved),
    ])
  }

  /// Deletes a space that isn't active and has no threads: its domain, its page tables, its windows, what it granted and
  /// was granted. Nobody reaches its frames through it any more, and no cache line of them is left.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func deleteSpace<S: Store>(_ k: inout S, _ space: Space<S.R>) -> CallError<S.R> {
    let error = refusal(k, toDelete: space)
    k.when(error == .none) { k in
      k.when(k[SpaceTable.domain, space] != .noDomain) { k in recycle(&k, k[SpaceTable.domain, space]) }
      flushCaches(&k)
      clearSpace(&k, space)
    }
    return error
  }

  /// Nothing is left of a space in the kernel's tables: of its page tables, of windows by it and onto it, of what it granted
  /// and was granted.
  @inlinable
  public static func clearSpace<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    k.updateAll(PhysicalMemory.contents) { k, word in
      let table = pageTable(k, word)
      return S.R.ite(
        k.exists(table) && isUsed(k, table, by: space), 0, k[PhysicalMemory.contents, word])
    }
    k.updateAll(PageTables.user) { k, table in
      S.R.ite(isUsed(k, table, by: space), DirectoryEntry<S.R>.none.word, k[PageTables.user, table].word)
    }
    k.updateAll(PageDirectory.isWindow) { k, entry in
      S.R.ite(
        entry.space == space || k[PageDirectory.granter, entry] == space.word, 0, k[PageDirectory.isWindow, entry])
    }
    k.updateAll(PageDirectory.descriptor) { k, entry in
      S.R.ite(entry.space == space, 0, k[PageDirectory.descriptor, entry])
    }
    k.updateAll(Grants.rights) { k, grant in
      S.R.ite(grant.client == space || grant.granter == space, 0, k[Grants.rights, grant])
    }
    k[SpaceTable.isInUse, space] = 0
    k[SpaceTable.mask, space] = S.R.Word(constant: DACR.kernelClient)
  }

  /// Why a space can't be deleted: a ``SystemCallError``.
  @inlinable
  static func refusal<S: Store>(_ k: S, toDelete space: Space<S.R>) -> CallError<S.R> {
    let thread = k.first(
      ThreadKind.self, where: { k, t in k[TCB.space, t] == space }, by: { _, _ in (major: 0, minor: 0) })
    return S.R.firstError([
      (!k.isInUse(space), .invalidSpace),
      (space == k[Machine.space] || thread != .none, .busy),
    ])
  }

  /// Whether a page table, which exists, is a space's.
  @inlinable
  static func isUsed<S: Store>(
    _ k: S, _ table: Ref<PageTableKind, S.R>, by space: Space<S.R>
  ) -> S.R.Truth {
    let user = k[PageTables.user, table]
    return user != .none && user.space == space
  }

  /// Changes the FCSE process ID of a space; of the active one in the register as well.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func setProcessID<S: Store>(_ k: inout S, _ space: Space<S.R>, _ processID: S.R.Word) -> CallError<S.R>
  {
    let error = S.R.firstError([
      (!k.isInUse(space), .invalidSpace),
      (processID >= S.R.Word(constant: FCSE.processes), .invalidParameter),
    ])
    k.when(error == .none) { k in
      k[SpaceTable.processID, space] = processID
      k.when(space == k[Machine.space]) { $0[CP15.processID] = FCSE.slot(of: processID) }
    }
    return error
  }

  /// Moves a space to another vspace. Lines that were kept because of the old promise leave the caches.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func setVspace<S: Store>(_ k: inout S, _ space: Space<S.R>, _ vspace: S.R.Word) -> CallError<S.R> {
    let error = S.R.firstError([
      (!k.isInUse(space), .invalidSpace),
      (vspace > S.R.Word(constant: Vspace.last), .invalidParameter),
    ])
    k.when(error == .none) { k in
      k.when(k[SpaceTable.vspace, space] != 0 && isDirty(k, space)) { flushCaches(&$0) }
      k[SpaceTable.vspace, space] = vspace
    }
    return error
  }

  /// Whether a space has a domain that counts as dirty.
  @inlinable
  static func isDirty<S: Store>(_ k: S, _ space: Space<S.R>) -> S.R.Truth {
    let domain = k[SpaceTable.domain, space]
    return domain != .noDomain && k[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: domain))
  }

  /// Whether a physical address is in memory that the kernel owns. That is a number of whole megabytes, so that what
  /// begins outside of it ends outside, up to a section.
  @inlinable @inline(__always)
  public static func isKernels<S: Store>(_ k: S, _ address: S.R.Word) -> S.R.Truth {
    address & k[Machine.kernelMask] == k[Machine.kernelMemory]
  }

  /// Whether a word of physical memory is in memory that the kernel owns.
  @inlinable @inline(__always)
  public static func isKernels<S: Store>(_ k: S, _ word: PhysicalWord<S.R>) -> S.R.Truth {
    isKernels(k, word.address)
  }
}
