import ARMSemantics
import Checker
import Logic
import Model
import Published

/// What is taken back from a space, and from all who share it.
public enum Withdrawal: String, Sendable, CaseIterable {
  case unmapSmall = "unmap-small"
  case unmapLarge = "unmap-large"
  case unmapMegabyte = "unmap-megabyte"
  case delete
}

/// What a space has lost, nobody reaches through it any more.
public struct WithdrawalIsEffective: KernelProperty {
  private let withdrawal: Withdrawal
  private let kernel: Variant

  public init(_ withdrawal: Withdrawal, of kernel: Variant = .ours) {
    self.withdrawal = withdrawal
    self.kernel = kernel
  }

  public var name: String { "tlb/\(withdrawal.rawValue)-is-effective" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel and of address spaces (of which only those claims are \
    assumed that the proof needs): when \(what), the ideal allows no access there any more, neither to the space nor \
    to any space with a window onto it. What the ideal forbids, no TLB entry allows: the operation keeps the address \
    space invariant (fass/\(withdrawal.rawValue)-keeps-invariant), on which isolation rests (fass/isolation-…).
    """
  }
  private var what: String {
    switch withdrawal {
    case .unmapSmall: "a page of 4 KB has been unmapped"
    case .unmapLarge: "a page of 64 KB has been unmapped"
    case .unmapMegabyte: "a section, or all pages of a megabyte, have been unmapped"
    case .delete: "a space has been deleted"
    }
  }
  public var schema: Schema { kernel.schema }
  public var rounds: Int { 3 }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    switch withdrawal {
    case .unmapSmall, .unmapLarge:
      [Mutation("the page's descriptor stays", .loseWrite(.init(PhysicalMemory.contents)))]
    case .unmapMegabyte, .delete:
      [Mutation("the directory's entry stays", .loseWrite(.init(PageDirectory.descriptor)))]
    }
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let space = t.object("space", SpaceKind.self)
    let isPage = withdrawal == .unmapSmall || withdrawal == .unmapLarge
    let address = t.word("address")
    let size: Code<PageSize, T.R> =
      switch withdrawal {
      case .unmapSmall: .small
      case .unmapLarge: .large
      case .unmapMegabyte, .delete: .section
      }
    if kernel == .published { t.assumePublished() }
    t.assume(
      "the kernel's memory is whole sections and stays out of the cache",
      KernelInvariant.memory(before))
    if withdrawal != .delete {
      t.assumeAddressSpaces(isPage ? ["directories", "page-table-users"] : ["no-overlap"])
    }
    let (after, error) = t.perform(on: before) { k in
      withdrawal == .delete
        ? kernel.deleteSpace(&k, space) : kernel.unmap(&k, space, address, size: size)
    }
    t.assume("it is done", error == .none)
    let user = t.object("user", SpaceKind.self)
    var access = t.arbitraryAccess()
    access.isPrivileged = false
    let ideal = t.specify(on: after) { Ideal.outcome($0, user, access, Kernel.processor) }.result
    let window = DirectoryEntry<T.R>(user, Megabyte(at: ideal.mva))
    let isWindow: T.R.Truth =
      after[PageDirectory.isWindow, window] != 0 && after[PageDirectory.granter, window] == space.word
      && after[PageDirectory.descriptor, window] == 0
    t.assume("the access is the space's, or through a window onto it", user == space || isWindow)
    if withdrawal != .delete {
      let isThere: T.R.Truth =
        ideal.mva &>> size.word == address &>> size.word
      t.assume("the access is where something was unmapped", isThere)
    }
    t.prove("the ideal doesn't allow it", !ideal.completes)
    if withdrawal != .delete { t.reach("through a window", isWindow) }
  }
}
