import ARMSemantics
import Checker
import Logic
import Model

/// A system call, or an event, changes what it has authority over, and nothing else.
public struct CallTouchesWhatItNames: KernelProperty {
  let call: any EntryContract
  public init(_ call: any EntryContract) { self.call = call }
  public var name: String { "call/\(call.name)-touches-what-it-names" }
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
  public var mutations: [Mutation] { call.footprintMutations }

  public func run<T: Trial>(_ t: inout T) {
    if call.switches { t.assumeInvariant() }
    if call.needsHandlers { t.assumeHandlersExist() }
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
      excluding: schema.columns(of: TCB.number, except: keptColumns))
    t.proveSame(
      "of a UTCB it changes what it should", ("after", after), ("before", before),
      where: { table, _ in T.R.Truth(table == UTCB.number) },
      excluding: call.changedUTCBColumns)
    guard let (list, place) = call.place(before, arguments) else { return }
    let other = t.object("another place", CapabilitySlot.self)
    t.prove(
      "no other place of the list changes",
      other.word == place
        || (after[CapabilityList.type, list, other] == before[CapabilityList.type, list, other]
          && after[CapabilityList.thread, list, other] == before[CapabilityList.thread, list, other])
    )
  }

  /// Columns of threads that it never changes, not even of the thread that it names.
  private var keptColumns: Set<String> {
    let ownedByOthers: Set = [
      "space", "priority", "resources", "UTCB address", "pager", "exception handler", "timeslice", "remaining ticks",
      "user r0", "user r1", "user r2", "user r3 to r8", "user r9", "user r10", "user r11", "user r12", "user sp",
      "user lr", "user pc", "user cpsr", "exception number", "exception code",
    ]
    return call.changedThreadColumns.map { ownedByOthers.subtracting($0) } ?? []
  }

  private func proveRefused<T: Trial>(_ t: inout T, _ arguments: UserRegisters<T.R>) {
    let before = t.state
    let me = before[Machine.current]
    let (after, exit) = t.perform(on: before) { call.act(&$0, arguments) }
    t.prove("the caller is told why", after[UTCB.errorCode, me] == call.refusal(before, arguments).word)
    t.prove(
      "the caller goes on, and knows that the call was refused",
      !exit.continues && exit.registers.result == .refused)
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
    let space = (call.changedThreadColumns?.contains("space") == true ? after : before)[TCB.space, next]
    let changesOwner = before.exists(space) && before[SpaceTable.domain, space] == .noDomain
    func isBystander(_ u: Thread<T.R>) -> T.R.Truth {
      guard call.switches else { return u != subject }
      return u != subject && u != me && u != next && call.keepsBystander(before, u, subject: subject)
    }
    t.proveSame(
      "outside of its footprint nothing changes", ("after", after), ("before", before),
      where: { table, i in
        switch table {
        case TCB.number: return isBystander(Thread(i))
        case UTCB.number:
          return call.keepsUTCB(before, of: Thread(i), subject: subject)
        case CapabilityList.number:
          guard let (list, _) = call.place(before, arguments) else { return true }
          return Ref(i) != list
        case InterruptTable.number:
          return call.keepsInterrupt(before, Ref(i), arguments)
        case Machine.number, CP15.number:
          return T.R.Truth(!call.changesMachine)
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
