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
    k[TCB.state, t] = S.R.Word(constant: ThreadState.running)
    k[Machine.utcb] = k[TCB.utcb, t]
    k[Machine.coprocessorAccess] = coprocessorAccess(k, t)
    let space = k[TCB.space, t]
    k.when(space != .none, then: { k in activate(&k, space) })
  }

  /// What the coprocessor access register must hold while `t` runs.
  @inlinable
  public static func coprocessorAccess<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Word {
    S.R.ite(k[TCB.resources, t].intersects(S.R.Word(constant: Resources.coprocessor)), 1, 0)
  }

  /// Makes a space the active one: no flush, two registers.
  @inlinable
  public static func activate<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    k.when(k[SpaceTable.domain, space] == .noDomain, then: { k in giveDomain(&k, space) })
    let mask = k[SpaceTable.mask, space]
    k[Machine.space] = space
    k[Machine.domain] = k[SpaceTable.domain, space]
    k[Machine.mask] = mask
    k[Machine.capabilities] = k[SpaceTable.capabilities, space]
    k[Machine.dirtyDomains] = k[Machine.dirtyDomains] | mask
    k[Machine.dacr] = mask
    k[Machine.processID] = k[SpaceTable.processID, space] &<< S.R.Word(constant: FCSE.shift)
  }

  /// Gives a space without a domain one: the highest clean domain, or else the one after the current domain. Never
  /// domain 0, and never the current one.
  @inlinable
  static func giveDomain<S: Store>(_ k: inout S, _ space: Space<S.R>) {
    let current = k[Machine.domain]
    let clean = k.first(
      DomainKind.self,
      where: { k, d in
        d.word != 0 && d != current
          && !k[Machine.dirtyDomains].intersects(DACR.access(DACR.field, to: d))
      },
      by: { _, d in (major: 15 &- d.word, minor: 0) })
    let next = Ref<DomainKind, S.R>(S.R.ite(current.word < 15, current.word &+ 1, 1))
    recycle(&k, S.R.ite(clean != .none, clean, next), for: space)
  }

  /// Takes a domain from its owner and everyone who uses it, and hands it to a space that has none.
  ///
  /// The caches are flushed when the domain may own dirty lines; after that only the current mask's domains may.
  @inlinable
  static func recycle<S: Store>(_ k: inout S, _ domain: Ref<DomainKind, S.R>, for space: Space<S.R>) {
    let field = DACR.access(DACR.field, to: domain)
    let owner = k[DomainTable.owner, domain]
    k.when(owner != .none, then: { k in k[SpaceTable.domain, owner] = .noDomain })
    k.updateAll(SpaceTable.mask) { k, s in k[SpaceTable.mask, s].clearing(field) }
    k[Machine.mask] = k[Machine.mask].clearing(field)
    let dirty = k[Machine.dirtyDomains]
    k[Machine.dirtyDomains] = S.R.ite(dirty.intersects(field), k[Machine.mask], dirty)
    k[DomainTable.owner, domain] = space
    k[SpaceTable.domain, space] = domain
    k[SpaceTable.mask, space] = k[SpaceTable.mask, space] | DACR.access(DACR.client, to: domain)
  }
}
