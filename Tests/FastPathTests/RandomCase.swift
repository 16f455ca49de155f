import ARMSemantics
import FastPath
import Logic
import Model
import Properties
import Randomness

/// The size of a random kernel.
struct Sizes: Hashable {
  var threads, spaces, lists: UInt32

  /// The sizes of a case: few of everything, because few are enough for every relation between objects.
  static func random(_ random: inout SeededGenerator) -> Sizes {
    Sizes(threads: 2 + random.below(9), spaces: 1 + random.below(4), lists: 1 + random.below(3))
  }

  var counts: [UInt32] { kernelCounts(threads: threads, spaces: spaces, lists: lists) }
}

/// Makes a random state that satisfies the kernel invariant and the coupling invariant, and arguments for it.
///
/// Most states are made so that the fast path takes them, but for each of its guards there is a chance that the
/// guard's condition is left to luck.
struct RandomCase {
  typealias T = Thread<Native>

  private var random: SeededGenerator
  private let sizes: Sizes
  /// Whether this case is meant for the fast path at all.
  private let isMeant: Bool
  private let isCall: Bool
  private let me, idle, destination: T
  /// The capability that names the destination.
  private let slot: UInt32
  /// Whether `to` is a reply handle.
  private let replies: Bool

  init(_ random: SeededGenerator, _ sizes: Sizes) {
    var random = random
    self.sizes = sizes
    isMeant = !random.once(in: 4)
    isCall = random.once(in: 2)
    replies = random.once(in: 3)
    me = T(random.below(sizes.threads))
    idle = T(random.once(in: 32) ? me.word : (me.word + 1 + random.below(sizes.threads - 1)) % sizes.threads)
    slot = random.below(8)
    // Somebody else, if there is anybody.
    var destination = T(random.below(sizes.threads))
    while isMeant && sizes.threads > 2 && (destination == me || destination == idle) {
      destination = T(random.below(sizes.threads))
    }
    self.destination = destination
    self.random = random
  }

  /// True when something should be as the fast path wants it.
  private mutating func suits() -> Bool { isMeant && !random.once(in: 32) }

  /// Writes the state into memory that holds zeros, and returns the arguments.
  mutating func make(_ k: inout KernelMemory) -> UserRegisters<Native> {
    makeSpaces(&k)
    makeThreads(&k)
    makeCapabilities(&k)
    makeMachine(&k)
    makeQueues(&k)
    return makeArguments(k)
  }

  private mutating func makeSpaces(_ k: inout KernelMemory) {
    for d in 0..<UInt32(16) { k[DomainTable.owner, Ref(d)] = .none }
    var domain = 1 + random.below(15)
    for s in 0..<sizes.spaces {
      let space = Space<Native>(s)
      // The first space always has a domain, so that some space can be the active one.
      let owns = s == 0 || !random.once(in: 8)
      domain = (domain + random.below(3)) % 15 + 1
      k[SpaceTable.domain, space] = owns ? Ref(domain) : .noDomain
      var mask = (random.word() & random.word()).clearing(DACR.field) | DACR.kernelClient
      if owns {
        k[DomainTable.owner, Ref(domain)] = space
        let field: UInt32 = DACR.access(DACR.field, to: Ref<DomainKind, Native>(domain))
        mask = mask.clearing(field) | field & 0x5555_5555
      }
      k[SpaceTable.mask, space] = mask
      k[SpaceTable.processID, space] = random.below(FCSE.processes)
      k[SpaceTable.capabilities, space] = Ref(random.below(sizes.lists))
    }
  }

  private mutating func makeThreads(_ k: inout KernelMemory) {
    for t in 0..<sizes.threads { k[TCB.arrival, T(t)] = t }
    for t in 0..<sizes.threads { makeThread(&k, T(t)) }
    k[TCB.state, idle] = .idle
    k[TCB.continuation, idle] = .userReturn
    k[TCB.state, me] = .running
    if suits() { k[TCB.resources, me] = .none }
    if suits() || isCall && suits() { k[UTCB.notifyBits, me] = 0 }
    makeDestination(&k)
  }

