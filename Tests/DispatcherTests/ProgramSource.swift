import FastPath
import Logic
import Model
import Randomness
import Scenarios

/// Makes system calls and events that look for trouble in a state: names of the dead, of oneself and of nobody, handles
/// of threads that wait, priorities that are equal or the highest, lists that are full.
struct ProgramSource {
  typealias Registers = UserRegisters<Native>

  var random: SeededGenerator
  /// What comes next anyway.
  private var queue: [ScenarioOperation]

  static var sizes: Platform.Sizes { ProgramSystem.sizes }
  /// The first threads that are created; the others are left for later.
  private static var firstThreads: Range<UInt32> { 2..<9 }

  init(_ random: SeededGenerator) {
    self.random = random
    queue = []
    queue = start()
    queue.reverse()
  }

  /// Spaces, threads that know each other, and a root thread that is no more urgent than they are.
  private mutating func start() -> [ScenarioOperation] {
    var operations: [ScenarioOperation] = [
      .createSpace(1, utcbs: Platform.utcbs(of: 1)), .createSpace(2, utcbs: Platform.utcbs(of: 2)),
    ]
    for t in Self.firstThreads {
      operations.append(.enter(create(t, space: random.below(3), place: t - 2)))
      operations.append(call(.exchangeRegisters, Registers(r0: t - 2, r1: ExchangeControl[.changesHalt])))
    }
    let ofRoot = Registers(r0: 0, r1: Self.firstThreads.upperBound - 2, mr0: CapabilityType[.thread], mr1: 0)
    operations.append(call(.createCapability, ofRoot))
    let priority = priority()
    operations.append(call(.schedule, Registers(r0: Handle[.myself], r1: priority, mr0: random.below(3))))
    return operations
  }

  /// The next operation, in a state; nil where nobody will ever do anything again.
  mutating func next(_ k: SystemMemory) -> ScenarioOperation? {
    if let operation = queue.popLast() { return operation }
    if k[Machine.current] == k[Machine.idle] { return wakeUp(k) }
    return operation(draw(), k)
  }

  func call(_ call: SystemCall, _ registers: Registers) -> ScenarioOperation { .enter(KernelCall(call, registers)) }

  /// The kernel idles: an interrupt comes, or a thread that waits or is halted goes on at the mercy of the scenario.
  private mutating func wakeUp(_ k: SystemMemory) -> ScenarioOperation? {
    let waiting = (0..<Self.sizes.threads).filter {
      (k[TCB.state, Ref($0)] == .waitingForever || Kernel.isHalted(k, Ref($0)))
        && !Kernel.resumesInKernel(k, Ref($0))
    }
    switch random.below(8) {
    case 0: return event(.tick)
    case 1..<4: return event(.interrupt)
    default: return waiting.isEmpty ? nil : .switchThread(random.pick(waiting))
    }
  }

  private mutating func words(_ registers: Registers = Registers()) -> Registers {
    var registers = registers
    registers.mr1 = random.once(in: 3) ? 0 : random.word()
    registers.mr2 = random.word()
    registers.mr5 = random.below(16)
    return registers
  }

  mutating func event(_ kind: KernelCall.Kind) -> ScenarioOperation {
    .enter(KernelCall(kind, number: kind == .interrupt ? random.below(4) : 0, words()))
  }

  mutating func exception(_ kind: KernelCall.Kind) -> ScenarioOperation {
    .enter(KernelCall(kind, number: random.word(), words()))
  }

  // MARK: Arguments

  mutating func ipc(_ k: SystemMemory) -> Registers {
    var to = random.once(in: 3) ? Handle[.nilThread] : name(k)
    if random.once(in: 3), let thread = waiting(k) {
      to = Kernel.handle(Thread<Native>(thread)).word
      let isGuest = k[TCB.resources, Ref(thread)] == .exceptionIPC
      if isGuest, !random.once(in: 4) {
        let tag = SystemCallMessage.words | Tag[.receiveBlocks]
        return words(Registers(r0: to, r1: Handle[.anyThread], mr0: tag))
      }
    }
    let from =
      switch random.below(16) {
      case 0..<4: to
      case 4..<12: Handle[.anyThread]
      case 12..<15: random.once(in: 8) ? Handle[.waitNotify] : Handle[.nilThread]
      default: name(k)
      }
    return words(Registers(r0: to, r1: from, mr0: tag()))
  }

