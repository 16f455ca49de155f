import Checker
import FastPath
import Logic
import Model

/// A property of the kernel.
public protocol KernelProperty: Property {}

extension KernelProperty {
  public var schema: Schema { .fastPath }
}

extension Trial {
  /// Restricts the claim to states that satisfy the kernel invariant.
  mutating func assumeInvariant() {
    assume("the kernel invariant holds", KernelInvariant.claims(state))
  }

  /// Restricts the claim to states that satisfy the kernel invariant, and whose queue heads and bitmaps stand for the
  /// queues. How the rings lead from thread to thread is of no concern to the fast path.
  mutating func assumeInvariantAndHeads() {
    assumeInvariant()
    assume(
      "the coupling invariant of queue heads and of the priority bitmap holds",
      Coupling.heads(state) + Coupling.bitmaps(state),
      deriving: "the fast path's guards say what the model means", Coupling.guards(state))
  }

  /// Restricts the claim to callers that are not the idle thread, which never leaves the kernel and makes no system
  /// calls. Without it the idle thread could block, and nothing would be left to run.
  mutating func assumeCallerIsNotIdle() {
    assume("the idle thread makes no system calls", state[Machine.current] != state[Machine.idle])
  }

  /// Any user registers at all.
  mutating func arbitraryRegisters() -> UserRegisters<R> {
    UserRegisters(
      r0: word("r0 (to)"), r1: word("r1 (from)"), mr0: word("mr0 (tag)"), mr1: word("mr1"), mr2: word("mr2"),
      mr3: word("mr3"), mr4: word("mr4"), mr5: word("mr5"))
  }

  /// Two sets of registers must be the same.
  mutating func proveSame(_ statement: String, _ a: UserRegisters<R>, _ b: UserRegisters<R>) {
    for (first, second) in zip(a.leaves, b.leaves) {
      prove("\(statement): \(first.name)", first.word == second.word)
    }
  }
}
