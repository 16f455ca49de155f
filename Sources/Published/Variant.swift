import FastPath
import Logic
import Model

/// Which kernel is meant: ours, or the published one. An operation that both have is called through this.
public enum Variant: String, Sendable, CaseIterable {
  case ours, published

  /// The state that it works on.
  public var schema: Schema {
    switch self {
    case .ours: .fastPath
    case .published: .published
    }
  }

  /// What it relies on besides the invariants of the kernel and of its address spaces.
  public func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    switch self {
    case .ours: []
    case .published: Published.claims(k)
    }
  }

  /// The state that it boots into.
  public func boot<S: Store>(_ k: inout S) {
    switch self {
    case .ours: FastPath.boot(&k)
    case .published: Published.boot(&k)
    }
  }

  @inlinable
  public func activate<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    switch self {
    case .ours: Kernel.activate(&k, space)
    case .published: Published.activate(&k, space)
    }
  }

  @inlinable
  public func handleAbort<S: Store>(_ k: inout S, _ abort: Abort<S.R>) -> AbortResult<S.R> {
    switch self {
    case .ours: Kernel.handleAbort(&k, abort)
    case .published: Published.handleAbort(&k, abort)
    }
  }

  @inlinable
  public func map<S: Store>(_ k: inout S, _ space: Space<S.R>, _ page: PageRequest<S.R>) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.map(&k, space, page)
    case .published: Published.map(&k, space, page)
    }
  }

  @inlinable
  public func unmap<S: Store>(
    _ k: inout S, _ space: Space<S.R>, _ address: S.R.Word, size: Code<PageSize, S.R>
  ) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.unmap(&k, space, address, size: size)
    case .published: Published.unmap(&k, space, address, size: size)
    }
  }

  @inlinable
  public func changeRights<S: Store>(
    _ k: inout S, _ space: Space<S.R>, _ address: S.R.Word, size: Code<PageSize, S.R>, permissions: S.R.Word
  ) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.changeRights(&k, space, address, size: size, permissions: permissions)
    case .published: Published.changeRights(&k, space, address, size: size, permissions: permissions)
    }
  }

  @inlinable
  public func openWindow<S: Store>(
    _ k: inout S, _ client: Space<S.R>, _ m: Megabyte<S.R>, onto granter: Space<S.R>
  ) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.openWindow(&k, client, m, onto: granter)
    case .published: Published.openWindow(&k, client, m, onto: granter)
    }
  }

  @inlinable
  public func closeWindow<S: Store>(_ k: inout S, _ client: Space<S.R>, _ m: Megabyte<S.R>) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.closeWindow(&k, client, m)
    case .published: Published.closeWindow(&k, client, m)
    }
  }

  @inlinable
  public func grant<S: Store>(
    _ k: inout S, _ client: Space<S.R>, by granter: Space<S.R>, _ rights: S.R.Word
  ) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.grant(&k, client, by: granter, rights)
    case .published: Published.grant(&k, client, by: granter, rights)
    }
  }

  @inlinable
  public func revoke<S: Store>(_ k: inout S, _ client: Space<S.R>, by granter: Space<S.R>) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.revoke(&k, client, by: granter)
    case .published: Published.revoke(&k, client, by: granter)
    }
  }

  @inlinable
  public func deleteSpace<S: Store>(_ k: inout S, _ space: Space<S.R>) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.deleteSpace(&k, space)
    case .published: Published.deleteSpace(&k, space)
    }
  }

  @inlinable
  public func setProcessID<S: Store>(_ k: inout S, _ space: Space<S.R>, _ processID: S.R.Word) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.setProcessID(&k, space, processID)
    case .published: Published.setProcessID(&k, space, processID)
    }
  }

  @inlinable
  public func setVspace<S: Store>(_ k: inout S, _ space: Space<S.R>, _ vspace: S.R.Word) -> CallError<S.R> {
    switch self {
    case .ours: Kernel.setVspace(&k, space, vspace)
    case .published: Published.setVspace(&k, space, vspace)
    }
  }
}
