import ARMSemantics
import Checker
import Logic
import Model

/// What a system call, or an event, does to address spaces is what activating one of them does.
public struct CallSwitchesAsActivationDoes: KernelProperty {
  let call: any EntryContract
  public init(_ call: any EntryContract) { self.call = call }
  public var name: String { "call/\(call.name)-switches-as-activation-does" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant as far as it isn't about threads, with the active space's registers, and threads in spaces that \
    are in use; and for all registers: \(call.description) leaves memory, TLBs, caches and all tables of spaces as \
    activating one space leaves them, or as they were. That space is in use, it is the active one afterwards, and the \
    running thread belongs to it or to none; and every thread's space is in use. So the address space invariant holds \
    afterwards, by fass/activate-keeps-invariant.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("spaces need not be in use", .skipAssumption(Self.inUse)),
      Mutation("the DACR stays the old space's", .loseWrite(.init(CP15.domainAccessControl))),
      Mutation("the kernel takes the old space for the active one", .loseWrite(.init(Machine.space))),
      Mutation("a recycled domain keeps its owner", .loseWrite(.init(SpaceTable.domain))),
    ]
  }
  public var strategy: SolverStrategy { .bits }
  private static let inUse = "the registers are the active space's, and threads' spaces are in use"

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    t.assume(
      "what the kernel invariant says of the machine, of spaces and of capabilities holds",
      KernelInvariant.claims(before).filter { !$0.kinds.contains(ThreadKind.number) })
    t.assume(Self.inUse, AddressSpaceInvariant.registers(before))
    if call.needsHandlers { t.assumeHandlersExist() }
    let arguments = t.arbitraryArguments(of: call)
    let (after, _) = t.perform(on: before) { call.act(&$0, arguments) }
    let space = after[Machine.space]
    let theirs = after[TCB.space, after[Machine.current]]
    t.prove("the active space is in use", before.isInUse(space))
    t.prove("the running thread has no space, or the active one", theirs == .none || theirs == space)
    let (activated, _) = t.specify(on: before) { Kernel.activate(&$0, space) }
    t.proveSame(
      "spaces are as activating the active one leaves them", ("call", after), ("activation", activated),
      where: { table, _ in
        T.R.Truth(![TCB.number, UTCB.number, CapabilityList.number, InterruptTable.number].contains(table))
      },
      excluding: ["machine.current thread", "machine.UTCB pointer", "machine.coprocessor access"])
    let thread = t.object("thread", ThreadKind.self)
    t.prove(
      "a thread's space is in use", after[TCB.space, thread] == .none || after.isInUse(after[TCB.space, thread]))
    t.reach("the space changes", space != before[Machine.space])
    t.reach("a domain is recycled", before[SpaceTable.domain, space] == .noDomain)
  }
}
