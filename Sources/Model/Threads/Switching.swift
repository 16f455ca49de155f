import ARMSemantics
import Logic

/// The kernel's operations, as functions on a store.
public enum Kernel {}

extension Kernel {
  /// Makes `t` the running thread, and its space the active one. A thread without a space runs in whatever space
  /// is active.
  @inlinable
  public static func switchTo<S: Store>(_ k: inout S, _ t: Thread<S.R>) {
    k[Machine.current] = t
    k[TCB.state, t] = .running
    k[Machine.utcb] = k[TCB.utcb, t]
    k[Machine.coprocessorAccess] = coprocessorAccess(k, t)
    let space = k[TCB.space, t]
    k.when(space != .none, then: { k in activate(&k, space) })
  }

  /// What the coprocessor access register must hold while `t` runs.
  @inlinable
  public static func coprocessorAccess<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Word {
    S.R.ite(k[TCB.resources, t].has(.coprocessor), 1, 0)
  }

  /// Makes a space the active one: no flush, two registers.
  @inlinable
  public static func activate<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    k.when(k[SpaceTable.domain, space] == .noDomain, then: { k in giveDomain(&k, space) })
    enter(&k, space)
  }

  /// Makes a space that has a domain the active one.
  @inlinable
  public static func enter<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    let mask = k[SpaceTable.mask, space]
    k[Machine.space] = space
    k[Machine.domain] = k[SpaceTable.domain, space]
    k[Machine.capabilities] = k[SpaceTable.capabilities, space]
    k[Machine.dirtyDomains] = k[Machine.dirtyDomains] | mask
    loadMask(&k, mask)
    k[CP15.processID] = k[SpaceTable.processID, space] &<< S.R.Word(constant: FCSE.shift)
  }
}
