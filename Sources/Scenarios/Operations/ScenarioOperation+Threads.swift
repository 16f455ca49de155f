import ARMSemantics
import Logic
import Model

extension ScenarioOperation {
  /// The thread that belongs to no space until SpaceSwitch moves it: it runs in whichever is active.
  private static var root: Thread<Native> { Thread(0) }

  /// No IPC is started again more often than there are threads to poll.
  private static var mostRestarts: Int { 1 << 10 }

  static func activate<S: Store>(
    _ k: inout S, _ space: Space<Native>, _ kernel: some Implementation
  ) -> ScenarioOutcome where S.R == Native {
    guard k.isInUse(space) else { return ScenarioOutcome(.refused(.invalidSpace)) }
    let current = k[Machine.current]
    if k[TCB.space, current] != .none {
      guard k[TCB.space, root] == .none, waits(k, root) else { return ScenarioOutcome(.refused(.busy)) }
      leave(&k)
      kernel.switchThread(&k, to: root)
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

  /// An access by user code; a page fault is told to the running thread's pager, if it has one.
  static func access<S: Store>(_ k: inout S, _ access: UserAccess, _ kernel: some Implementation) -> ScenarioOutcome
  where S.R == Native {
    var outcome = access.apply(to: &k, by: kernel)
    let (me, fault) = (k[Machine.current], outcome.aborts.last)
    guard outcome.violation == nil, case .faulted(let action) = outcome.result, let fault, me != k[Machine.idle]
    else { return outcome }
    let result = AbortResult<Native>(
      action: fault.action, address: fault.address, access: fault.access, instruction: fault.instruction,
      status: fault.toldStatus)
    if action == .pageFault, k[TCB.pager, me] != .none {
      outcome.next = run(&k, kernel.enter(&k, .pageFault(result), UserRegisters()), kernel)
    } else if action == .exception, k[TCB.exceptionHandler, me] != .none {
      outcome.next = run(&k, kernel.enter(&k, .exception(.abort(result)), UserRegisters()), kernel)
    }
    return outcome
  }

  static func switchThread<S: Store>(_ k: inout S, _ thread: Thread<Native>, _ kernel: some Implementation)
    -> ScenarioOutcome
  where S.R == Native {
    if thread == k[Machine.current] { return ScenarioOutcome(.done) }
    guard waits(k, thread) else { return ScenarioOutcome(.refused(.busy)) }
    leave(&k)
    k[TCB.partner, thread] = .none
    kernel.switchThread(&k, to: thread)
    return ScenarioOutcome(.done)
  }

  /// The IPC system call with a message in registers, and whatever the threads that it wakes do in the kernel.
  static func ipc<S: Store>(
    _ k: inout S, to: UInt32, from: UInt32, _ words: [UInt32], _ kernel: some Implementation
  ) -> ScenarioOutcome where S.R == Native {
    // The idle thread has no user code.
    guard k[Machine.current] != k[Machine.idle] else { return ScenarioOutcome(.refused(.busy)) }
    precondition(words.count < Tag.firstInMemory, "\(words.count) words don't fit into registers")
    let m = words + Array(repeating: 0, count: Int(Tag.firstInMemory) - 1 - words.count)
    let tag = UInt32(words.count) | Tag[.receiveBlocks] | Tag[.sendBlocks]
    let exit = kernel.enter(
      &k, .call(.ipc),
      UserRegisters(r0: to, r1: from, mr0: tag, mr1: m[0], mr2: m[1], mr3: m[2], mr4: m[3], mr5: m[4]))
    return ScenarioOutcome(.running(run(&k, exit, kernel)))
  }

  /// An entry into the kernel, and whatever the threads that it wakes do there.
  static func enter<S: Store>(_ k: inout S, _ call: KernelCall, _ kernel: some Implementation) -> ScenarioOutcome
  where S.R == Native {
    let caller = k[Machine.current]
    guard call.kind.isEvent || caller != k[Machine.idle] else { return ScenarioOutcome(.refused(.busy)) }
    let running = run(&k, kernel.enter(&k, call.entry, call.registers), kernel)
    var outcome = ScenarioOutcome(.running(running))
    if call.kind.tellsResult, running.thread == caller.word, running.registers.result == .refused {
      outcome.refusal = CallError<Native>(running.errorCode)
    }
    return outcome
  }

  static func writeUTCB<S: Store>(_ k: inout S, _ word: UTCBWord, _ value: UInt32) -> ScenarioOutcome
  where S.R == Native {
    guard k[Machine.current] != k[Machine.idle] else { return ScenarioOutcome(.refused(.busy)) }
    word.write(&k, value)
    return ScenarioOutcome(.done)
  }

  /// The thread that runs in user mode, once whoever resumes in the kernel has done so.
  private static func run<S: Store>(
    _ k: inout S, _ exit: Exit<Native>, _ kernel: some Implementation
  ) -> Running where S.R == Native {
    var (exit, restarts) = (exit, 0)
    while exit.continues, k[Machine.current] != k[Machine.idle], restarts < mostRestarts {
      exit = kernel.enter(&k, .resume, UserRegisters())
      restarts += 1
    }
    let next = k[Machine.current]
    return Running(thread: next.word, registers: exit.registers, errorCode: k[UTCB.errorCode, next])
  }

  /// Whether a thread idles, or waits for a message in user code: not for what the kernel asks on its behalf.
  private static func waits<S: Store>(_ k: S, _ thread: Thread<Native>) -> Bool where S.R == Native {
    k[TCB.state, thread] == .idle
      || (k[TCB.state, thread] == .waitingForever && !Kernel.resumesInKernel(k, thread))
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
