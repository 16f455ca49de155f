import ARMSemantics
import Logic

/// What ThreadControl is asked to create.
@frozen public struct NewThread<R: Reading> {
  /// r0: the thread's number. It must be free.
  public let thread: Thread<R>
  /// r1: its space.
  public let space: Space<R>
  /// MR0: the caller's name for its pager, or nil.
  public let pager: R.Word
  /// MR1: the caller's name for its exception handler, or nil.
  public let exceptionHandler: R.Word
  /// MR2: the user address of its UTCB, a multiple of 256 in the UTCB section of its space.
  public let utcb: R.Word
  /// MR3: its priority.
  public let priority: R.Word
  /// MR4: the place in the active space's list for the capability of the thread.
  public let place: R.Word

  /// The arguments in the caller's registers.
  @inlinable
  public init(_ registers: UserRegisters<R>) {
    thread = Thread(registers.r0)
    space = Space(registers.r1)
    pager = registers.mr0
    exceptionHandler = registers.mr1
    utcb = registers.mr2
    priority = registers.mr3
    place = registers.mr4
  }
}

extension Kernel {
  /// ThreadControl, to create a thread. It is halted; ExchangeRegisters says where it begins, and lets it run.
  ///
  /// The active space needs the privilege ``Privileges/systemCalls``; its list gets the capability of the thread.
  @inlinable
  public static func createThread<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    let new = NewThread(arguments)
    return completeCall(&k, unless: refusal(k, toCreate: new)) { c in
      let list = c.k[Machine.capabilities]
      let (pager, handler) = (namedThread(c.k, new.pager), namedThread(c.k, new.exceptionHandler))
      c.k[TCB.space, new.thread] = new.space
      c.k[TCB.state, new.thread] = .halted
      c.k[TCB.partner, new.thread] = .none
      c.k[TCB.priority, new.thread] = Ref(new.priority)
      c.k[TCB.sentFrom, new.thread] = .nilThread
      c.k[TCB.resources, new.thread] = .none
      c.k[TCB.continuation, new.thread] = .userReturn
      c.k[TCB.utcb, new.thread] = new.utcb
      c.k[TCB.pager, new.thread] = pager
      c.k[TCB.exceptionHandler, new.thread] = handler
      c.k[TCB.timeslice, new.thread] = S.R.Word(constant: Timeslice.standard)
      c.k[TCB.remainingTicks, new.thread] = S.R.Word(constant: Timeslice.standard)
      clearRegisters(&c.k, new.thread)
      c.k[UTCB.acceptor, new.thread] = .none
      c.k[UTCB.notifyMask, new.thread] = 0
      c.k[UTCB.notifyBits, new.thread] = 0
      c.k[UTCB.errorCode, new.thread] = 0
      insert(&c.k, .thread, new.thread, list, new.place)
      c.exit = .user(UserRegisters(.done))
    }
  }

  /// Gives a thread registers that are zero, in user mode, and no exception.
  @inlinable
  static func clearRegisters<S: Store>(_ k: inout S, _ thread: Thread<S.R>) {
    save(&k, thread, UserRegisters())
    save(&k, thread, UserRegisters(), in: .user)
    k[TCB.userR2, thread] = 0
    k[TCB.userR9, thread] = 0
    k[TCB.userR10, thread] = 0
    k[TCB.userR11, thread] = 0
    k[TCB.userR12, thread] = 0
    k[TCB.userSP, thread] = 0
    k[TCB.userLR, thread] = 0
    k[TCB.userPC, thread] = 0
    k[TCB.userCPSR, thread] = S.R.Word(constant: ProgramStatus.userMode)
    k[TCB.exceptionNumber, thread] = .none
    k[TCB.exceptionCode, thread] = 0
  }

  /// Why a thread can't be created: a ``SystemCallError``.
  @inlinable
  public static func refusal<S: Store>(_ k: S, toCreate new: NewThread<S.R>) -> CallError<S.R> {
    S.R.firstError([
      (!isPrivileged(k), .noPrivilege),
      (
        !(k.exists(new.thread) && k[TCB.state, new.thread] == .free),
        .invalidThread
      ),
      (!k.isInUse(new.space), .invalidSpace),
      (!isNamedOrNil(k, new.pager) || !isNamedOrNil(k, new.exceptionHandler), .invalidParameter),
      (!isFreeUTCB(k, new.utcb, of: new.space), .invalidUTCB),
      (
        k.isInUse(new.space)
          && (new.priority > k[SpaceTable.maximumPriority, new.space]
            || !k.exists(Ref<PriorityKind, S.R>(new.priority))),
        .invalidPriority
      ),
      (!hasRoom(k, k[Machine.capabilities], new.place), .invalidCapability),
    ])
  }

  /// Whether an address is one of a UTCB of a space, and no thread's yet.
  @inlinable
  static func isFreeUTCB<S: Store>(_ k: S, _ address: S.R.Word, of space: Space<S.R>) -> S.R.Truth {
    let user = k.first(
      ThreadKind.self, where: { k, t in k.isInUse(t) && k[TCB.utcb, t] == address },
      by: { _, _ in (major: 0, minor: 0) })
    return Megabyte(at: address) == Section.utcbs(of: space)
      && !address.intersects(S.R.Word(constant: Bits(UTCB.shift - 1, 0).mask)) && user == .none
  }

  /// Whether a capability list has an empty place with this number: one that is in the list, or the next one.
  @inlinable
  static func hasRoom<S: Store>(
    _ k: S, _ list: Ref<CapabilityListKind, S.R>, _ place: S.R.Word
  ) -> S.R.Truth {
    let size = k[CapabilityList.size, list]
    return place < S.R.Word(constant: CapabilityType.slots)
      && (place == size
        || (place < size
          && k[CapabilityList.type, list, Ref(place)] == .empty))
  }

  /// Puts a capability into an empty place of a list. A list that has no such place grows by it.
  @inlinable
  static func insert<S: Store>(
    _ k: inout S, _ type: Code<CapabilityType, S.R>, _ thread: Thread<S.R>, _ list: Ref<CapabilityListKind, S.R>,
    _ place: S.R.Word
  ) {
    k[CapabilityList.type, list, Ref(place)] = type
    k[CapabilityList.thread, list, Ref(place)] = thread
    k.when(place == k[CapabilityList.size, list]) { k in k[CapabilityList.size, list] = place &+ 1 }
  }
}
