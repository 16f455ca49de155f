import ARMSemantics
import Logic
import Model
import Scenarios
import Testing

/// The system calls besides IPC, run natively: what each makes of its arguments, and every error code.
@Suite struct SystemCallTests {
  typealias Registers = UserRegisters<Native>
  typealias Call = (inout Image, Registers) -> Exit<Native>

  /// A kernel whose thread 0 runs in space 0, which has every privilege, and has the capability of itself at place 0.
  private var kernel = Platform.boot(Platform.Sizes())
  private let root = Thread<Native>(0)
  private static let utcbs: UInt32 = 0xE000_0000

  init() {
    kernel[TCB.space, root] = Ref(0)
    kernel[TCB.utcb, root] = Self.utcbs
    kernel[CapabilityList.type, Ref(0), Ref(0)] = .thread
    kernel[CapabilityList.thread, Ref(0), Ref(0)] = root
    kernel[CapabilityList.size, Ref(0)] = 1
  }

  /// The arguments that create a thread which nobody has yet: its capability is at the next place.
  private func newThread(_ number: UInt32, priority: UInt32 = 100) -> Registers {
    Registers(
      r0: number, r1: 0, mr0: Handle[.myself], mr1: Handle[.nilThread], mr2: Self.utcbs + number << UTCB.shift,
      mr3: priority, mr4: kernel[CapabilityList.size, Ref(0)])
  }

  /// A thread that is created and resumed; the place of its capability.
  private mutating func start(_ number: UInt32, priority: UInt32 = 100) -> UInt32 {
    let place = kernel[CapabilityList.size, Ref(0)]
    #expect(Kernel.createThread(&kernel, newThread(number, priority: priority)).registers.result == .done)
    let resume = Registers(
      r0: place, r1: ExchangeControl[.changesHalt] | ExchangeControl[.programCounter], mr1: 0x8000)
    #expect(Kernel.exchangeRegisters(&kernel, resume).registers.result == .done)
    return place
  }

