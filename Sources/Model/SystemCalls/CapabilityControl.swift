import Logic

extension Kernel {
  /// CapControl, to make a capability: for the thread whose number is MR1, of the type in MR0 (a ``CapabilityType``), at
  /// the empty place r1 of the capability list r0.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func createCapability<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    end(&k, refusal(k, toCreateCapability: arguments)) { c in
      insert(&c.k, arguments.mr0, Thread(arguments.mr1), Ref(arguments.r0), arguments.r1)
      c.exit = .user(done())
    }
  }

  /// Why a capability can't be made: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toCreateCapability arguments: UserRegisters<S.R>) -> S.R.Word {
    let (list, thread) = (Ref<CapabilityListKind, S.R>(arguments.r0), Thread<S.R>(arguments.mr1))
    return S.R.firstError([
      (!isPrivileged(k), SystemCallError.noPrivilege),
      (!k.isInUse(thread) || thread == k[Machine.idle], SystemCallError.invalidThread),
      (!k.exists(list) || !isCapabilityType(arguments.mr0), SystemCallError.invalidParameter),
      (k.exists(list) && !hasRoom(k, list, arguments.r1), SystemCallError.invalidCapability),
    ])
  }

  /// CapControl, to copy the capability at place r0 of the active space's list to the empty place MR0 of the list r1. The
  /// copy is of the type in MR1, which gives no more authority than the capability that is copied.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func copyCapability<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let thread = capabilityThread(k, arguments.r0)
    return end(&k, refusal(k, toCopyCapability: arguments)) { c in
      insert(&c.k, arguments.mr1, thread, Ref(arguments.r1), arguments.mr0)
      c.exit = .user(done())
    }
  }

  /// Why a capability can't be copied: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toCopyCapability arguments: UserRegisters<S.R>) -> S.R.Word {
    let (source, list) = (Ref<CapabilitySlot, S.R>(arguments.r0), Ref<CapabilityListKind, S.R>(arguments.r1))
    let type = arguments.mr1
    // Types are numbered in the order of their authority. (The place is not looked at before it is known to be one.)
    return S.R.firstError([
      (!isPrivileged(k), SystemCallError.noPrivilege),
      (!k.exists(list) || !isCapabilityType(type), SystemCallError.invalidParameter),
      (
        capabilityThread(k, arguments.r0) == .none
          || type > k[CapabilityList.type, k[Machine.capabilities], source]
          || (k.exists(list) && !hasRoom(k, list, arguments.mr0)),
        SystemCallError.invalidCapability
      ),
    ])
  }

  /// CapControl, to delete the capability at place r1 of the capability list r0.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func deleteCapability<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    end(&k, refusal(k, toDeleteCapability: arguments)) { c in
      let (list, place) = (Ref<CapabilityListKind, S.R>(arguments.r0), Ref<CapabilitySlot, S.R>(arguments.r1))
      c.k[CapabilityList.type, list, place] = S.R.Word(constant: CapabilityType.empty)
      c.k[CapabilityList.thread, list, place] = .none
      c.exit = .user(done())
    }
  }

  /// Why a capability can't be deleted: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toDeleteCapability arguments: UserRegisters<S.R>) -> S.R.Word {
    let list = Ref<CapabilityListKind, S.R>(arguments.r0)
    return S.R.firstError([
      (!isPrivileged(k), SystemCallError.noPrivilege),
      (!k.exists(list), SystemCallError.invalidParameter),
      (
        k.exists(list)
          && !(arguments.r1 < k[CapabilityList.size, list]
            && k[CapabilityList.type, list, Ref(arguments.r1)] != S.R.Word(constant: CapabilityType.empty)),
        SystemCallError.invalidCapability
      ),
    ])
  }

  /// Whether a word is the type of a capability.
  @inlinable
  static func isCapabilityType<W: LogicWord>(_ type: W) -> W.Truth {
    type == W(constant: CapabilityType.ipc) || type == W(constant: CapabilityType.thread)
  }
}
