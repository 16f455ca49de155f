import ARMSemantics
import Checker
import Logic
import Model

/// Nothing outside of an IPC's footprint changes.
public struct Footprint: KernelProperty {
  public init() {}
  public var name: String { "ipc/footprint" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and for all registers: the IPC system call changes the \
    control block of no thread but the caller, its destination and the thread that runs next (except for the order of \
    arrival, in which everyone may move up); the UTCB of no thread but the caller and its destination; no capability, \
    no saved user context, but that of a thread whose exception is answered; and of \
    spaces nothing unless the one that is switched to needed a domain.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "the sender's handle is written over the priority", .misplaceWrite(.init(TCB.sentFrom), to: .init(TCB.priority))
      ),
      Mutation(
        "the partner is written over the saved stack pointer", .misplaceWrite(.init(TCB.partner), to: .init(TCB.userSP))
      ),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let arguments = t.arbitraryRegisters()
    let me = before[Machine.current]
    let destination = KernelState.destination(before, arguments.r0)
    let (after, _) = t.perform(on: before) { Kernel.ipc(&$0, arguments) }
    let next = after[Machine.current]
    let changesOwner =
      before.exists(before[TCB.space, next]) && before[SpaceTable.domain, before[TCB.space, next]] == .noDomain

    t.proveSame(
      "outside of the three threads nothing changes", ("after", after), ("before", before),
      where: { table, i in
        switch table {
        case TCB.number:
          let thread = Thread<T.R>(i)
          return thread != me && thread != destination && thread != next
        case UTCB.number:
          let thread = Thread<T.R>(i)
          return thread != me && thread != destination
        case SpaceTable.number, DomainTable.number: return !changesOwner
        case CP15.number, Machine.number: return false
        case 0..<MemorySystem.tables, LineOwners.number: return !changesOwner
        default: return true
        }
      }, excluding: ["TCB.arrival"])
    let isAnswered = before[TCB.resources, destination].has(.exceptionIPC)
    t.proveSame(
      "no thread's saved user context changes, but that of one whose exception is answered; and no pager",
      ("after", after),
      ("before", before),
      where: { table, i in
        table == TCB.number ? !isAnswered || Thread<T.R>(i) != destination : false
      },
      excluding: schema.columns(
        of: TCB.number,
        except: [
          "user r0", "user r1", "user r2", "user r3 to r8", "user r9", "user r10",
          "user r11",
          "user r12", "user sp", "user lr", "user pc", "user cpsr", "exception number",
          "exception code", "priority", "timeslice", "space", "pager", "exception handler",
        ]))
    t.reach("somebody else runs next", next != me && next != destination)
  }
}
