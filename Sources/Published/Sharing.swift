import ARMSemantics
import Logic
import Model

extension Published {
  /// Opens a window. Other than ``Kernel/openWindow(_:_:onto:)``: the grant has to come first.
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
      (k[Grants.rights, Ref(client: client, granter: granter)] == 0, .invalidSpace),
      (m.word >= S.R.Word(constant: Section.utcbs), .reserved),
      (k[PageDirectory.descriptor, entry] != 0 || k[PageDirectory.isWindow, entry] != 0, .overlap),
    ])
    k.when(error == .none) { k in
      k[PageDirectory.isWindow, entry] = 1
      k[PageDirectory.granter, entry] = granter.word
    }
    return error
  }

  /// Closes a window. Other than ``Kernel/closeWindow(_:_:)``: at any time, and what it showed stays in reach (B8).
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func closeWindow<S: Store>(_ k: inout S, _ client: Space<S.R>, _ m: Megabyte<S.R>) -> CallError<S.R> {
    let entry = DirectoryEntry<S.R>(client, m)
    let error = S.R.firstError([
      (!k.isInUse(client), .invalidSpace),
      (m.word >= S.R.Word(constant: Section.utcbs), .reserved),
      (k[PageDirectory.isWindow, entry] == 0, .notMapped),
    ])
    k.when(error == .none) { k in
      k[PageDirectory.isWindow, entry] = 0
      k[PageDirectory.granter, entry] = 0
    }
    return error
  }

  /// Lets a client use what a granter maps. Other than ``Kernel/grant(_:_:by:_:)``: nobody asks for windows (B7); the
  /// right is added to what the client has; and what runs with it is the granter, if that is active (B6).
  ///
  /// - Returns: A ``SystemCallError``.
  @inlinable
  public static func grant<S: Store>(
    _ k: inout S, _ client: Space<S.R>, by granter: Space<S.R>, _ rights: S.R.Word
  ) -> CallError<S.R> {
    let isRight: S.R.Truth =
      rights == S.R.Word(constant: DACR.client) || rights == S.R.Word(constant: DACR.manager)
    let error = S.R.firstError([
      (!k.isInUse(client) || !k.isInUse(granter), .invalidSpace),
      (client == granter || !isRight, .invalidParameter),
    ])
    k.when(error == .none) { k in
      k[Grants.rights, Ref(client: client, granter: granter)] = rights
      let domain = k[SpaceTable.domain, granter]
      k.when(domain != .noDomain) { k in
        k[SpaceTable.mask, client] = k[SpaceTable.mask, client] | DACR.rights(rights, to: domain)
        reload(&k, granter)
        k.when(granter == k[Machine.space]) { k in
          k[Machine.dirtyDomains] = k[Machine.dirtyDomains] | k[Machine.mask]
        }
      }
    }
    return error
  }

  /// Takes a grant back, and the client's windows onto the granter with it. Other than ``Kernel/revoke(_:_:by:)``: the
  /// client loses every domain but its own, and a client that is active doesn't lose any (B6).
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
      k.updateAll(PageDirectory.isWindow) { k, entry in
        let isTheirs: S.R.Truth = entry.space == client && k[PageDirectory.granter, entry] == granter.word
        return S.R.ite(isTheirs, 0, k[PageDirectory.isWindow, entry])
      }
      k.when(k[SpaceTable.domain, granter] != .noDomain) { k in
        k[SpaceTable.mask, client] = ownMask(k, client)
        reload(&k, granter)
      }
      k[Grants.rights, Ref(client: client, granter: granter)] = 0
    }
    return error
  }

  /// The mask of a space takes effect if that space is active. Grant and revoke name the granter here, whose mask hasn't
  /// changed, and not the client (B6).
  @inlinable
  static func reload<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    k.when(space == k[Machine.space]) { k in Kernel.loadMask(&k, k[SpaceTable.mask, space]) }
  }
}