  private mutating func makeDestination(_ k: inout KernelMemory) {
    guard destination != me, destination != idle else { return }
    if suits() {
      k[TCB.state, destination] = .waitingForever
      k[TCB.continuation, destination] = .userReturn
      if k[TCB.partner, destination] != .any { k[TCB.partner, destination] = T(random.below(sizes.threads)) }
    }
    if suits(), k[TCB.state, destination] == .waitingForever {
      k[TCB.partner, destination] = replies || random.once(in: 2) ? me : .any
    }
    if suits() { k[TCB.resources, destination] = .none }
    if suits() { k[TCB.space, destination] = Ref(random.below(sizes.spaces)) }
    if suits() {
      for s in 0..<sizes.spaces where k[SpaceTable.domain, Ref(s)] != .noDomain && random.once(in: 2) {
        k[TCB.space, destination] = Ref(s)
      }
    }
    if suits() {
      for t in 0..<sizes.threads
      where k[TCB.state, T(t)] == .ready
        && k[TCB.priority, T(t)].word > k[TCB.priority, destination].word
      {
        k[TCB.priority, T(t)] = Ref(random.below(k[TCB.priority, destination].word + 1))
      }
    }
    if suits() {
      for t in 0..<sizes.threads where k[TCB.state, T(t)] == .polling && k[TCB.partner, T(t)] == me {
        k[TCB.partner, T(t)] = destination
      }
    }
  }

  private mutating func makeThread(_ k: inout KernelMemory, _ t: T) {
    let states: StaticWords = [
      ThreadState[.ready], ThreadState[.ready], ThreadState[.waitingForever], ThreadState[.waitingForever],
      ThreadState[.waitingNotify], ThreadState[.polling], ThreadState[.halted], ThreadState[.aborted],
      ThreadState[.deleted],
    ]
    let state = Code<ThreadState, Native>(random.pick(states))
    k[TCB.state, t] = state
    k[TCB.continuation, t] = state == .polling ? .restartIPC : .userReturn
    k[TCB.partner, t] = makePartner(state)
    k[TCB.space, t] = random.once(in: 16) ? .none : Ref(random.below(sizes.spaces))
    k[TCB.priority, t] = Ref(random.once(in: 4) ? random.below(256) : random.pick([0, 31, 32, 99, 100, 254, 255]))
    k[TCB.resources, t] = random.once(in: 8) ? Flags(random.below(8)) : .none
    k[TCB.utcb, t] = random.word()
    k[TCB.sentFrom, t] = Code(random.word())
    k[TCB.savedR0, t] = random.word()
    k[TCB.savedR1, t] = random.word()
    for i in 0..<UInt32(6) { k[TCB.savedMR, t, Ref(i)] = random.word() }
    k[TCB.userSP, t] = random.word()
    k[TCB.userPC, t] = random.word()
    k[TCB.userCPSR, t] = random.word()
    makeUserRegisters(&k, t)
    k[TCB.next, t] = T(random.word())
    k[TCB.previous, t] = T(random.word())
    let other = T(random.below(t.word + 1))
    let place = k[TCB.arrival, t]
    k[TCB.arrival, t] = k[TCB.arrival, other]
    k[TCB.arrival, other] = place
    k[UTCB.acceptor, t] = Flags(random.below(4))
    k[UTCB.notifyMask, t] = random.once(in: 4) ? 0 : random.word()
    k[UTCB.notifyBits, t] = random.once(in: 2) ? 0 : random.word() & random.word()
    k[UTCB.errorCode, t] = random.word()
    k[UTCB.senderSpace, t] = Ref(random.word())
    for i in 0..<UInt32(32) { k[UTCB.message, t, Ref(i)] = random.word() }
  }

