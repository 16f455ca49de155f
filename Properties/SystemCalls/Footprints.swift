import ARMSemantics
import Checker
import Logic
import Model

extension SystemCall {
  /// What it changes when it isn't refused, to end a sentence with.
  fileprivate var footprint: String {
    switch self {
    case .createThread:
      "the control block and the UTCB of the thread that it names, and the place in the active space's capability list"
    case .modifyThread: "the pager, the exception handler and the resource bits of the thread that it names"
    case .deleteThread:
      """
      the thread that it names, those that name it as partner, pager, exception handler or last sender, the interrupts \
      of which it is the handler, and who runs
      """
    case .exchangeRegisters: "the thread that it names, and who runs"
    case .schedule: "the priority and the time slice of the thread that it names, and who runs"
    case .threadSwitch: "the time that is left to the caller and to the thread that it names, and who runs"
    case .tick: "the time that is left to the running thread, and who runs"
    case .interrupt: "whether it is masked, the thread that is its handler, and who runs"
    case .createCapability, .copyCapability, .deleteCapability: "the place in the list that it names"
    case .bindInterrupt, .acknowledgeInterrupt: "the interrupt that it names"
    case .spaceSwitch: "the space and the UTCB's address of the thread that it names, and the active space"
    case .createSpace, .modifySpace, .deleteSpace, .grantSpace:
      """
      what belongs to address spaces and the memory system, as call/\(rawValue)-does-what-its-operations-do says, or, \
      if the operation is refused, the error code
      """
    case .cacheControl: "caches, the write buffer and memory"
    }
  }

  /// Columns of threads that it never changes, not even of the thread that it names.
  fileprivate var keptColumns: Set<String> {
    var kept: Set = [
      "space", "priority", "resources", "UTCB address", "pager", "exception handler", "timeslice", "remaining ticks",
      "user r0",
      "user r1", "user r2", "user r3 to r8", "user r9", "user r10", "user r11", "user r12", "user sp", "user lr",
      "user pc",
      "user cpsr", "exception number", "exception code",
    ]
    switch self {
    case .createThread: kept = []
    case .modifyThread: kept.subtract(["pager", "exception handler", "resources"])
    case .deleteThread: kept.subtract(["space", "pager", "exception handler", "resources"])
    case .exchangeRegisters: kept.subtract(["user sp", "user pc", "user cpsr"])
    case .schedule: kept.subtract(["priority", "timeslice", "remaining ticks"])
    case .threadSwitch, .tick: kept.subtract(["remaining ticks"])
    case .spaceSwitch: kept.subtract(["space", "UTCB address"])
    default: break
    }
    return kept
  }

  /// Columns of UTCBs that it may change.
  fileprivate var changedUTCB: Set<String> {
    switch self {
    case .createThread: ["UTCB.acceptor", "UTCB.notify mask", "UTCB.notify bits", "UTCB.error code"]
    case .deleteThread, .exchangeRegisters, .grantSpace: ["UTCB.error code"]
    case .interrupt: ["UTCB.notify bits"]
    default: []
    }
  }

  /// The list and the place that it may change.
  fileprivate func place<S: Store>(
    _ k: S, _ arguments: UserRegisters<S.R>
  ) -> (list: Ref<CapabilityListKind, S.R>, place: S.R.Word)? {
    switch self {
    case .createThread: (k[Machine.capabilities], arguments.mr4)
    case .createCapability, .deleteCapability: (Ref(arguments.r0), arguments.r1)
    case .copyCapability: (Ref(arguments.r1), arguments.mr0)
    default: nil
    }
  }
}

