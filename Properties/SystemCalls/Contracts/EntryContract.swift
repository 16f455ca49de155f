import ARMSemantics
import Checker
import Logic
import Model

/// What is claimed of a system call, or of an event that the kernel handles for the running thread: all in one place.
///
/// A contract says what may change, and what the entry needs of the invariants. The claims that are made of every entry
/// (``CommonClaim``) are put together from it; those that are made of this one alone are listed in ``own``. A claim that
/// isn't made of an entry stands in ``leftOut``, with the reason.
public protocol EntryContract: Sendable {
  /// Which entry it is.
  var entry: ClaimedEntry { get }
  /// What is done, as the subject of a sentence.
  var description: String { get }
  /// What changes when it isn't refused, to end a sentence with.
  var footprint: String { get }

  /// Whether only spaces with the privilege may make it.
  var isPrivileged: Bool { get }
  /// Whether somebody else may run afterwards.
  var switches: Bool { get }
  /// Whether its caller may not go on afterwards.
  var mayBlock: Bool { get }
  /// Whether what it does is done to address spaces or caches, and to nothing else.
  var changesSpaces: Bool { get }
  /// Whether it changes the machine's own words or registers of the processor.
  var changesMachine: Bool { get }
  /// Whether it may flush caches, and does not switch.
  var flushes: Bool { get }
  /// Whether it reads who handles an interrupt, which the name invariant is about.
  var needsHandlers: Bool { get }
  /// What the kernel invariant needs of the address space invariant, to be kept; and the same as part of a sentence.
  var spaceClaims: Set<String> { get }
  var invariantNeeds: String { get }
  /// Whether several threads may arrive, so that the proof that the order of arrival stays one is long.
  var keepsArrivalsApart: Bool { get }
  /// Whether the name invariant is kept without the kernel invariant.
  var keepsNamesAlone: Bool { get }

  /// Columns of its subject's control block that it may change; nil if it may change all.
  var changedThreadColumns: Set<String>? { get }
  /// Columns of UTCBs that it may change.
  var changedUTCBColumns: Set<String> { get }

  /// Mutations of the claims about every entry.
  var footprintMutations: [Mutation] { get }
  var invariantMutations: [Mutation] { get }
  var namesMutations: [Mutation] { get }

  /// The claims about every entry that are not made of this one, and why.
  var leftOut: [CommonClaim: Omission] { get }
  /// The claims that are made of this entry alone.
  var own: [any Property] { get }