  private mutating func makeUserRegisters(_ k: inout KernelMemory, _ t: T) {
    k[TCB.pager, t] = random.once(in: 4) ? .none : T(random.below(sizes.threads))
    k[TCB.exceptionHandler, t] = random.once(in: 4) ? .none : T(random.below(sizes.threads))
    k[TCB.exceptionNumber, t] =
      random.once(in: 2) ? .systemCall : Code(random.pick([ExceptionNumber[.undefinedInstruction], 0x108]))
    k[TCB.userR0, t] = random.word()
    k[TCB.userR1, t] = random.word()
    for i in 0..<UInt32(6) { k[TCB.userMR, t, Ref(i)] = random.word() }
    let others: [Field<TCB, Plain>] = [
      TCB.userR2, TCB.userR9, TCB.userR10, TCB.userR11, TCB.userR12, TCB.userLR, TCB.exceptionCode,
    ]
    for field in others { k[field, t] = random.word() }
  }

  /// Makes the case one for another path than IPC's, as far as it is meant for a fast path.
  mutating func adapt(_ k: inout KernelMemory, _ arguments: UserRegisters<Native>, to path: OptimisedPath)
    -> UserRegisters<Native>
  {
    var arguments = arguments
    let waits = k[TCB.state, destination] == .waitingForever
    switch path {
    case .notification:
      if suits() { arguments.r0 = slot }
      if suits() { arguments.r1 = Handle[.nilThread] }
      if suits() { arguments.mr0 |= Tag[.notify] }
      if waits && random.once(in: 3) { k[TCB.state, destination] = .waitingNotify }
      if suits() { makeFirst(&k, me) }
    case .systemCall:
      if suits() { k[TCB.exceptionHandler, me] = destination }
    case .answer:
      if suits() { arguments.r0 = Kernel.handle(destination).word }
      if suits() { arguments.r1 = Handle[.anyThread] }
      if suits() { arguments.mr0 = arguments.mr0 & 0xFFFF_0000 | Tag[.receiveBlocks] | SystemCallMessage.words }
      if suits() { k[UTCB.notifyBits, me] = 0 }
      if waits && suits() { k[TCB.partner, destination] = me }
      if suits() { k[TCB.resources, destination] = .exceptionIPC }
      if suits() { k[TCB.exceptionNumber, destination] = .systemCall }
    }
    return arguments
  }

  /// Gives a thread, which is in no queue, a priority that no ready thread exceeds.
  private mutating func makeFirst(_ k: inout KernelMemory, _ t: T) {
    for u in 0..<sizes.threads where k[TCB.state, T(u)] == .ready {
      k[TCB.priority, t] = Ref(max(k[TCB.priority, t].word, k[TCB.priority, T(u)].word))
    }
  }

  private mutating func makePartner(_ state: Code<ThreadState, Native>) -> T {
    switch state {
    case .waitingForever where random.once(in: 2): .any
    case .waitingForever, .polling: random.once(in: 2) ? me : T(random.below(sizes.threads))
    default: random.once(in: 2) ? T(random.pick([me.word, T.any.word, T.none.word])) : T(random.word())
    }
  }

  private mutating func makeCapabilities(_ k: inout KernelMemory) {
    for l in 0..<sizes.lists {
      let list = Ref<CapabilityListKind, Native>(l)
      let size = random.once(in: 64) ? CapabilityType.slots : random.below(12)
      k[CapabilityList.size, list] = size
      // A few places beyond the size hold what must not be used.
      for s in 0..<min(size, 12) + 2 {
        let type = Code<CapabilityType, Native>(random.once(in: 8) ? random.word() : random.pick([0, 1, 2, 2, 3]))
        k[CapabilityList.type, list, Ref(s)] = type
        let exists = type == .ipc || type == .thread
        k[CapabilityList.thread, list, Ref(s)] = exists ? T(random.below(sizes.threads)) : T(random.word())
      }
    }
  }