/// A system call, or an event, changes what it has authority over, and nothing else.
public struct CallTouchesWhatItNames: KernelProperty {
  let call: SystemCall
  public init(_ call: SystemCall) { self.call = call }
  public var name: String { "call/\(call.rawValue)-touches-what-it-names" }
  public var statement: String {
    let refusal =
      call.isEvent
      ? ""
      : """
      when \(call.description) is refused\(call.isPrivileged
        ? ", as it always is when the active space lacks the privilege" : ""), nothing changes but the caller's error \
      code, which is the reason. Otherwise 
      """
    return """
      For every state\(call.switches ? " that satisfies the kernel invariant" : call.flushes
        ? " in which no line of the data cache is of the kernel's memory, which is whole megabytes" : ""), and for all registers: \
      \(refusal)\(call.isEvent ? call.description : "it") changes nothing but \(call.footprint)\(call.switches
        ? """
         (with all threads' places in the order of arrival, and the domain of the space that is switched to, if it had \
        none)
        """ : "").
      """
  }
  public var mutations: [Mutation] {
    let authority: [Mutation] =
      switch call {
      case .createThread, .modifyThread, .deleteThread, .createCapability, .copyCapability, .deleteCapability,
        .bindInterrupt, .createSpace, .modifySpace, .deleteSpace, .grantSpace, .spaceSwitch:
        [
          Mutation(
            "nobody asks for the privilege", .alterRead(.init(SpaceTable.privileges), .become(Privileges.systemCalls)))
        ]
      case .exchangeRegisters, .schedule:
        [
          Mutation(
            "a capability for IPC gives full authority",
            .alterRead(.init(CapabilityList.type), .become(CapabilityType.thread)))
        ]
      case .acknowledgeInterrupt:
        [
          Mutation(
            "somebody else acknowledges",
            .misread(.init(InterruptTable.handler), as: .init(InterruptTable.notifyBits)))
        ]
      case .threadSwitch, .tick:
        [
          Mutation(
            "what is left of the slice is written over the slice",
            .misplaceWrite(.init(TCB.remainingTicks), to: .init(TCB.timeslice)))
        ]
      case .cacheControl:
        [
          Mutation(
            "somebody else is told why it was refused",
            .misread(.init(Machine.current), as: .init(Machine.space)))
        ]
      case .interrupt:
        [
          Mutation(
            "the notify bits are written over the handler's error code",
            .misplaceWrite(.init(UTCB.notifyBits), to: .init(UTCB.senderSpace)))
        ]
      }
    return authority
  }

  public func run<T: Trial>(_ t: inout T) {
    if call.switches { t.assumeInvariant() }
    if call == .interrupt { t.assumeHandlersExist() }
    if call.flushes { t.assumeKernelOutOfCache() }
    let before = t.state
    let arguments = t.arbitraryArguments(of: call)
    if t.isRefused(call, arguments) {
      proveRefused(&t, arguments)
      return
    }
    if call.isPrivileged { t.prove("the active space has the privilege", Kernel.isPrivileged(before)) }
    let (after, _) = t.perform(call, arguments)
    proveFootprint(&t, arguments, after)
    t.proveSame(
      "what it has no business with stays", ("after", after), ("before", before),
      where: { table, _ in T.R.Truth(table == TCB.number) },
      excluding: schema.columns(of: TCB.number, except: call.keptColumns))
    t.proveSame(
      "of a UTCB it changes what it should", ("after", after), ("before", before),
      where: { table, _ in T.R.Truth(table == UTCB.number) },
      excluding: call.changedUTCB)
    guard let (list, place) = call.place(before, arguments) else { return }
    let other = t.object("another place", CapabilitySlot.self)
    t.prove(
      "no other place of the list changes",
      other.word == place
        || (after[CapabilityList.type, list, other] == before[CapabilityList.type, list, other]
          && after[CapabilityList.thread, list, other] == before[CapabilityList.thread, list, other])
    )
  }

  private func proveRefused<T: Trial>(_ t: inout T, _ arguments: UserRegisters<T.R>) {
    let before = t.state
    let me = before[Machine.current]
    let (after, exit) = t.perform(on: before) { call.act(&$0, arguments) }
    t.prove("the caller is told why", after[UTCB.errorCode, me] == call.refusal(before, arguments))
    t.prove(
      "the caller goes on, and knows that the call was refused",
      !exit.continues && exit.registers.r0 == T.R.Word(constant: SystemCallResult.refused))
    t.proveSame(
      "nothing changes but the caller's error code", ("after", after), ("before", before),
      where: { table, i in table == UTCB.number ? Thread<T.R>(i) != me : true }, excluding: [])
    t.proveSame(
      "nothing else of the caller's UTCB changes", ("after", after), ("before", before), where: { _, _ in true },
      excluding: ["UTCB.error code"])
  }

  private func proveFootprint<T: Trial>(_ t: inout T, _ arguments: UserRegisters<T.R>, _ after: T.S) {
    let before = t.state
    let (me, next) = (before[Machine.current], after[Machine.current])
    let subject = call.subject(before, arguments)
    let space = (call == .spaceSwitch ? after : before)[TCB.space, next]
    let changesOwner = before.exists(space) && before[SpaceTable.domain, space] == .noDomain
    func isBystander(_ u: Thread<T.R>) -> T.R.Truth {
      guard call.switches else { return u != subject }
      let isElse = u != subject && u != me && u != next
      guard call == .deleteThread else { return isElse }
      return isElse
        && (before[TCB.partner, u] != subject && before[TCB.pager, u] != subject
          && before[TCB.exceptionHandler, u] != subject && before[TCB.sentFrom, u] != Kernel.handle(subject))
    }
    t.proveSame(
      "outside of its footprint nothing changes", ("after", after), ("before", before),
      where: { table, i in
        switch table {
        case TCB.number: return isBystander(Thread(i))
        case UTCB.number:
          switch call {
          case .createThread, .exchangeRegisters, .interrupt: return Thread(i) != subject
          case .deleteThread: return !Kernel.isBlocked(before, Thread(i), on: subject)
          case .grantSpace: return Thread(i) != me
          default: return true
          }
        case CapabilityList.number:
          guard let (list, _) = call.place(before, arguments) else { return true }
          return Ref(i) != list
        case InterruptTable.number:
          if call == .deleteThread { return before[InterruptTable.handler, Ref(i)] != subject }
          guard let interrupt = call.interrupt(arguments) else { return true }
          return Ref(i) != interrupt
        case Machine.number, CP15.number:
          return T.R.Truth(!call.switches && call != .modifyThread && !call.changesSpaces)
        case PageDirectory.number, Grants.number, PageTables.number: return T.R.Truth(!call.changesSpaces)
        case SpaceTable.number where call.changesSpaces, DomainTable.number where call.changesSpaces,
          0..<MemorySystem.tables where call.changesSpaces, LineOwners.number where call.changesSpaces:
          return false
        case SpaceTable.number, DomainTable.number, 0..<MemorySystem.tables, LineOwners.number:
          return call.switches ? !changesOwner : true
        default: return true
        }
      }, excluding: call.switches ? ["TCB.arrival"] : [])
  }
}
