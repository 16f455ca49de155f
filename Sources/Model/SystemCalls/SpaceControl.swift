import ARMSemantics
import Logic

/// What SpaceControl is asked to set of a space: bits of r1, and the arguments that they select.
@frozen public enum SpaceChange: FlagNames {}

extension Flags where V == SpaceChange {
  /// The FCSE process ID: MR0, 0 to 127.
  @inlinable @inline(__always) public static var processID: Self { Self(constant: 1) }
  /// The vspace: MR1, 16 bits, 0 for none.
  @inlinable @inline(__always) public static var vspace: Self { Self(constant: 2) }
  /// The privileges: MR2, a set of ``Privileges``.
  @inlinable @inline(__always) public static var privileges: Self { Self(constant: 4) }
  /// The highest priority that its threads may have, or give to others: MR3.
  @inlinable @inline(__always) public static var maximumPriority: Self { Self(constant: 8) }
  /// All bits that there are.
  @inlinable @inline(__always) public static var all: Self { processID | vspace | privileges | maximumPriority }
}

extension Kernel {
  /// SpaceControl, to create the space r0, which is not in use: with the capability list MR4, and with UTCBs in the
  /// megabyte of physical memory at MR5, or none (0xFFFFFFFF). r1 says what else is set (``SpaceChange``); what isn't is
  /// as `createSpace(_:_:utcbs:)` leaves it.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``. Lists may be shared, and are nobody's.
  @inlinable
  public static func createSpace<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let space = Space<S.R>(arguments.r0)
    return completeCall(&k, unless: refusal(k, toCreateSpace: arguments)) { c in
      _ = createSpace(&c.k, space, utcbs: arguments.mr5)
      c.k[SpaceTable.capabilities, space] = Ref(arguments.mr4)
      setSelected(&c.k, space, arguments)
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why a space can't be created so: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toCreateSpace arguments: UserRegisters<S.R>) -> CallError<S.R> {
    S.R.firstError([
      S.R.firstError([(!isPrivileged(k), .noPrivilege)]),
      refusal(k, toCreate: Space(arguments.r0), utcbs: arguments.mr5),
      S.R.firstError([
        (!k.exists(Ref<CapabilityListKind, S.R>(arguments.mr4)), .invalidParameter)
      ]),
      refusal(k, toSet: arguments),
    ])
  }

  /// SpaceControl, to change the space r0: r1 says what (``SpaceChange``).
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``. A space keeps its capability list and its UTCBs until
  /// it is deleted.
  @inlinable
  public static func modifySpace<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    completeCall(&k, unless: refusal(k, toModifySpace: arguments)) { c in
      setSelected(&c.k, Space(arguments.r0), arguments)
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why a space can't be changed so: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toModifySpace arguments: UserRegisters<S.R>) -> CallError<S.R> {
    S.R.firstError([
      S.R.firstError([
        (!isPrivileged(k), .noPrivilege),
        (!k.isInUse(Space(arguments.r0)), .invalidSpace),
      ]),
      refusal(k, toSet: arguments),
    ])
  }

  /// Sets of a space what is selected.
  @inlinable
  static func setSelected<S: Store>(_ k: inout S, _ space: Space<S.R>, _ arguments: UserRegisters<S.R>) {
    let change = Flags<SpaceChange, S.R>(arguments.r1)
    k.when(change.has(.processID)) { _ = setProcessID(&$0, space, arguments.mr0) }
    k.when(change.has(.vspace)) { _ = setVspace(&$0, space, arguments.mr1) }
    k.when(change.has(.privileges)) { $0[SpaceTable.privileges, space] = Flags(arguments.mr2) }
    k.when(change.has(.maximumPriority)) { $0[SpaceTable.maximumPriority, space] = arguments.mr3 }
  }

  /// Why no space may have what is selected: a ``SystemCallError``. Nobody gives away a priority above the active space's
  /// own maximum.
  @inlinable
  static func refusal<S: Store>(_ k: S, toSet arguments: UserRegisters<S.R>) -> CallError<S.R> {
    let change = Flags<SpaceChange, S.R>(arguments.r1)
    func isWrong(_ bit: Flags<SpaceChange, S.R>, _ value: S.R.Word, above limit: S.R.Word) -> S.R.Truth {
      change.has(bit) && value > limit
    }
    return S.R.firstError([
      (
        change.has(~.all)
          || isWrong(.processID, arguments.mr0, above: S.R.Word(constant: FCSE.processes - 1))
          || isWrong(.vspace, arguments.mr1, above: S.R.Word(constant: Vspace.last))
          || isWrong(.privileges, arguments.mr2, above: Flags<Privileges, S.R>.systemCalls.word),
        .invalidParameter
      ),
      (
        isWrong(
          .maximumPriority, arguments.mr3, above: k[SpaceTable.maximumPriority, k[Machine.space]]),
        .invalidPriority
      ),
    ])
  }

  /// SpaceControl, to delete the space r0. It is refused while threads belong to the space, or while it is the active one:
  /// they are to be deleted, or to move (``spaceSwitch(_:_:)``), first. Afterwards nothing names the space, so that its number
  /// may be used again.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func deleteSpace<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    completeCall(&k, unless: refusal(k, toDeleteSpace: arguments)) { c in
      _ = deleteSpace(&c.k, Space(arguments.r0))
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Why a space can't be deleted: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toDeleteSpace arguments: UserRegisters<S.R>) -> CallError<S.R> {
    S.R.firstError([
      S.R.firstError([(!isPrivileged(k), .noPrivilege)]),
      refusal(k, toDelete: Space(arguments.r0)),
    ])
  }

  /// SpaceControl, to let the space r0 use what the space r1 maps, wherever it has a window onto that space (opened by
  /// ``mapControl(_:_:)``). MR0 are the rights, as the DACR has them: ``DACR/client``, ``DACR/manager``, or
  /// ``DACR/noAccess`` to take a grant back.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``.
  @inlinable
  public static func grantSpace<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let (client, granter) = (Space<S.R>(arguments.r0), Space<S.R>(arguments.r1))
    return completeCall(&k, unless: refusal(k, toGrant: arguments)) { c in
      c.when(
        arguments.mr0 == S.R.Word(constant: DACR.noAccess),
        then: { c in
          let error = revoke(&c.k, client, by: granter)
          c.conclude(error)
        },
        else: { c in
          let error = grant(&c.k, client, by: granter, arguments.mr0)
          c.conclude(error)
        })
    }
  }

  /// Why there is nothing to grant or to revoke: a ``SystemCallError``. Besides, the operation may be refused.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toGrant arguments: UserRegisters<S.R>) -> CallError<S.R> {
    S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (!k.isInUse(Space(arguments.r0)) || !k.isInUse(Space(arguments.r1)), .invalidSpace),
    ])
  }
}
