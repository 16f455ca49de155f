import ARMSemantics
import Checker
import Logic
import Model
import Published

/// No abort is repaired for ever.
public struct HandlerMakesProgress: KernelProperty {
  private let isPrivileged: Bool
  private let kernel: Variant

  /// The property of aborts of the kernel, or of user code.
  public init(privileged isPrivileged: Bool, of kernel: Variant = .ours) {
    self.isPrivileged = isPrivileged
    self.kernel = kernel
  }

  public var name: String { isPrivileged ? "fass/kernel-abort-makes-progress" : "fass/user-abort-makes-progress" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel and of its address spaces (of which only those claims are \
    assumed that the proof needs), and every abort of \(isPrivileged ? "the kernel" : "user code"), with whatever status: \
    if the handler lets the access be made again, it has changed the entry of the caching page directory, or what the \
    active space may do; and if the same access, made again with nothing done in between, aborts again, with whatever \
    status, it is not made a third time\
    \(isPrivileged ? "." : ": the pager is asked, or the exception handler. So no access aborts more than twice.")
    """
  }
  public var schema: Schema { kernel.schema }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [Mutation("the entry is not installed", .loseWrite(.init(PhysicalMemory.contents)))]
      + (isPrivileged ? [] : [Mutation("the active space gets no access", .loseWrite(.init(Machine.mask)))])
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    var abort = t.arbitraryAbort()
    abort.isPrivileged = T.R.Truth(isPrivileged)
    let status = t.word("status of the second abort")
    if kernel == .published { t.assumePublished() }
    t.assume(
      "a domain's owner has it, and the kernel's memory is whole sections and stays out of the cache",
      KernelInvariant.spaces(before).only(["owner"]) + KernelInvariant.memory(before))
    if !isPrivileged {
      t.assume(
        "the DACR is the active space's mask", KernelInvariant.machine(before).only(["machine-cache"]))
    }
    let ofUserCode: Set = ["registers", "masks", "grants", "windows", "no-overlap"]
    t.assumeAddressSpaces(isPrivileged ? ["CPD", "directories"] : ofUserCode.union(["CPD", "directories"]))
    if kernel == .published { _ = t.splitCases(of: abort, in: before) }
    let (after, first) = t.perform(on: before) { kernel.handleAbort(&$0, abort) }
    let m = Megabyte<T.R>(at: abort.cause(before).mva)
    let isRepaired: T.R.Truth = first.action == .retry
    let isChanged: T.R.Truth =
      CachingDirectory.entry(after, m).word != CachingDirectory.entry(before, m).word
      || after[CP15.domainAccessControl] != before[CP15.domainAccessControl]
    t.prove("what is repaired has changed", isRepaired.implies(isChanged))
    let (again, _) = t.specify(on: after) { k in
      k[CP15.faultStatus] = status
      return 0
    }
    let second = t.perform(on: again) { kernel.handleAbort(&$0, abort) }.result
    t.prove(
      "it is not repaired again", !(isRepaired && second.action == .retry))
    t.reach("an abort is repaired", isRepaired)
  }
}
