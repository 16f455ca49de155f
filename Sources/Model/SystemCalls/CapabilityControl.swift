import Logic

extension Kernel {
  /// CapControl, to make a capability: for the thread whose number is MR1, of the type in MR0 (a ``CapabilityType``), at
  /// the empty place r1 of the capability list r0.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func createCapability<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    completeCall(&k, unless: refusal(k, toCreateCapability: arguments)) { c in
      insert(&c.k, Code(arguments.mr0), Thread(arguments.mr1), Ref(arguments.r0), arguments.r1)
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why a capability can't be made: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toCreateCapability arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let (list, thread) = (Ref<CapabilityListKind, S.R>(arguments.r0), Thread<S.R>(arguments.mr1))
    return S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (!k.isInUse(thread) || thread == k[Machine.idle], .invalidThread),
      (!k.exists(list) || !Code<CapabilityType, S.R>(arguments.mr0).namesThread, .invalidParameter),
      (k.exists(list) && !hasRoom(k, list, arguments.r1), .invalidCapability),
    ])
  }

  /// CapControl, to copy the capability at place r0 of the active space's list to the empty place MR0 of the list r1. The
  /// copy is of the type in MR1, which gives no more authority than the capability that is copied.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func copyCapability<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let thread = capabilityThread(k, Code(arguments.r0))
    return completeCall(&k, unless: refusal(k, toCopyCapability: arguments)) { c in
      insert(&c.k, Code(arguments.mr1), thread, Ref(arguments.r1), arguments.mr0)
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why a capability can't be copied: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toCopyCapability arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let (source, list) = (Ref<CapabilitySlot, S.R>(arguments.r0), Ref<CapabilityListKind, S.R>(arguments.r1))
    let type = Code<CapabilityType, S.R>(arguments.mr1)
    // Types are numbered in the order of their authority. (The place is not looked at before it is known to be one.)
    return S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (!k.exists(list) || !type.namesThread, .invalidParameter),
      (
        capabilityThread(k, Code(arguments.r0)) == .none
          || type.word > k[CapabilityList.type, k[Machine.capabilities], source].word
          || (k.exists(list) && !hasRoom(k, list, arguments.mr0)),
        .invalidCapability
      ),
    ])
  }

  /// CapControl, to delete the capability at place r1 of the capability list r0.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func deleteCapability<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    completeCall(&k, unless: refusal(k, toDeleteCapability: arguments)) { c in
      let (list, place) = (Ref<CapabilityListKind, S.R>(arguments.r0), Ref<CapabilitySlot, S.R>(arguments.r1))
      c.k[CapabilityList.type, list, place] = .empty
      c.k[CapabilityList.thread, list, place] = .none
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why a capability can't be deleted: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toDeleteCapability arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let list = Ref<CapabilityListKind, S.R>(arguments.r0)
    return S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (!k.exists(list), .invalidParameter),
      (
        k.exists(list)
          && !(arguments.r1 < k[CapabilityList.size, list]
            && k[CapabilityList.type, list, Ref(arguments.r1)] != .empty),
        .invalidCapability
      ),
    ])
  }
}