  /// Why it is refused.
  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R>
  /// The thread that it may change, or `none`.
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R>
  /// The interrupt that it may change.
  func interrupt<R: Reading>(_ arguments: UserRegisters<R>) -> Ref<InterruptKind, R>?
  /// The capability list and the place in it that it may change.
  func place<S: Store>(
    _ k: S, _ arguments: UserRegisters<S.R>
  ) -> (list: Ref<CapabilityListKind, S.R>, place: S.R.Word)?
  /// Whether a thread that is neither the subject nor one that runs before or after keeps its control block.
  func keepsBystander<S: Store>(_ k: S, _ bystander: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth
  /// Whether a thread keeps its UTCB.
  func keepsUTCB<S: Store>(_ k: S, of thread: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth
  /// Whether an interrupt stays as it is.
  func keepsInterrupt<S: Store>(
    _ k: S, _ interrupt: Ref<InterruptKind, S.R>, _ arguments: UserRegisters<S.R>
  ) -> S.R.Truth
  /// Takes cases apart that can be told beforehand, which keeps the states short that proofs are about.
  func distinguish<T: Trial>(_ t: inout T, _ arguments: UserRegisters<T.R>)
}

/// A system call or an event.
public enum ClaimedEntry: Hashable, Sendable, CaseIterable {
  case call(SystemCall)
  case event(KernelEvent)

  public static let allCases: [Self] =
    SystemCall.allCases.map(Self.call) + KernelEvent.allCases.map(Self.event)

  /// Its name, as part of the names of properties.
  var name: String {
    switch self {
    case .call(let call): "\(call.name)"
    case .event(let event): event.rawValue
    }
  }

  /// What is claimed of it.
  public var contract: any EntryContract {
    switch self {
    case .call(let call): Properties.contract(of: call)
    case .event(.tick): TickContract()
    case .event(.interrupt): InterruptContract()
    }
  }
}

/// An event that the kernel handles for the running thread, which may be the idle thread.
public enum KernelEvent: String, Sendable, CaseIterable {
  case tick, interrupt
}

/// What is claimed of a system call.
public func contract(of call: SystemCall) -> any EntryContract {
  switch call {
  case .ipc: IPCContract()
  case .createThread: CreateThreadContract()
  case .modifyThread: ModifyThreadContract()
  case .deleteThread: DeleteThreadContract()
  case .exchangeRegisters: ExchangeRegistersContract()
  case .schedule: ScheduleContract()
  case .threadSwitch: ThreadSwitchContract()
  case .createCapability: CreateCapabilityContract()
  case .copyCapability: CopyCapabilityContract()
  case .deleteCapability: DeleteCapabilityContract()
  case .createSpace: CreateSpaceContract()
  case .modifySpace: ModifySpaceContract()
  case .deleteSpace: DeleteSpaceContract()
  case .grantSpace: GrantSpaceContract()
  case .spaceSwitch: SpaceSwitchContract()
  case .mapControl: MapControlContract()
  case .cacheControl: CacheControlContract()
  case .bindInterrupt: BindInterruptContract()
  case .acknowledgeInterrupt: AcknowledgeInterruptContract()
  }
}

/// A claim that is made of every entry, unless its contract leaves it out.
public enum CommonClaim: CaseIterable, Sendable {
  case touchesWhatItNames
  case staysInTables
  case keepsNames
  case preservesInvariant
  case switchesAsActivationDoes
  case keepsArrivalOrder
  case picksTheHighest
  case losesNoThread

  func property(of contract: any EntryContract) -> any Property {
    switch self {
    case .touchesWhatItNames: CallTouchesWhatItNames(contract)
    case .staysInTables: CallStaysInTables(contract)
    case .keepsNames: CallKeepsNames(contract)
    case .preservesInvariant: CallPreservesInvariant(contract)
    case .switchesAsActivationDoes: CallSwitchesAsActivationDoes(contract)
    case .keepsArrivalOrder: CallKeepsArrivalOrder(contract)
    case .picksTheHighest: CallPicksTheHighest(contract)
    case .losesNoThread: CallLosesNoThread(contract)
    }
  }
}

extension EntryContract {
  /// Its name, as part of the names of properties.
  var name: String { entry.name }
  /// Whether it is no call of the running thread's.
  var isEvent: Bool { if case .event = entry { true } else { false } }

  /// Does it.
  func act<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    switch entry {
    case .call(let call): Kernel.perform(&k, call, arguments)
    case .event(.tick): Kernel.tick(&k, arguments)
    case .event(.interrupt): Kernel.interrupt(&k, Ref(arguments.r0), arguments)
    }
  }
}

// What most entries have in common.
extension EntryContract {
  public var isPrivileged: Bool { false }
  public var switches: Bool { false }
  public var mayBlock: Bool { switches }
  public var changesSpaces: Bool { false }
  public var changesMachine: Bool { switches || changesSpaces }
  public var flushes: Bool { false }
  public var needsHandlers: Bool { false }
  public var spaceClaims: Set<String> { [] }
  public var invariantNeeds: String {
    isEvent
      ? ", with a thread in user mode running or the idle thread"
      : mayBlock ? ", with any thread but the idle thread running" : ""
  }
  public var keepsArrivalsApart: Bool { false }
  public var keepsNamesAlone: Bool { false }
  public var changedThreadColumns: Set<String>? { [] }
  public var changedUTCBColumns: Set<String> { [] }
  public var own: [any Property] { [] }

  /// Those of an entry after which another thread may run.
  public var invariantMutations: [Mutation] {
    [
      Mutation("a switch leaves the old domain mask in force", .loseWrite(.init(Machine.mask))),
      Mutation("a thread that is switched to stays ready", .alterWrite(.init(TCB.state), .become(ThreadState[.ready]))),
    ]
  }
  public var namesMutations: [Mutation] {
    [Mutation("the thread that runs next is free", .alterWrite(.init(TCB.state), .become(ThreadState[.free])))]
  }

  public func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> { .none }
  public func interrupt<R: Reading>(_ arguments: UserRegisters<R>) -> Ref<InterruptKind, R>? { nil }
  public func place<S: Store>(
    _ k: S, _ arguments: UserRegisters<S.R>
  ) -> (list: Ref<CapabilityListKind, S.R>, place: S.R.Word)? { nil }
  public func keepsBystander<S: Store>(_ k: S, _ bystander: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth { true }
  public func keepsUTCB<S: Store>(_ k: S, of thread: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth { true }
  public func keepsInterrupt<S: Store>(
    _ k: S, _ interrupt: Ref<InterruptKind, S.R>, _ arguments: UserRegisters<S.R>
  ) -> S.R.Truth {
    self.interrupt(arguments).map { interrupt != $0 } ?? true
  }
  public func distinguish<T: Trial>(_ t: inout T, _ arguments: UserRegisters<T.R>) {}
}

/// Why a claim about every entry is not made of one.
public enum Omission: Sendable, Equatable {
  /// There is nothing to be claimed.
  case because(String)
  /// These properties claim it in other words.
  case claimedBy([String])
}

/// Reasons that several entries have.
enum Reason {
  /// It switches to nobody: the running thread goes on.
  static let switchesToNobody: [CommonClaim: Omission] = [
    .switchesAsActivationDoes: .because("the active space stays"), .keepsArrivalOrder: .because("nobody arrives"),
    .picksTheHighest: .because("the running thread goes on"), .losesNoThread: .because("no thread's state changes"),
  ]
  /// The order of arrival is part of what call/…-preserves-invariant claims.
  static let arrivesAtMostOnce: [CommonClaim: Omission] = [
    .keepsArrivalOrder: .because("at most one thread arrives, so that the proof of the whole invariant takes it in")
  ]
}
