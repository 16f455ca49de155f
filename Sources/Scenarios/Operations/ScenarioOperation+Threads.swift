import ARMSemantics
import Logic
import Model

extension ScenarioOperation {
  /// The thread that belongs to no space until SpaceSwitch moves it: it runs in whichever is active.
  private static var root: Thread<Native> { Thread(0) }

  /// No IPC is started again more often than there are threads to poll.
  private static var mostRestarts: Int { 1 << 10 }

  static func activate<S: Store>(
    _ k: inout S, _ space: Space<Native>, _ registers: inout UserRegisters<Native>, _ kernel: some Implementation
  ) -> ScenarioOutcome where S.R == Native {
    guard k.isInUse(space) else { return ScenarioOutcome(.refused(.invalidSpace)) }
    let current = k[Machine.current]
    if k[TCB.space, current] != .none {
      guard k[TCB.space, root] == .none, canGoOn(k, root) else { return ScenarioOutcome(.refused(.busy)) }
      goOn(&k, root, &registers, kernel)
    }
    if k[Machine.space] != space { kernel.activate(&k, space) }
    return ScenarioOutcome(.done)
  }

  static func createThread<S: Store>(
    _ k: inout S, _ thread: Thread<Native>, _ space: Space<Native>, _ priority: UInt32
  ) -> ScenarioOutcome where S.R == Native {
    guard k.isInUse(space) else { return ScenarioOutcome(.refused(.invalidSpace)) }
    guard priority < 256 else { return ScenarioOutcome(.refused(.invalidParameter)) }
    guard k[TCB.state, thread] == .free else { return ScenarioOutcome(.refused(.busy)) }
    k[TCB.space, thread] = space
    k[TCB.priority, thread] = Ref(priority)
    k[TCB.state, thread] = .waitingForever
    k[TCB.partner, thread] = .any
    k[TCB.utcb, thread] =
      Section.utcbs(of: space).word << Section.shift | thread.word << UTCB.shift & MVA.inSection.mask
    let (list, slot) = (k[SpaceTable.capabilities, space], Ref<CapabilitySlot, Native>(thread.word))
    k[CapabilityList.type, list, slot] = .ipc
    k[CapabilityList.thread, list, slot] = thread
    k[CapabilityList.size, list] = max(k[CapabilityList.size, list], thread.word + 1)
    return ScenarioOutcome(.done)
  }

  static func setPager<S: Store>(_ k: inout S, _ thread: Thread<Native>, _ pager: Thread<Native>) -> ScenarioOutcome
  where S.R == Native {
    guard k.isInUse(thread), k.isInUse(pager) else {
      return ScenarioOutcome(.refused(.invalidParameter))
    }
    k[TCB.pager, thread] = pager
    return ScenarioOutcome(.done)
  }

  /// An access by user code, which ends a wait of thread 0's if nobody else has any.
  static func access<S: Store>(
    _ k: inout S, _ access: UserAccess, _ registers: inout UserRegisters<Native>, _ kernel: some Implementation
  ) -> ScenarioOutcome where S.R == Native {
    guard findsUserCode(&k, endingWait: true, &registers, kernel) else {
      return ScenarioOutcome(.refused(.busy))
    }
    return access.apply(to: &k, &registers, by: kernel)
  }

  static func switchThread<S: Store>(
    _ k: inout S, _ thread: Thread<Native>, _ registers: inout UserRegisters<Native>, _ kernel: some Implementation
  ) -> ScenarioOutcome where S.R == Native {
    if thread == k[Machine.current] { return ScenarioOutcome(.done) }
    guard canGoOn(k, thread) else { return ScenarioOutcome(.refused(.busy)) }
    goOn(&k, thread, &registers, kernel)
    return ScenarioOutcome(.done)
  }

  /// The IPC system call with a message in registers, and whatever the threads that it wakes do in the kernel.
  static func ipc<S: Store>(
    _ k: inout S, to: UInt32, from: UInt32, _ words: [UInt32], _ registers: inout UserRegisters<Native>,
    _ kernel: some Implementation
  ) -> ScenarioOutcome where S.R == Native {
    guard findsUserCode(&k, endingWait: false, &registers, kernel) else {
      return ScenarioOutcome(.refused(.busy))
    }
    precondition(words.count < Tag.firstInMemory, "\(words.count) words don't fit into registers")
    let m = words + Array(repeating: 0, count: Int(Tag.firstInMemory) - 1 - words.count)
    let tag = UInt32(words.count) | Tag[.receiveBlocks] | Tag[.sendBlocks]
    registers = UserRegisters(r0: to, r1: from, mr0: tag, mr1: m[0], mr2: m[1], mr3: m[2], mr4: m[3], mr5: m[4])
    return ScenarioOutcome(.running(enterKernel(&k, .call(.ipc), &registers, kernel)))
  }

