import ARMSemantics
import Checker
import Logic
import Model

/// A system call other than IPC, or an event that the kernel handles for the running thread.
public enum SystemCall: String, Sendable, CaseIterable {
  case createThread = "create-thread"
  case modifyThread = "modify-thread"
  case deleteThread = "delete-thread"
  case exchangeRegisters = "exchange-registers"
  case schedule
  case threadSwitch = "thread-switch"
  case tick
  case interrupt
  case createCapability = "create-capability"
  case copyCapability = "copy-capability"
  case deleteCapability = "delete-capability"
  case bindInterrupt = "bind-interrupt"
  case acknowledgeInterrupt = "acknowledge-interrupt"
  case createSpace = "create-space"
  case modifySpace = "modify-space"
  case deleteSpace = "delete-space"
  case grantSpace = "grant-space"
  case spaceSwitch = "space-switch"
  case cacheControl = "cache-control"

  /// What is done, as the subject of a sentence.
  var description: String {
    switch self {
    case .createThread: "ThreadControl that creates a thread"
    case .modifyThread: "ThreadControl that changes a thread"
    case .deleteThread: "ThreadControl that deletes a thread"
    case .exchangeRegisters: "ExchangeRegisters"
    case .schedule: "Schedule"
    case .threadSwitch: "ThreadSwitch"
    case .tick: "a tick of the timer"
    case .interrupt: "an interrupt"
    case .createCapability: "CapControl that makes a capability"
    case .copyCapability: "CapControl that copies a capability"
    case .deleteCapability: "CapControl that deletes a capability"
    case .bindInterrupt: "InterruptControl that says who is told of an interrupt"
    case .acknowledgeInterrupt: "InterruptControl that acknowledges an interrupt"
    case .createSpace: "SpaceControl that creates a space"
    case .modifySpace: "SpaceControl that changes a space"
    case .deleteSpace: "SpaceControl that deletes a space"
    case .grantSpace: "SpaceControl that grants or revokes the use of a space's mappings"
    case .spaceSwitch: "SpaceSwitch"
    case .cacheControl: "CacheControl"
    }
  }

  /// Whether only spaces with the privilege may make it.
  var isPrivileged: Bool {
    switch self {
    case .createThread, .modifyThread, .deleteThread: true
    case .createCapability, .copyCapability, .deleteCapability, .bindInterrupt: true
    case .createSpace, .modifySpace, .deleteSpace, .grantSpace, .spaceSwitch: true
    case .exchangeRegisters, .schedule, .threadSwitch, .acknowledgeInterrupt, .tick, .interrupt, .cacheControl: false
    }
  }

  /// Whether it is no call of the running thread's, which may be the idle thread then.
  var isEvent: Bool { self == .tick || self == .interrupt }

  /// Whether somebody else may run afterwards.
  var switches: Bool {
    switch self {
    case .deleteThread, .exchangeRegisters, .schedule, .threadSwitch, .tick, .interrupt, .spaceSwitch: true
    default: false
    }
  }

  /// Whether its caller may not go on afterwards.
  var mayBlock: Bool { switches && self != .spaceSwitch }

  /// Whether what it does is done to address spaces or caches, and to nothing else.
  var changesSpaces: Bool {
    switch self {
    case .createSpace, .modifySpace, .deleteSpace, .grantSpace, .cacheControl: true
    default: false
    }
  }

  /// What the kernel invariant needs of the address space invariant, to be kept.
  var spaceClaims: Set<String> {
    switch self {
    case .createSpace: ["owners"]
    case .grantSpace: ["grants"]
    default: []
    }
  }

  /// Whether it may flush caches, and does not switch.
  var flushes: Bool { self == .modifySpace || self == .deleteSpace || self == .cacheControl }

  /// Whether it changes any table that the kernel invariant speaks of.
  var changesMoreThanInterrupts: Bool { self != .bindInterrupt && self != .acknowledgeInterrupt }

  /// Whether several threads may arrive, so that the proof that the order of arrival stays one is long.
  var keepsArrivalsApart: Bool { self == .exchangeRegisters }

  /// Why it is refused.
  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> S.R.Word {
    switch self {
    case .createThread: Kernel.refusal(k, toCreate: NewThread(arguments))
    case .modifyThread: Kernel.refusal(k, toModify: arguments)
    case .deleteThread: Kernel.refusal(k, toDelete: Kernel.controlledThread(k, arguments.r0))
    case .exchangeRegisters: Kernel.refusal(k, toExchange: arguments)
    case .schedule: Kernel.refusal(k, toSchedule: arguments)
    case .threadSwitch: Kernel.refusal(k, toSwitch: arguments)
    case .createCapability: Kernel.refusal(k, toCreateCapability: arguments)
    case .copyCapability: Kernel.refusal(k, toCopyCapability: arguments)
    case .deleteCapability: Kernel.refusal(k, toDeleteCapability: arguments)
    case .bindInterrupt: Kernel.refusal(k, toBind: arguments)
    case .acknowledgeInterrupt: Kernel.refusal(k, toAcknowledge: arguments)
    case .createSpace: Kernel.refusal(k, toCreateSpace: arguments)
    case .modifySpace: Kernel.refusal(k, toModifySpace: arguments)
    case .deleteSpace: Kernel.refusal(k, toDeleteSpace: arguments)
    case .grantSpace: Kernel.refusal(k, toGrant: arguments)
    case .spaceSwitch: Kernel.refusal(k, toSwitchSpace: arguments)
    case .cacheControl: Kernel.refusal(k, toMaintain: arguments)
    case .tick, .interrupt: S.R.Word(constant: SystemCallError.none)
    }
  }

