import ARMSemantics
import Logic

extension Kernel {
  /// Makes `t` the running thread, and its space the active one. A thread without a space runs in whatever space
  /// is active.
  @inlinable
  public static func switchThread<S: Store>(_ k: inout S, to t: Thread<S.R>) {
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
}