  private mutating func tag() -> UInt32 {
    let count: UInt32 =
      switch random.below(8) {
      case 0: 0
      case 1: 1
      case 2: 6
      case 3...5: 13
      case 6: 31
      default: random.below(64)
      }
    var tag = count | random.below(2) << 16
    if !random.once(in: 10) { tag |= Tag[.receiveBlocks] }
    if random.once(in: 4) { tag |= Tag[.sendBlocks] }
    if random.once(in: 6) { tag |= Tag[.notify] }
    if random.once(in: 30) { tag |= Tag[.memoryCopy] }
    if random.once(in: 30) { tag |= 1 << (5 + random.below(8)) }
    return tag
  }

  /// A thread that waits for the running one.
  private mutating func waiting(_ k: SystemMemory) -> UInt32? {
    let start = random.below(Self.sizes.threads)
    for i in 0..<Self.sizes.threads {
      let t = Thread<Native>((start + i) % Self.sizes.threads)
      let waits = k[TCB.state, t] == .waitingForever && k[TCB.partner, t] == k[Machine.current]
      if waits { return t.word }
    }
    return nil
  }

  /// A name: mostly a place of the list, of whoever that is.
  mutating func name(_ k: SystemMemory) -> UInt32 {
    switch random.below(20) {
    case 0..<15: random.below(max(1, k[CapabilityList.size, Ref(0)]))
    case 15: Handle[.myself]
    case 16: Handle[.nilThread]
    case 17: Kernel.handle(Thread<Native>(random.below(Self.sizes.threads + 1))).word
    case 18: place(k)
    default: random.once(in: 2) ? Handle[.anyThread] : random.word()
    }
  }

  /// A place: mostly the one after the last, or one that may be empty.
  mutating func place(_ k: SystemMemory) -> UInt32 {
    let size = k[CapabilityList.size, Ref(0)]
    return switch random.below(8) {
    case 0..<4: random.below(size + 1)
    case 4: size
    case 5: size + 1
    case 6: CapabilityType.slots - random.below(2)
    default: random.word()
    }
  }

  mutating func number() -> UInt32 { random.below(Self.sizes.threads + 1) }
  mutating func list() -> UInt32 { random.once(in: 16) ? 1 : 0 }
  mutating func type() -> UInt32 { random.once(in: 16) ? random.below(4) : 1 + random.below(2) }
  mutating func source() -> UInt32 { random.once(in: 16) ? 32 : random.below(4) }
  mutating func slice() -> UInt32 { random.once(in: 2) ? Timeslice.unchanged : random.below(4) }

  private mutating func priority() -> UInt32 {
    switch random.below(8) {
    case 0: 255
    case 1: 0
    case 2, 3: 31
    case 4, 5: 32
    default: 100
    }
  }

  mutating func anyPriority() -> UInt32 {
    switch random.below(8) {
    case 0: Timeslice.unchanged
    case 1: 256
    default: priority()
    }
  }

  mutating func exchange(_ k: SystemMemory) -> Registers {
    let control =
      switch random.below(8) {
      case 0..<3: ExchangeControl[.changesHalt]
      case 3: ExchangeControl[.changesHalt] | ExchangeControl[.halt]
      case 4: random.word()
      default: random.word() & ExchangeControl[.all] & ~ExchangeControl[.halt]
      }
    return Registers(r0: name(k), r1: control, mr0: random.word(), mr1: random.word(), mr2: random.word())
  }

  mutating func modify(_ k: SystemMemory) -> Registers {
    let change = random.once(in: 16) ? random.below(16) : random.below(8)
    return Registers(r0: name(k), r1: change, mr0: name(k), mr1: name(k), mr2: random.once(in: 2) ? 4 : random.below(8))
  }

  mutating func utcb() -> ScenarioOperation {
    switch random.below(4) {
    case 0: .writeUTCB(.acceptor, random.once(in: 4) ? 0 : Acceptor[.notifications])
    case 1: .writeUTCB(.notifyMask, random.word())
    default: .writeUTCB(.message(6 + random.below(26)), random.word())
    }
  }

  private mutating func create(_ t: UInt32, space: UInt32, place: UInt32) -> KernelCall {
    KernelCall(
      .createThread,
      Registers(
        r0: t, r1: space, mr0: olderThread(place), mr1: olderThread(place),
        mr2: (Section.utcbs + space) << Section.shift | t << UTCB.shift, mr3: priority(), mr4: place))
  }

  /// A name of a thread whose capability comes before a place, or nil.
  private mutating func olderThread(_ place: UInt32) -> UInt32 {
    place == 0 || random.once(in: 4) ? Handle[.nilThread] : random.below(place)
  }

  mutating func createAny(_ k: SystemMemory) -> Registers {
    var call = create(number(), space: random.below(5), place: place(k))
    call.registers.mr0 = name(k)
    call.registers.mr1 = name(k)
    if random.once(in: 8) { call.registers.mr2 = random.word() }
    if random.once(in: 8) { call.registers.mr3 = 256 }
    return call.registers
  }
}
