import ARMSemantics
import Logic

extension Kernel {
  /// Makes a space the active one: no flush, two registers.
  @inlinable
  public static func activate<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    k.when(k[SpaceTable.domain, space] == .noDomain, then: { k in giveDomain(&k, space) })
    switchSpace(&k, to: space)
  }

  /// Makes a space that has a domain the active one.
  @inlinable
  public static func switchSpace<S: Store>(_ k: inout S, to space: Space<S.R>) {
    let mask = k[SpaceTable.mask, space]
    k[Machine.space] = space
    k[Machine.domain] = k[SpaceTable.domain, space]
    k[Machine.capabilities] = k[SpaceTable.capabilities, space]
    k[Machine.dirtyDomains] = k[Machine.dirtyDomains] | mask
    loadMask(&k, mask)
    k[CP15.processID] = FCSE.slot(of: k[SpaceTable.processID, space])
  }
}
