import Logic

/// Bits of `SpaceTable.privileges`.
@frozen public enum Privileges: FlagNames {}

extension Flags where V == Privileges {
  /// Threads of the space may make the system calls that create, change and delete kernel objects.
  @inlinable @inline(__always) public static var systemCalls: Self { Self(constant: 1) }
}

extension Kernel {
  /// Whether the active space may make the privileged system calls.
  @inlinable
  public static func isPrivileged<S: Store>(_ k: S) -> S.R.Truth {
    k[SpaceTable.privileges, k[Machine.space]].has(.systemCalls)
  }

  /// The thread that a name gives full authority over, or `none`: a thread capability of the active space, or `myself`.
  /// Nobody has authority over the idle thread.
  @inlinable
  public static func controlledThread<S: Store>(_ k: S, _ word: S.R.Word) -> Thread<S.R> {
    let (name, list) = (Code<Handle, S.R>(word), k[Machine.capabilities])
    let slot = Ref<CapabilitySlot, S.R>(word)
    let allows =
      word < k[CapabilityList.size, list]
      && k[CapabilityList.type, list, slot] == .thread
      && k[TCB.state, k[CapabilityList.thread, list, slot]] != .deleted
      && k[CapabilityList.thread, list, slot] != k[Machine.idle]
    return S.R.ite(
      name == .myself, k[Machine.current],
      S.R.ite(allows, k[CapabilityList.thread, list, slot], .none))
  }

  /// The thread that a name lets the caller send to, or `none`: a capability of the active space, or `myself`.
  @inlinable
  static func namedThread<S: Store>(_ k: S, _ word: S.R.Word) -> Thread<S.R> {
    let name = Code<Handle, S.R>(word)
    return S.R.ite(name == .myself, k[Machine.current], capabilityThread(k, name))
  }

  /// Whether a name is nil, or lets the caller send to a thread.
  @inlinable
  static func isNamedOrNil<S: Store>(_ k: S, _ word: S.R.Word) -> S.R.Truth {
    Code<Handle, S.R>(word) == .nilThread || namedThread(k, word) != .none
  }
}