  /// Expects that a call is refused for a reason, and changes nothing but the caller's error code.
  private func expectRefusal(
    _ error: CallError<Native>, _ call: Call, _ arguments: Registers, in state: Image? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var (after, expected) = (state ?? kernel, state ?? kernel)
    let exit = call(&after, arguments)
    expected[UTCB.errorCode, expected[Machine.current]] = error.word
    #expect(exit.registers.result == .refused && !exit.continues, sourceLocation: sourceLocation)
    #expect(
      after[UTCB.errorCode, root] == error.word, "\(SystemCallError.name(of: after[UTCB.errorCode, root]) ?? "")",
      sourceLocation: sourceLocation)
    #expect(after.words == expected.words, sourceLocation: sourceLocation)
  }

  /// The kernel in which the caller's space has no privileges.
  private var unprivileged: Image {
    var k = kernel
    k[SpaceTable.privileges, Ref(0)] = .none
    return k
  }

  @Test func privilegedCallsNeedThePrivilege() {
    let calls: [Call] = [
      Kernel.createThread, Kernel.modifyThread, Kernel.deleteThread, Kernel.createCapability, Kernel.copyCapability,
      Kernel.deleteCapability, Kernel.bindInterrupt,
    ]
    for call in calls { expectRefusal(.noPrivilege, call, newThread(2), in: unprivileged) }
  }

  @Test func aNewThreadIsHaltedUntilItIsResumed() {
    var test = self
    #expect(Kernel.createThread(&test.kernel, newThread(2)).registers.result == .done)
    #expect(test.kernel[TCB.state, Ref(2)] == .halted)
    #expect(test.kernel[TCB.pager, Ref(2)] == root)
    let resume = Registers(
      r0: 1, r1: ExchangeControl[.changesHalt] | ExchangeControl[.stackPointer] | ExchangeControl[.programCounter],
      mr0: 0x9000,
      mr1: 0x8000)
    let exit = Kernel.exchangeRegisters(&test.kernel, resume)
    #expect(exit.registers.mr3 == ExchangeState[.halted])
    #expect(test.kernel[TCB.state, Ref(2)] == .ready)
    #expect(test.kernel[TCB.userSP, Ref(2)] == 0x9000 && test.kernel[TCB.userPC, Ref(2)] == 0x8000)
  }

  @Test func aThreadIsCreatedOnceAndInItsPlace() {
    var wrong = newThread(0)
    expectRefusal(.invalidThread, Kernel.createThread, wrong)
    wrong = newThread(1000)
    expectRefusal(.invalidThread, Kernel.createThread, wrong)
    wrong = newThread(2)
    wrong.r1 = 1
    expectRefusal(.invalidSpace, Kernel.createThread, wrong)
    wrong = newThread(2)
    wrong.mr0 = 17
    expectRefusal(.invalidParameter, Kernel.createThread, wrong)
    for utcb in [Self.utcbs, Self.utcbs + 4, 0x1000] {
      wrong = newThread(2)
      wrong.mr2 = utcb
      expectRefusal(.invalidUTCB, Kernel.createThread, wrong)
    }
    expectRefusal(.invalidPriority, Kernel.createThread, newThread(2, priority: 256))
    for place: UInt32 in [0, 2, CapabilityType.slots] {
      wrong = newThread(2)
      wrong.mr4 = place
      expectRefusal(.invalidCapability, Kernel.createThread, wrong)
    }
  }

  @Test func aDeletedThreadCancelsWhoPollsForIt() {
    var test = self
    let place = test.start(2, priority: 100)
    _ = test.start(3, priority: 255)
    // Thread 3 polls for thread 2.
    var k = test.kernel
    k[TCB.state, Ref(3)] = .polling
    k[TCB.partner, Ref(3)] = Ref(2)
    k[TCB.continuation, Ref(3)] = .restartIPC
    k[TCB.priority, root] = Ref(1)
    let exit = Kernel.deleteThread(&k, Registers(r0: place))
    #expect(exit.continues && k[Machine.current] == Ref(3))
    #expect(k[UTCB.errorCode, Ref(3)] == Code<IPCError, Native>.cancelled.code(in: .send))
    let told = Kernel.resume(&k)
    #expect(told.registers.tag == .error && told.registers.sender == .nilThread)
    #expect(Invariants.firstBroken(k, KernelInvariant.claims(k) + NameInvariant.claims(k)) == nil)
  }

  @Test func aDeletedThreadIsNamedByNothing() {
    var test = self
    let place = test.start(2)
    #expect(Kernel.deleteThread(&test.kernel, Registers(r0: place)).registers.result == .done)
    test.expectRefusal(.invalidThread, Kernel.deleteThread, Registers(r0: place))
    test.expectRefusal(.invalidThread, Kernel.schedule, Registers(r0: place))
    test.expectRefusal(.invalidThread, Kernel.createThread, test.newThread(2))
    let call = Registers(r0: place, r1: place, mr0: Tag[.sendBlocks] | Tag[.receiveBlocks])
    _ = Kernel.ipc(&test.kernel, call)
    #expect(test.kernel[UTCB.errorCode, root] == Code<IPCError, Native>.nonExisting.code(in: .send))
  }

  @Test func nobodyDeletesItself() {
    expectRefusal(.invalidThread, Kernel.deleteThread, Registers(r0: Handle[.myself]))
    expectRefusal(.invalidThread, Kernel.deleteThread, Registers(r0: 0))
  }

  @Test func aThreadIsModifiedWhereBitsSay() {
    var test = self
    let place = test.start(2)
    let change = Registers(
      r0: place, r1: ThreadChange[.exceptionHandler] | ThreadChange[.coprocessor], mr0: Handle[.nilThread], mr1: place,
      mr2: Resources[.coprocessor])
    #expect(Kernel.modifyThread(&test.kernel, change).registers.result == .done)
    #expect(test.kernel[TCB.pager, Ref(2)] == root && test.kernel[TCB.exceptionHandler, Ref(2)] == Ref(2))
    #expect(test.kernel[TCB.resources, Ref(2)] == .coprocessor)
    test.expectRefusal(.invalidParameter, Kernel.modifyThread, Registers(r0: place, r1: 8))
    test.expectRefusal(
      .invalidParameter, Kernel.modifyThread, Registers(r0: place, r1: ThreadChange[.pager], mr0: 9))
    test.expectRefusal(.invalidThread, Kernel.modifyThread, Registers(r0: 9))
  }

  @Test func flagsAreSanitised() {
    var test = self
    let place = test.start(2)
    let set = Registers(r0: place, r1: ExchangeControl[.flags], mr2: 0xFFFF_FFFF)
    _ = Kernel.exchangeRegisters(&test.kernel, set)
    #expect(test.kernel[TCB.userCPSR, Ref(2)] == 0xF000_0030)
    test.expectRefusal(.invalidThread, Kernel.exchangeRegisters, Registers(r0: 9))
    test.expectRefusal(.invalidParameter, Kernel.exchangeRegisters, Registers(r0: place, r1: 1 << 9))
  }

  @Test func aHaltedReceiveFailsWhenItIsResumed() {
    var test = self
    let place = test.start(2)
    test.kernel[TCB.state, Ref(2)] = .waitingForever
    test.kernel[TCB.partner, Ref(2)] = .any
    let halt = Registers(r0: place, r1: ExchangeControl[.changesHalt] | ExchangeControl[.halt])
    #expect(Kernel.exchangeRegisters(&test.kernel, halt).registers.mr3 == ExchangeState[.receiving])
    #expect(test.kernel[TCB.state, Ref(2)] == .halted)
    #expect(test.kernel[UTCB.errorCode, Ref(2)] == Code<IPCError, Native>.aborted.code(in: .receive))
    _ = Kernel.exchangeRegisters(&test.kernel, Registers(r0: place, r1: ExchangeControl[.changesHalt]))
    #expect(Kernel.saved(test.kernel, Ref(2)).tag == .error)
  }

  @Test func aThreadWithAHigherPriorityRunsAtOnce() {
    var test = self
    test.kernel[TCB.priority, root] = Ref(100)
    let place = test.start(2, priority: 100)
    let raise = Registers(r0: place, r1: 101, mr0: Timeslice.unchanged)
    _ = Kernel.schedule(&test.kernel, raise)
    #expect(test.kernel[Machine.current] == Ref(2) && test.kernel[TCB.state, root] == .ready)
    #expect(Kernel.saved(test.kernel, root).mr0 == 100)
    #expect(Kernel.saved(test.kernel, root).mr1 == Timeslice.standard)
  }

  @Test func prioritiesEndAtTheMaximum() {
    var k = kernel
    k[SpaceTable.maximumPriority, Ref(0)] = 10
    let raise = Registers(r0: Handle[.myself], r1: 11, mr0: Timeslice.unchanged)
    expectRefusal(.invalidPriority, Kernel.schedule, raise, in: k)
  }

  @Test func aSliceEndsAndTheNextRuns() {
    var test = self
    test.kernel[TCB.priority, root] = Ref(100)
    _ = test.start(2, priority: 100)
    _ = Kernel.schedule(&test.kernel, Registers(r0: Handle[.myself], r1: Timeslice.unchanged, mr0: 2))
    let registers = Registers(r0: 5, mr1: 7)
    _ = Kernel.tick(&test.kernel, registers)
    #expect(test.kernel[Machine.current] == root && test.kernel[TCB.remainingTicks, root] == 1)
    _ = Kernel.tick(&test.kernel, registers)
    #expect(test.kernel[Machine.current] == Ref(2) && test.kernel[TCB.remainingTicks, root] == 2)
    #expect(Kernel.saved(test.kernel, root).mr1 == 7)
  }

  @Test func theIdleThreadIdlesUntilSomebodyIsReady() {
    var k = kernel
    k[TCB.state, root] = .halted
    Kernel.switchThread(&k, to: Ref(1))
    _ = Kernel.tick(&k, Registers())
    #expect(k[Machine.current] == Ref(1))
    Kernel.makeReady(&k, root, Registers())
    _ = Kernel.tick(&k, Registers())
    #expect(k[Machine.current] == root && k[TCB.state, Ref(1)] == .idle)
  }

  @Test func aSliceIsDonatedToAReadyThread() {
    var test = self
    let place = test.start(2, priority: 1)
    test.kernel[TCB.timeslice, root] = 10
    test.kernel[TCB.remainingTicks, root] = 4
    _ = Kernel.threadSwitch(&test.kernel, Registers(r0: place))
    #expect(test.kernel[Machine.current] == Ref(2))
    #expect(test.kernel[TCB.remainingTicks, Ref(2)] == Timeslice.standard + 4)
    #expect(test.kernel[TCB.remainingTicks, root] == 10)
    expectRefusal(.invalidThread, Kernel.threadSwitch, Registers(r0: 9))
    expectRefusal(.invalidThread, Kernel.threadSwitch, Registers(r0: 0))
  }

  @Test func capabilitiesAreMadeCopiedAndDeleted() {
    var test = self
    _ = test.start(2)
    let make = Registers(r0: 0, r1: 2, mr0: CapabilityType[.ipc], mr1: 2)
    #expect(Kernel.createCapability(&test.kernel, make).registers.result == .done)
    let more = Registers(r0: 2, r1: 0, mr0: 3, mr1: CapabilityType[.thread])
    test.expectRefusal(.invalidCapability, Kernel.copyCapability, more)
    var copy = more
    copy.mr1 = CapabilityType[.ipc]
    #expect(Kernel.copyCapability(&test.kernel, copy).registers.result == .done)
    #expect(test.kernel[CapabilityList.thread, Ref(0), Ref(3)] == Ref(2))
    #expect(Kernel.deleteCapability(&test.kernel, Registers(r0: 0, r1: 3)).registers.result == .done)
    test.expectRefusal(.invalidCapability, Kernel.deleteCapability, Registers(r0: 0, r1: 3))
    test.expectRefusal(.invalidParameter, Kernel.deleteCapability, Registers(r0: 9999, r1: 3))
    var wrong = make
    wrong.mr0 = 3
    test.expectRefusal(.invalidParameter, Kernel.createCapability, wrong)
    wrong = make
    wrong.mr1 = 5
    test.expectRefusal(.invalidThread, Kernel.createCapability, wrong)
    test.expectRefusal(.invalidCapability, Kernel.createCapability, make)
  }

  @Test func anInterruptWaitsForItsAcknowledgement() {
    var test = self
    let place = test.start(2, priority: 200)
    var k = test.kernel
    k[TCB.priority, root] = Ref(100)
    k[TCB.state, Ref(2)] = .waitingNotify
    k[UTCB.acceptor, Ref(2)] = .notifications
    k[UTCB.notifyMask, Ref(2)] = 0xF
    let bind = Registers(r0: 7, r1: place, mr0: 4)
    #expect(Kernel.bindInterrupt(&k, bind).registers.result == .done)
    let exit = Kernel.interrupt(&k, Ref(7), Registers(mr5: 99))
    #expect(k[Machine.current] == Ref(2) && exit.registers.mr1 == 4)
    #expect(Kernel.saved(k, root).mr5 == 99)
    let again = Kernel.interrupt(&k, Ref(7), Registers(mr5: 98))
    #expect(again.registers.mr5 == 98 && k[UTCB.notifyBits, Ref(2)] == 0)
    #expect(Kernel.acknowledgeInterrupt(&k, Registers(r0: 7)).registers.result == .done)
    _ = Kernel.interrupt(&k, Ref(7), Registers())
    #expect(k[UTCB.notifyBits, Ref(2)] == 4)
    test.expectRefusal(.noPrivilege, Kernel.acknowledgeInterrupt, Registers(r0: 7))
    test.expectRefusal(.invalidParameter, Kernel.acknowledgeInterrupt, Registers(r0: 32))
    test.expectRefusal(.invalidParameter, Kernel.bindInterrupt, Registers(r0: 32, r1: place))
    test.expectRefusal(.invalidThread, Kernel.bindInterrupt, Registers(r0: 7, r1: 99))
  }
}
