import Logic
import Model
import Scenarios

// IPC at random, of the running thread with the few that can be created.

extension Generator {
  /// One of the threads that can be created: 0 and 1 are there from boot.
  mutating func thread() -> UInt32 { 2 + below(Self.sizes.threads - 2) }

  /// One of these that waits, or that an access has halted, if there is one.
  mutating func restingThread(_ k: Image) -> UInt32 {
    let resting = (2..<Self.sizes.threads).filter {
      k[TCB.state, Ref($0)] == .waitingForever || Kernel.isHalted(k, Ref($0))
    }
    return resting.isEmpty ? thread() : pick(resting)
  }

  /// A message, an answer, a wait, or any combination of names and of the bits of the tag that speak to the kernel.
  mutating func ipc() -> ScenarioOperation {
    switch below(6) {
    case 0: return .call(thread(), [below(4)])
    case 1: return .replyAndWait(thread(), [below(4)])
    case 2: return .wait
    default: return .enter(KernelCall(.ipc, arguments()))
    }
  }

  private mutating func arguments() -> UserRegisters<Native> {
    let to = name([Handle[.nilThread]])
    let from = once(in: 3) ? to : name([Handle[.nilThread], Handle[.anyThread], Handle[.waitNotify]])
    var tag = below(3)
    for bit in [Tag[.notify], Tag[.receiveBlocks], Tag[.sendBlocks]] where once(in: 2) { tag |= bit }
    return UserRegisters(r0: to, r1: from, mr0: tag, mr1: below(4), mr2: below(4))
  }

  /// A place in the capability list, a reply handle, or one of some special words.
  private mutating func name(_ special: [UInt32]) -> UInt32 {
    switch below(3) {
    case 0: thread()
    case 1: Handle.reply | thread()
    default: pick(special)
    }
  }
}
