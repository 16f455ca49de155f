import ARMSemantics
import Logic

// A grant lets a client use the granter's domain, hence all that the granter maps: the DACR cannot tell one section of a
// domain from another. So that nobody reaches what no window names, what a granter maps is always covered by windows of
// all its clients, and whatever would change that is refused.

extension Kernel {
  /// Whether a space has a window onto a granter in a megabyte.
  @inlinable
  public static func isWindow<S: Store>(
    _ k: S, _ client: Space<S.R>, _ m: Megabyte<S.R>, onto granter: Space<S.R>
  ) -> S.R.Truth {
    let entry = DirectoryEntry<S.R>(client, m)
    return k[PageDirectory.isWindow, entry] != 0 && k[PageDirectory.granter, entry] == granter.word
  }

  /// Opens a window: in this megabyte the client uses what the granter maps there, as far as it is granted. Refused where
  /// the client maps something itself, or has a window already.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func openWindow<S: Store>(
    _ k: inout S, _ client: Space<S.R>, _ m: Megabyte<S.R>, onto granter: Space<S.R>
  ) -> CallError<S.R> {
    let entry = DirectoryEntry<S.R>(client, m)
    let error = S.R.firstError([
      (!k.isInUse(client) || !k.isInUse(granter), .invalidSpace),
      (client == granter, .invalidParameter),
      (m.word >= S.R.Word(constant: Section.utcbs), .reserved),
      (k[PageDirectory.descriptor, entry] != 0 || k[PageDirectory.isWindow, entry] != 0, .overlap),
    ])
    k.when(error == .none) { k in
      k[PageDirectory.isWindow, entry] = 1
      k[PageDirectory.granter, entry] = granter.word
    }
    return error
  }

  /// Closes a window. Refused while there is something to see through it: the grant must be revoked or the megabyte
  /// unmapped first, because the granter's domain stays open to the client.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func closeWindow<S: Store>(_ k: inout S, _ client: Space<S.R>, _ m: Megabyte<S.R>) -> CallError<S.R> {
    let entry = DirectoryEntry<S.R>(client, m)
    // What is no window has no granter: whatever is in its place may be no space.
    let granter = Space<S.R>(
      S.R.ite(k[PageDirectory.isWindow, entry] != 0, k[PageDirectory.granter, entry], client.word))
    let error = S.R.firstError([
      (!k.isInUse(client), .invalidSpace),
      (m.word >= S.R.Word(constant: Section.utcbs), .reserved),
      (k[PageDirectory.isWindow, entry] == 0, .notMapped),
      (
        k[Grants.rights, Ref(client: client, granter: granter)] != 0
          && k[PageDirectory.descriptor, DirectoryEntry(granter, m)] != 0, .overlap
      ),
    ])
    k.when(error == .none) { k in
      k[PageDirectory.isWindow, entry] = 0
      k[PageDirectory.granter, entry] = 0
    }
    return error
  }

  /// Lets a client use what a granter maps, as a client of its domain or as a manager, for whom the granter's access
  /// permissions don't count. Refused unless the client has a window wherever the granter maps something.
  ///
  /// The client's mask changes when it first faults, and at once if it has the domain already, with other rights.
  ///
  /// - Parameter rights: ``DACR/client`` or ``DACR/manager``.
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func grant<S: Store>(
    _ k: inout S, _ client: Space<S.R>, by granter: Space<S.R>, _ rights: S.R.Word
  ) -> CallError<S.R> {
    let uncovered = k.first(
      DirectoryEntryKind.self,
      where: { k, entry in
        entry.space == granter && k[PageDirectory.descriptor, entry] != 0
          && !isWindow(k, client, entry.megabyte, onto: granter)
      }, by: { _, _ in (major: 0, minor: 0) })
    let error = S.R.firstError([
      (!k.isInUse(client) || !k.isInUse(granter), .invalidSpace),
      (
        client == granter || !(rights == S.R.Word(constant: DACR.client) || rights == S.R.Word(constant: DACR.manager)),
        .invalidParameter
      ),
      (uncovered != .none, .overlap),
    ])
    k.when(error == .none) { k in
      k[Grants.rights, Ref(client: client, granter: granter)] = rights
      takeAccess(&k, from: client, to: granter)
    }
    return error
  }

  /// Takes a grant back. When it returns, the client reaches nothing of the granter's any more: a client that is running
  /// loses the access in the DACR too.
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func revoke<S: Store>(
    _ k: inout S, _ client: Space<S.R>, by granter: Space<S.R>
  ) -> CallError<S.R> {
    let error = S.R.firstError([
      (!k.isInUse(client) || !k.isInUse(granter), .invalidSpace),
      (k[Grants.rights, Ref(client: client, granter: granter)] == 0, .notMapped),
    ])
    k.when(error == .none) { k in
      k[Grants.rights, Ref(client: client, granter: granter)] = 0
      takeAccess(&k, from: client, to: granter)
    }
    return error
  }

  /// A client has no access to a granter's domain any more, until it faults and is admitted.
  @inlinable
  static func takeAccess<S: Store>(_ k: inout S, from client: Space<S.R>, to granter: Space<S.R>) {
    let domain = k[SpaceTable.domain, granter]
    k.when(domain != .noDomain) { setAccess(&$0, of: client, to: domain, 0) }
  }
}
