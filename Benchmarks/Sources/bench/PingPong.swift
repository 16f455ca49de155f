import ARMSemantics
import FastPath
import Logic
import Model

/// Two threads in two spaces, each with a capability for the other: one calls, or makes a system call that is none of this kernel's; the other is told, replies
/// and waits.
struct PingPong {
  /// The capability by which each thread knows the other.
  private static let peer: UInt32 = 3

  /// The state when thread 0 is about to call.
  static func start() -> Image {
    let schema = Schema.fastPath
    var counts = schema.kinds.map(\.least)
    counts[ThreadKind.number] = 3
    counts[SpaceKind.number] = 2
    counts[CapabilityListKind.number] = 2
    var k = Image(schema, counts: counts)
    for t in 0..<UInt32(3) {
      let thread = Thread<Native>(t)
      k[TCB.space, thread] = t < 2 ? Ref(t) : .none
      k[TCB.state, thread] = [.running, .waitingForever, .idle][Int(t)]
      k[TCB.partner, thread] = t == 1 ? .any : .none
      k[TCB.priority, thread] = Ref(100)
      k[TCB.arrival, thread] = t
      k[TCB.sendHead, thread] = .none
    }
    for s in 0..<UInt32(2) {
      let domain = Ref<DomainKind, Native>(s + 1)
      k[SpaceTable.domain, Ref(s)] = domain
      k[SpaceTable.mask, Ref(s)] = DACR.kernelClient | DACR.access(DACR.client, to: domain)
      k[SpaceTable.processID, Ref(s)] = s + 1
      k[SpaceTable.capabilities, Ref(s)] = Ref(s)
      k[DomainTable.owner, domain] = Ref(s)
      k[CapabilityList.size, Ref(s)] = 16
    }
    for s in 0..<UInt32(2) {
      k[CapabilityList.type, Ref(s), Ref(peer)] = .ipc
      k[CapabilityList.thread, Ref(s), Ref(peer)] = Ref(1 - s)
    }
    for d in 0..<UInt32(16) where d == 0 || d > 2 { k[DomainTable.owner, Ref(d)] = .none }
    for p in 0..<UInt32(256) { k[ReadyQueue.head, Ref(p)] = .none }
    k[TCB.exceptionHandler, Ref(0)] = Ref(1)
    k[UTCB.acceptor, Ref(1)] = .notifications
    k[Machine.current] = Ref(0)
    k[Machine.idle] = Ref(2)
    Kernel.switchThread(&k, to: Ref(0))
    return k
  }

  /// The arguments of a call with a message of so many words.
  @inline(__always)
  static func call(words: UInt32) -> UserRegisters<Native> {
    UserRegisters(r0: peer, r1: peer, mr0: Tag[.receiveBlocks] | words)
  }

  /// The arguments of a message to the other thread, without a receive phase.
  @inline(__always)
  static func send(words: UInt32) -> UserRegisters<Native> {
    UserRegisters(r0: peer, r1: Handle[.nilThread], mr0: words)
  }

  /// The arguments of a wait for anyone, without a send phase.
  @inline(__always)
  static func receive() -> UserRegisters<Native> {
    UserRegisters(r0: Handle[.nilThread], r1: Handle[.anyThread], mr0: Tag[.receiveBlocks])
  }

  /// The arguments of a notification to thread 1, which waits for none of its bits.
  @inline(__always)
  static func notification() -> UserRegisters<Native> {
    UserRegisters(r0: peer, r1: Handle[.nilThread], mr0: Tag[.notify], mr1: 1)
  }

  /// The SWI of a system call that is none of this kernel's.
  static let instruction: UInt32 = 0xEF00_0080

  /// The registers at that SWI.
  @inline(__always)
  static func systemCall() -> UserRegisters<Native> {
    UserRegisters(r0: 1, r1: 2, mr0: 3, mr1: 4, mr2: 5, mr3: 6, mr4: 7, mr5: 8)
  }

  /// What the server's registers become: reply to whoever called, with as many words, and wait for anyone.
  @inline(__always)
  static func reply(_ registers: inout UserRegisters<Native>, words: UInt32) {
    registers.r1 = Handle[.anyThread]
    registers.mr0 = Tag[.receiveBlocks] | words
  }
}
