import ARMSemantics
import Checker
import Logic
import Model
import Published

/// What the ideal allows succeeds after one abort, and what it forbids reaches the pager after one more.
public struct Transparency<L: TLBTable>: KernelProperty {
  private let side: String
  private let kernel: Variant

  public init(of side: String, _ kernel: Variant = .ours) {
    self.side = side
    self.kernel = kernel
  }

  public var name: String { "fass/transparency-with-\(side)-tlb" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel and of its address spaces (of which only those claims \
    are assumed that the proof needs), and every access by user code, of any kind and size, to any address, through \
    whichever \(side) TLB entry or none. If the ideal allows it: it goes ahead at once; or it aborts, the handler \
    lets it be made again, and it goes ahead, through whichever entry or none, at the place that the ideal says: one \
    abort at most. If the ideal forbids it: it aborts, and the handler asks the pager, with exactly the address, the \
    kind of access and the instruction; or lets the access be made again, because something was missing in the CPD or \
    the DACR.
    """
  }
  public var schema: Schema { kernel.schema }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [
      Mutation("the handler says that the entry is there, but it isn't", .loseWrite(.init(PhysicalMemory.contents))),
      Mutation("tables and TLB say what they like", .skipAssumption(Self.invariant)),
      Mutation("an access is of no kind", .skipAssumption(Self.kinds)),
    ]
  }

  private static var invariant: String { "the address space invariant holds" }
  private static var kinds: String { "an access is a read, a write or a fetch" }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let profile = Kernel.processor
    var access = t.arbitraryAccess()
    access.isPrivileged = false
    let entry = t.object("TLB entry", L.Key.self)
    let instruction = t.word("instruction address")
    let needed: Set = [
      "kernel-memory", "kernel-words", "registers", "CPD", "directories", "page-table-users", "page-tables", "masks",
      "grants", "windows", "no-overlap", "owners",
      "\(side)-TLB-ranges", "\(side)-TLB",
    ]
    let ideal = t.specify(on: before) { Ideal.outcome($0, $0[Machine.space], access, profile) }.result
    t.consider(VirtualLine<T.R>(at: ideal.mva))
    t.assume(
      "the kernel invariant of registers, spaces and memory holds",
      KernelInvariant.spaces(before) + KernelInvariant.memory(before)
        + KernelInvariant.machine(before).only(["machine-space", "machine-cache"]))
    t.assume(Self.invariant, AddressSpaceInvariant.claims(before).only(needed))
    if kernel == .published { t.assumePublished() }
    t.assume(Self.kinds, access.kind.word <= Code<AccessKind, T.R>.fetch.word)
    let abort = Abort<T.R>(
      isPrefetch: access.isFetch, isWrite: access.isWrite, isPrivileged: false,
      instruction: T.R.ite(access.isFetch, access.address, instruction))

    let first = t.specify(on: before) { MMU.outcome($0, access, through: L.self, entry, profile) }.result
    if t.branch("it goes ahead at once", first.completes) { return }
    let (aborted, _) = t.specify(on: before) { Aborts.record(&$0, access, first, meaningless: 0, profile) }
    if kernel == .published { _ = t.splitCases(of: abort, in: aborted) }
    let (after, result) = t.perform(on: aborted) { kernel.handleAbort(&$0, abort) }
    let later = t.object("TLB entry of the second access", L.Key.self)
    let second = t.specify(on: after) { MMU.outcome($0, access, through: L.self, later, profile) }.result
    let isRetry: T.R.Truth = result.action == .retry
    t.prove(
      "what the ideal allows goes ahead the second time",
      ideal.completes.implies(
        isRetry && second.completes && second.physicalAddress == ideal.physicalAddress))
    let isForbidden: T.R.Truth = !ideal.completes && ideal.status.isOfMapping
    func reachesPager(_ v: AbortResult<T.R>) -> T.R.Truth {
      v.action == .pageFault && v.address == ideal.mva && v.access == access.kind
        && v.instruction == abort.instruction
    }
    t.prove("what the ideal forbids aborts", isForbidden.implies(first.aborts))
    t.prove(
      "what the ideal forbids reaches the pager, unless it is made again",
      isForbidden.implies(isRetry || reachesPager(result)))
  }
}
