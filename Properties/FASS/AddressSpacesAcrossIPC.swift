import ARMSemantics
import Checker
import FastPath
import Logic
import Model

/// An operation that may end in a switch to another thread.
public enum ThreadOperation: String, Sendable, CaseIterable {
  case ipc
  case pageFault = "page-fault"
  case exception, resume

  /// What is done, as the subject of a sentence.
  var description: String {
    switch self {
    case .ipc: "the IPC system call"
    case .pageFault: "a page fault of the running thread"
    case .exception: "an exception of the running thread"
    case .resume: "resuming the running thread in the kernel"
    }
  }

  func perform<T: Trial>(_ t: inout T) -> T.S {
    let before = t.state
    switch self {
    case .ipc:
      let arguments = t.arbitraryRegisters()
      return t.perform(on: before) { Kernel.ipc(&$0, arguments) }.state
    case .pageFault:
      let (result, registers) = (t.arbitraryAbortResult(), t.arbitraryRegisters())
      return t.perform(on: before) { Kernel.pageFault(&$0, result, registers) }.state
    case .exception:
      let (cause, registers) = (t.arbitraryCause(), t.arbitraryRegisters())
      return t.perform(on: before) { Kernel.exception(&$0, cause, registers) }.state
    case .resume: return t.perform(on: before) { Kernel.resume(&$0) }.state
    }
  }
}

/// An operation that switches threads does to address spaces what activating one of them does.
public struct SwitchesAsActivationDoes: KernelProperty {
  let operation: ThreadOperation
  public init(_ operation: ThreadOperation) { self.operation = operation }
  public var name: String { "fass/\(operation.rawValue)-switches-as-activation-does" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with the active space's registers, and threads in spaces \
    that are in use; and whatever the arguments: \(operation.description) leaves memory, TLBs, caches and all tables \
    of spaces as activating one space leaves them, or as they were. That space is in use, it is the active one \
    afterwards, and the running thread belongs to it or to none; and no thread changes its space. So the address \
    space invariant holds afterwards, by fass/activate-keeps-invariant, and the thread that runs next is confined to \
    its space from its first instruction on.
    """
  }
  public var mutations: [Mutation] {
    switchFaults + [
      Mutation("spaces need not be in use", .skipAssumption(Self.inUse)),
      Mutation("a recycled domain keeps its owner", .loseWrite(.init(SpaceTable.domain))),
      Mutation("a recycled domain keeps its entries in the CPD", .loseWrite(.init(PhysicalMemory.contents))),
      Mutation(
        "whom a thread waits for is written over its space", .misplaceWrite(.init(TCB.partner), to: .init(TCB.space))),
    ]
  }
  public var strategy: SolverStrategy { .bits }
  private static let inUse = "the registers are the active space's, and threads' spaces are in use"

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    t.assume(Self.inUse, AddressSpaceInvariant.registers(before))
    let after = operation.perform(&t)
    let space = after[Machine.space]
    let theirs = before[TCB.space, after[Machine.current]]
    t.prove("the active space is in use", before.isInUse(space))
    t.prove("the running thread has no space, or the active one", theirs == .none || theirs == space)

    let (activated, _) = t.specify(on: before) { Kernel.activate(&$0, space) }
    t.proveSame(
      "spaces are as activating the active one leaves them", (operation.rawValue, after), ("activation", activated),
      where: { table, _ in T.R.Truth(table != TCB.number && table != UTCB.number) },
      excluding: ["machine.current thread", "machine.UTCB pointer", "machine.coprocessor access"])
    let thread = t.object("thread", ThreadKind.self)
    t.prove("no thread changes its space", after[TCB.space, thread] == before[TCB.space, thread])
    t.reach("the space changes", space != before[Machine.space])
    t.reach("a domain is recycled", before[SpaceTable.domain, space] == .noDomain)
    t.reach("the running thread has no space", theirs == .none)
  }
}

/// The fast path's IPC keeps the address space invariant.
public struct FastPathKeepsAddressSpaces: KernelProperty {
  public init() {}
  public var name: String { "fastpath/ipc-keeps-address-spaces" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel and of its address spaces, and for all registers: \
    where the IPC fast path is taken, the address space invariant holds afterwards, and so does what the kernel \
    invariant says of the machine, of spaces and of the kernel's memory. So the thread that runs next is confined to \
    its space from its first instruction on. (Where the fast path declines, nothing changes: \
    fastpath/ipc-preserves-coupling.)
    """
  }
  public var mutations: [Mutation] {
    switchFaults + [Mutation("a space without a domain is switched to", .skipGuard("the space has a domain"))]
  }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeAddressSpaces()
    let before = t.state
    var registers = t.arbitraryRegisters()
    let (after, taken) = t.perform(on: before) { FastPath.ipc(&$0, &registers) }
    guard taken else { return }
    t.prove(
      "the kernel invariant holds of the machine, of spaces and of the kernel's memory",
      KernelInvariant.machine(after) + KernelInvariant.spaces(after) + KernelInvariant.memory(after))
    t.prove("the address space invariant holds afterwards", AddressSpaceInvariant.claims(after))
    t.reach("the space changes", after[Machine.space] != before[Machine.space])
  }
}

/// A switch that leaves something of the old space in force.
private let switchFaults = [
  Mutation("the DACR stays the old space's", .loseWrite(.init(CP15.domainAccessControl))),
  Mutation("the PID stays the old space's", .loseWrite(.init(CP15.processID))),
  Mutation("the new space's domains don't count as dirty", .loseWrite(.init(Machine.dirtyDomains))),
  Mutation("the kernel takes the old space for the active one", .loseWrite(.init(Machine.space))),
]
