import ARMSemantics
import Checker
import FastPath
import Logic
import Model

/// The fast path's activation of a space refines the model's.
public struct ActivateRefinesModel: KernelProperty {
  public init() {}
  public var name: String { "fastpath/activate-refines-model" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel, of its address spaces and of the section bitmaps, and \
    every space in use, with a domain or without: the fast path's activation leaves exactly the state that the model's \
    leaves, flushes included, and the bitmaps cover the CPD again.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the DACR stays the old space's", .loseWrite(.init(CP15.domainAccessControl))),
      Mutation("the TLBs keep the entries of a recycled domain", .loseWrite(.init(DataTLB.isValid))),
    ]
  }
  public var rounds: Int { 3 }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeAddressSpaces()
    let space = t.object("space", SpaceKind.self)
    t.assume("the space is in use", t.state.isInUse(space))
    t.refines(
      keeping: .sections, comparing: { $0 != SectionBitmap.number },
      implementation: { FastPath.activate(&$0, space) },
      specification: { t in t.specify(on: t.state) { Kernel.activate(&$0, space) } })
  }
}

/// The fast path's abort handler refines the model's.
public struct AbortHandlerRefinesModel: KernelProperty {
  public init() {}
  public var name: String { "fastpath/abort-handler-refines-model" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel, of its address spaces and of the section bitmaps, and \
    every abort, of user code or of the kernel, with whatever the fault registers say: the fast path's handler comes to \
    the model's result and leaves exactly the state that the model leaves, flushes included; and the bitmaps cover the \
    CPD again.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("an entry is installed, and no bitmap knows of it", .loseWrite(.init(SectionBitmap.sections))),
      Mutation("the space isn't told of its right to a granter's domain", .loseWrite(.init(SpaceTable.mask))),
    ]
  }
  public var rounds: Int { 3 }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeAddressSpaces()
    let abort = t.arbitraryAbort()
    t.refines(
      keeping: .sections, comparing: { $0 != SectionBitmap.number },
      implementation: { FastPath.handleAbort(&$0, abort) },
      specification: { t in t.specify(on: t.state) { Kernel.handleAbort(&$0, abort) } },
      answers: { t, result, expected in t.proveSame("the verdict is the same", result, expected) })
  }
}

extension RepresentationInvariant {
  /// The section bitmaps, which the model doesn't have.
  fileprivate static var sections: Self {
    Self(statement: "the section bitmaps cover the CPD") { Coupling.sections($0) }
  }
}
