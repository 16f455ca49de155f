import Logic

/// The end of a kernel operation, when it is known who is runnable: someone is chosen and switched to.
@frozen public struct Completion<S: Store>: UnderWay {
  public typealias R = S.R

  /// The kernel.
  public var k: S
  /// The thread to switch to, or `none` while the caller goes on.
  public var next: Thread<R>
  /// How the operation ends for the thread that is chosen.
  public var exit: Exit<R>

  @inlinable
  init(_ k: S) {
    self.k = k
    next = .none
    exit = .continuation
  }

  @inlinable
  public mutating func merge(_ condition: R.Truth, taken: Self) {
    k.merge(condition, taken: taken.k)
    next = R.ite(condition, taken.next, next)
    exit = .ite(condition, taken.exit, exit)
  }
}

/// A thread that an operation leaves runnable and in no queue, and what it will find in its registers.
@frozen public struct Runnable<R: Reading> {
  /// The thread, or `none`.
  public var thread: Thread<R>
  /// The registers.
  public var registers: UserRegisters<R>

  @inlinable
  public init(_ thread: Thread<R>, _ registers: UserRegisters<R>) {
    self.thread = thread
    self.registers = registers
  }

  /// `a` where the condition holds, `b` elsewhere.
  @inlinable
  public static func ite(_ c: R.Truth, _ a: Self, _ b: Self) -> Self {
    Self(R.ite(c, a.thread, b.thread), .ite(c, a.registers, b.registers))
  }
}

extension Completion {
  /// The state after the operation, with the chosen thread running.
  @inlinable
  consuming func finish() -> (k: S, exit: Exit<R>) {
    let next = next
    k.when(next != .none) { Kernel.switchThread(&$0, to: next) }
    return (k, exit)
  }

  /// Switches to a thread that waited in a queue.
  @inlinable
  mutating func dispatch(_ t: Thread<R>) {
    next = t
    when(
      Kernel.resumesInKernel(k, t),
      then: { c in c.exit = .continuation },
      else: { c in c.exit = .user(Kernel.saved(c.k, t)) })
  }

  /// Switches to a thread that was in no queue. Its registers are passed on without touching memory, unless its
  /// continuation in the kernel wants to find them.
  @inlinable
  mutating func run(_ r: Runnable<R>) {
    when(
      r.thread != k[Machine.current],
      then: { c in
        c.next = r.thread
        c.when(
          Kernel.resumesInKernel(c.k, r.thread),
          then: { c in
            Kernel.save(&c.k, r.thread, r.registers)
            c.exit = .continuation
          },
          else: { c in c.exit = .user(r.registers) })
      },
      else: { c in c.exit = .user(r.registers) })
  }
}

extension Kernel {
  /// True when `t` does not go straight back to user mode: an interrupted IPC is to be restarted or to fail, or the
  /// kernel itself waited for the message.
  @inlinable
  public static func resumesInKernel<S: Store>(_ k: S, _ t: Thread<S.R>) -> S.R.Truth {
    k[TCB.resources, t].has(.resumesInKernel)
      || k[TCB.continuation, t] != .userReturn
  }
}