  private mutating func makeMachine(_ k: inout KernelMemory) {
    var space = k[TCB.space, me]
    if space == .none || k[SpaceTable.domain, space] == .noDomain {
      // The running thread is in the active space, or in none.
      space = Ref(0)
      if k[TCB.space, me] != .none { k[TCB.space, me] = space }
    }
    k[Machine.current] = me
    k[Machine.idle] = idle
    k[Machine.space] = space
    k[Machine.domain] = k[SpaceTable.domain, space]
    k[Machine.mask] = k[SpaceTable.mask, space]
    k[CP15.domainAccessControl] = k[SpaceTable.mask, space]
    k[Machine.capabilities] = k[SpaceTable.capabilities, space]
    k[CP15.processID] = FCSE.slot(of: k[SpaceTable.processID, space])
    k[Machine.dirtyDomains] = random.word() & random.word() | k[Machine.mask]
    k[Machine.utcb] = k[TCB.utcb, me]
    k[Machine.coprocessorAccess] = Kernel.coprocessorAccess(k, me)
    if suits() {
      let list = k[Machine.capabilities]
      k[CapabilityList.size, list] = max(k[CapabilityList.size, list], slot + 1)
      for s in 0...slot where k[CapabilityList.thread, list, Ref(s)].word >= sizes.threads {
        k[CapabilityList.thread, list, Ref(s)] = T(random.below(sizes.threads))
      }
      k[CapabilityList.type, list, Ref(slot)] = Code(1 + random.below(2))
      k[CapabilityList.thread, list, Ref(slot)] = destination
    }
  }

  /// Puts the ready and the polling threads into their queues.
  private mutating func makeQueues(_ k: inout KernelMemory) {
    for p in 0..<UInt32(256) { k[ReadyQueue.head, Ref(p)] = .none }
    for t in 0..<sizes.threads { k[TCB.sendHead, T(t)] = .none }
    for place in 0..<sizes.threads {
      guard let t = (0..<sizes.threads).first(where: { k[TCB.arrival, T($0)] == place }).map(T.init) else { continue }
      if k[TCB.state, t] == .ready {
        let p = k[TCB.priority, t]
        k[ReadyQueue.head, p] = append(&k, t, to: k[ReadyQueue.head, p])
        let group = Ref<PriorityGroupKind, Native>(p.word >> 5)
        k[PriorityBitmap.ready, group] = k[PriorityBitmap.ready, group] | 1 << (p.word & 31)
        k[Machine.prioritySummary] = k[Machine.prioritySummary] | 1 << group.word
      } else if k[TCB.state, t] == .polling {
        let receiver = k[TCB.partner, t]
        k[TCB.sendHead, receiver] = append(&k, t, to: k[TCB.sendHead, receiver])
      }
    }
  }

  private func append(_ k: inout KernelMemory, _ t: T, to head: T) -> T {
    let first = head == .none ? t : head
    let last = head == .none ? t : k[TCB.previous, head]
    k[TCB.next, last] = t
    k[TCB.previous, t] = last
    k[TCB.next, t] = first
    k[TCB.previous, first] = t
    return first
  }

  private mutating func makeArguments(_ k: KernelMemory) -> UserRegisters<Native> {
    let to = suits() ? (replies ? destination.word | Handle.reply : slot) : makeName(k)
    let from = isCall ? (suits() ? to : makeName(k)) : (suits() ? Handle[.anyThread] : makeName(k))
    let label = random.word() & 0xFFFF_0000
    var tag = label | (random.once(in: 4) ? 0 : random.below(32)) | (random.once(in: 2) ? Tag[.sendBlocks] : 0)
    if suits() {
      tag |= Tag[.receiveBlocks]
    } else {
      tag = random.once(in: 2) ? random.word() : tag | 1 << (5 + random.below(9))
    }
    return UserRegisters(
      r0: to, r1: from, mr0: tag, mr1: random.word(), mr2: random.word(), mr3: random.word(), mr4: random.word(),
      mr5: random.word())
  }

  /// A name that may mean a thread, or anything else.
  private mutating func makeName(_ k: KernelMemory) -> UInt32 {
    switch random.below(6) {
    case 0: random.pick([Handle[.nilThread], Handle[.myself], Handle[.anyThread], Handle[.waitNotify]])
    case 1: random.below(sizes.threads + 2) | Handle.reply
    case 2: k[CapabilityList.size, k[Machine.capabilities]] + random.below(2)
    case 3: random.word()
    default: random.below(12)
    }
  }
}