  /// An entry into the kernel, and whatever the threads that it wakes do there.
  static func enter<S: Store>(
    _ k: inout S, _ call: KernelCall, _ registers: inout UserRegisters<Native>, _ kernel: some Implementation
  ) -> ScenarioOutcome where S.R == Native {
    guard call.kind.isEvent || findsUserCode(&k, endingWait: false, &registers, kernel) else {
      return ScenarioOutcome(.refused(.busy))
    }
    let caller = k[Machine.current]
    registers = call.registers
    let running = enterKernel(&k, call.entry, &registers, kernel)
    var outcome = ScenarioOutcome(.running(running))
    if call.kind.tellsResult, running.thread == caller.word, running.registers.result == .refused {
      outcome.refusal = CallError<Native>(running.errorCode)
    }
    return outcome
  }

  static func writeUTCB<S: Store>(
    _ k: inout S, _ word: UTCBWord, _ value: UInt32, _ registers: inout UserRegisters<Native>,
    _ kernel: some Implementation
  ) -> ScenarioOutcome where S.R == Native {
    guard findsUserCode(&k, endingWait: false, &registers, kernel) else {
      return ScenarioOutcome(.refused(.busy))
    }
    word.write(&k, value)
    return ScenarioOutcome(.done)
  }

  /// The running thread enters the kernel, or is interrupted: who is in user mode next, once whoever resumes in the kernel
  /// has done so.
  ///
  /// - Parameter registers: The processor's user registers, before and after.
  static func enterKernel<S: Store>(
    _ k: inout S, _ entry: KernelEntry<Native>, _ registers: inout UserRegisters<Native>,
    _ kernel: some Implementation
  ) -> Running where S.R == Native {
    var (exit, restarts) = (kernel.enter(&k, entry, registers), 0)
    while exit.continues, k[Machine.current] != k[Machine.idle], restarts < mostRestarts {
      exit = kernel.enter(&k, .resume, UserRegisters())
      restarts += 1
    }
    let next = k[Machine.current]
    registers = exit.registers
    return Running(thread: next.word, registers: exit.registers, errorCode: k[UTCB.errorCode, next])
  }

  /// Sees to it that a thread runs that has user code, which the idle thread has not: thread 0 goes on if it is halted, as
  /// nobody else may be there to see to that. False if there is no such thread.
  ///
  /// - Parameter endsWait: Whether it goes on as well if it waits for a message.
  private static func findsUserCode<S: Store>(
    _ k: inout S, endingWait endsWait: Bool, _ registers: inout UserRegisters<Native>, _ kernel: some Implementation
  ) -> Bool where S.R == Native {
    guard k[Machine.current] == k[Machine.idle] else { return true }
    guard endsWait || Kernel.isHalted(k, root), canGoOn(k, root) else { return false }
    goOn(&k, root, &registers, kernel)
    return true
  }

  /// Whether a thread idles, or is halted or waits for a message in user code: not for what the kernel asks on its behalf.
  private static func canGoOn<S: Store>(_ k: S, _ thread: Thread<Native>) -> Bool where S.R == Native {
    let isAtRest = k[TCB.state, thread] == .waitingForever || Kernel.isHalted(k, thread)
    return k[TCB.state, thread] == .idle || (isAtRest && !Kernel.resumesInKernel(k, thread))
  }

  /// Another thread runs, as the scenario wants it and no kernel would: with the registers with which it was halted, or with
  /// zeros if it waited.
  private static func goOn<S: Store>(
    _ k: inout S, _ thread: Thread<Native>, _ registers: inout UserRegisters<Native>, _ kernel: some Implementation
  ) where S.R == Native {
    registers = Kernel.isHalted(k, thread) ? Kernel.saved(k, thread) : UserRegisters()
    leave(&k)
    k[TCB.partner, thread] = .none
    kernel.switchThread(&k, to: thread)
  }

  /// The running thread waits for anyone, or idles.
  private static func leave<S: Store>(_ k: inout S) where S.R == Native {
    let current = k[Machine.current]
    let idles = current == k[Machine.idle]
    k[TCB.state, current] = idles ? .idle : .waitingForever
    k[TCB.partner, current] = idles ? .none : .any
    k[TCB.continuation, current] = .userReturn
  }
}