  /// The thread that it may change, or `none`.
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> {
    switch self {
    case .createThread: Thread(arguments.r0)
    case .modifyThread, .deleteThread, .exchangeRegisters, .schedule, .spaceSwitch:
      Kernel.controlledThread(k, arguments.r0)
    case .threadSwitch: KernelState.destination(k, arguments.r0)
    case .interrupt: k[InterruptTable.handler, Ref(arguments.r0)]
    case .createCapability, .copyCapability, .deleteCapability, .bindInterrupt, .acknowledgeInterrupt, .tick: .none
    case .createSpace, .modifySpace, .deleteSpace, .grantSpace, .cacheControl: .none
    }
  }

  /// The interrupt that it may change.
  func interrupt<R: Reading>(_ arguments: UserRegisters<R>) -> Ref<InterruptKind, R>? {
    switch self {
    case .interrupt, .bindInterrupt, .acknowledgeInterrupt: Ref(arguments.r0)
    default: nil
    }
  }

  /// Does it.
  func act<S: Store>(_ k: inout S, _ arguments: UserRegisters<S.R>) -> Exit<S.R> {
    switch self {
    case .createThread: Kernel.createThread(&k, arguments)
    case .modifyThread: Kernel.modifyThread(&k, arguments)
    case .deleteThread: Kernel.deleteThread(&k, arguments)
    case .exchangeRegisters: Kernel.exchangeRegisters(&k, arguments)
    case .schedule: Kernel.schedule(&k, arguments)
    case .threadSwitch: Kernel.threadSwitch(&k, arguments)
    case .tick: Kernel.tick(&k, arguments)
    case .interrupt: Kernel.interrupt(&k, Ref(arguments.r0), arguments)
    case .createCapability: Kernel.createCapability(&k, arguments)
    case .copyCapability: Kernel.copyCapability(&k, arguments)
    case .deleteCapability: Kernel.deleteCapability(&k, arguments)
    case .bindInterrupt: Kernel.bindInterrupt(&k, arguments)
    case .acknowledgeInterrupt: Kernel.acknowledgeInterrupt(&k, arguments)
    case .createSpace: Kernel.createSpace(&k, arguments)
    case .modifySpace: Kernel.modifySpace(&k, arguments)
    case .deleteSpace: Kernel.deleteSpace(&k, arguments)
    case .grantSpace: Kernel.grantSpace(&k, arguments)
    case .spaceSwitch: Kernel.spaceSwitch(&k, arguments)
    case .cacheControl: Kernel.cacheControl(&k, arguments)
    }
  }
}

extension Trial {
  /// Restricts the claim to states in which whoever is named is there.
  mutating func assumeNames() { assume("whoever is named is there", NameInvariant.claims(state)) }

  /// Restricts the claim to states in which threads that are told of interrupts are in use.
  mutating func assumeHandlersExist() {
    assume(
      "who is told of an interrupt is in use", NameInvariant.claims(state).only(["interrupt-in-use"]))
  }

  /// Restricts the claim to states that satisfy some claims of the address space invariant.
  mutating func assumeSpaces(_ names: Set<String>) {
    guard !names.isEmpty else { return }
    assume(
      "what the address space invariant says of these holds: \(names.sorted().joined(separator: ", "))",
      AddressSpaceInvariant.claims(state).only(names))
  }

  /// Restricts the claim to states in which a flush leaves the kernel's memory alone.
  mutating func assumeKernelOutOfCache() {
    assume("the kernel's memory is whole megabytes, and stays out of the data cache", KernelInvariant.memory(state))
  }

  /// Any arguments at all; of an interrupt, its number and any registers.
  mutating func arbitraryArguments(of call: SystemCall) -> UserRegisters<R> {
    var arguments = arbitraryRegisters()
    if call == .interrupt { arguments.r0 = object("interrupt", InterruptKind.self).word }
    return arguments
  }

  /// Whether a call is refused: each case on a path of its own.
  mutating func isRefused(_ call: SystemCall, _ arguments: UserRegisters<R>) -> Bool {
    !call.isEvent
      && branch("the call is refused", call.refusal(state, arguments) != R.Word(constant: SystemCallError.none))
  }

  /// What a call does. What can be told apart beforehand is, which keeps the states short that proofs are about.
  mutating func perform(_ call: SystemCall, _ arguments: UserRegisters<R>) -> (state: S, exit: Exit<R>) {
    if !isRefused(call, arguments), call == .exchangeRegisters {
      let (request, thread) = (ExchangeRequest<R>(arguments.r1), Kernel.controlledThread(state, arguments.r0))
      if branch("the thread is to be halted", request.halts) {
        _ = branch("the thread is the caller", thread == state[Machine.current])
      }
    }
    let (after, exit) = perform(on: state) { call.act(&$0, arguments) }
    return (after, exit)
  }

  /// Restricts the claim to states in which an interrupt may be taken: not while a thread is at something in the kernel.
  mutating func assumeInUserMode() {
    assume(
      "the running thread is in user mode, or idles",
      state[TCB.continuation, state[Machine.current]] == R.Word(constant: Continuation.userReturn))
  }
}
