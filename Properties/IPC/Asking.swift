import Checker
import Logic
import Model

// What the kernel asks a pager or an exception handler on behalf of the running thread.

/// Mistakes that an IPC of the kernel can make as well as one of user code.
let mutationsOfAsking = [
  Mutation("a sender that begins to poll has nothing to restart", .loseWrite(.init(TCB.continuation))),
  Mutation("a switch leaves the old domain mask in force", .loseWrite(.init(Machine.mask))),
  Mutation("a thread that is switched to stays ready", .alterWrite(.init(TCB.state), .become(ThreadState[.ready]))),
]

extension UserRegisters {
  /// What the receiver of a message finds: who has sent it, and the tag without the bits that speak to the kernel.
  func received(from sender: Thread<R>) -> Self {
    var found = self
    found.r0 = Kernel.handle(sender).word
    found.r1 = 0
    found.mr0 = tag.clearing(.flags).word
    return found
  }
}

extension Trial {
  /// Proves that a thread has the kernel's message, or will have it when it asks, and that the running thread waits for
  /// no other.
  ///
  /// - Parameters:
  ///   - name: What the thread is called in the statements.
  ///   - waits: The case in which it waits for the message.
  ///   - message: What it is to be told.
  ///   - after: The state after the kernel has asked it.
  /// - Returns: Whether it runs next, where it waits for the message; nil elsewhere.
  mutating func proveAsked(
    _ asked: Thread<R>, called name: String, waits: StaticString, _ message: UserRegisters<R>, _ after: S,
    _ exit: Exit<R>
  ) -> R.Truth? {
    let me = state[Machine.current]
    prove("the thread waits for nobody but the \(name)", after[TCB.partner, me] == asked)
    guard branch(waits, KernelState.listens(state, asked, to: me)) else {
      prove("the thread polls", after[TCB.state, me] == .polling)
      prove(
        "the thread will be started again",
        after[TCB.continuation, me] == .restartIPC)
      proveSame("the message is saved", Kernel.saved(after, me), message)
      return nil
    }
    prove("the thread waits", after[TCB.state, me] == .waitingForever)
    let runs = after[Machine.current] == asked && !exit.continues
    proveSame(
      "the message arrives, in the processor or saved for later",
      .ite(runs, exit.registers, Kernel.saved(after, asked)), message.received(from: me))
    return runs
  }
}
