import Checker
import Logic
import Model

/// The thread of the highest priority has the processor after a system call, or an event.
public struct CallPicksTheHighest: KernelProperty {
  let call: any EntryContract
  public init(_ call: any EntryContract) { self.call = call }
  public var name: String { "call/\(call.name)-picks-the-highest" }
  /// A ThreadSwitch to nobody in particular. One to a thread that it names runs that thread, whatever its priority.
  private var givesUp: Bool { call.entry == .call(.threadSwitch) }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, and for all registers: \(givesUp
      ? "when ThreadSwitch with r0 nil returns"
      : "after \(call.description)" + (call.isEvent ? "" : " that isn't refused")), no ready thread has a higher priority than the one that \
    runs\(givesUp ? ", and none of its priority arrived before it" : "").
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "the scheduler sees priorities with their lowest bit cleared", .alterRead(.init(TCB.priority), .clear(1)))
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    var arguments = t.arbitraryArguments(of: call)
    if givesUp {
      arguments.r0 = Code<Handle, T.R>.nilThread.word
    } else if !call.isEvent {
      t.assumeDone(call, arguments)
    }
    let (after, _) = t.perform(on: t.state) { call.act(&$0, arguments) }
    let next = after[Machine.current]
    t.prove("no ready thread is above the running one", KernelState.noneAbove(after, after[TCB.priority, next]))
    if givesUp {
      t.prove("none of its priority arrived before", KernelState.noneBefore(after, next))
    }
    t.reach("somebody else runs", next != t.state[Machine.current])
    t.reach("the same thread runs", next == t.state[Machine.current])
  }
}

/// A system call, or an event, loses no thread.
public struct CallLosesNoThread: KernelProperty {
  let call: any EntryContract
  public init(_ call: any EntryContract) { self.call = call }
  public var name: String { "call/\(call.name)-loses-no-thread" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, for all registers and every thread: after \(call.description), \
    a thread that was runnable is runnable, and one that was blocked or stopped is as it was\(call.needsHandlers
      ? ", unless it is the handler, which may be woken" : "").
    """
  }
  public var mutations: [Mutation] {
    [Mutation("a thread that is to be ready is halted instead", .alterWrite(.init(TCB.state), .clear(2)))]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let arguments = t.arbitraryArguments(of: call)
    let thread = t.object("thread", ThreadKind.self)
    let (after, _) = t.perform(call, arguments)
    let was = KernelState.isRunnable(before, thread)
    t.prove("a runnable thread stays runnable", was.implies(KernelState.isRunnable(after, thread)))
    let isSame =
      after[TCB.state, thread] == before[TCB.state, thread] && after[TCB.partner, thread] == before[TCB.partner, thread]
    let mayWake = call.needsHandlers ? thread == call.subject(before, arguments) : T.R.Truth(false)
    t.prove("a blocked thread stays blocked", was || mayWake || isSame)
    t.reach("a ready thread runs", thread == after[Machine.current] && thread != before[Machine.current])
  }
}

/// A tick takes from the slice, and its end passes the processor on.
public struct TickMeasuresSlices: KernelProperty {
  public init() {}
  public var name: String { "call/tick-measures-slices" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, with any thread but the idle thread running in user mode: a \
    tick of the timer takes one from what is left of the thread's slice. When none is left, the slice is full again, \
    the thread is the last in the order of arrival, and the thread that runs then arrived before every ready thread \
    of its priority; otherwise the thread goes on if no ready thread has a higher priority. A thread without a limit \
    goes on likewise. An interrupted thread has its registers, in the processor or saved.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("a slice never ends", .alterRead(.init(TCB.remainingTicks), .become(5))),
      Mutation("a slice isn't refilled", .alterWrite(.init(TCB.remainingTicks), .become(0))),
      Mutation("the interrupted thread's registers are lost", .loseWrite(.init(TCB.savedR0))),
      Mutation("the interrupted thread stays the first", .loseWrite(.init(TCB.arrival))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    t.assumeCallerIsNotIdle()
    let before = t.state
    let (me, registers) = (before[Machine.current], t.arbitraryRegisters())
    let other = t.object("another thread", ThreadKind.self)
    let (slice, left) = (before[TCB.timeslice, me], before[TCB.remainingTicks, me])
    let isLimited = t.branch("the slice is limited", slice != T.R.Word(constant: Timeslice.unlimited))
    let ends = isLimited && t.branch("it ends", left <= 1)
    let (after, exit) = t.perform(on: before) { Kernel.tick(&$0, registers) }
    let next = after[Machine.current]
    t.prove(
      "the ticks are counted",
      after[TCB.remainingTicks, me] == (ends ? slice : isLimited ? left &- 1 : left))
    if ends {
      t.prove("the first of its priority runs", KernelState.noneBefore(after, next))
      t.prove("the thread is the last to have arrived", after[TCB.arrival, other] <= after[TCB.arrival, me])
      t.reach("the same thread runs again", next == me)
      t.reach("another runs", next != me)
    } else {
      let head = t.specify(on: before) { Kernel.highestReady($0) }.result
      t.prove(
        "the thread goes on, or one with a higher priority runs",
        next == me || (next == head && before[TCB.priority, head].word > before[TCB.priority, me].word))
      t.reach("a ready thread has a higher priority", next != me)
    }
    let goesOn = next == me && !exit.continues
    t.proveSame(
      "the thread has its registers", .ite(goesOn, exit.registers, Kernel.saved(after, me)), registers)
  }
}

/// An interrupt is a notification.
public struct InterruptNotifiesItsHandler: KernelProperty {
  public init() {}
  public var name: String { "call/interrupt-notifies-its-handler" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant, every interrupt whose handler, if any, exists, and all \
    registers: if it is masked or has no handler, then no thread's notify bits change. Otherwise it is masked \
    afterwards, and its handler, if it waits for one of its bits, is runnable and finds them, in the processor or \
    saved; if not, they are set, besides those that were.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "an interrupt that was not acknowledged is told again", .alterRead(.init(InterruptTable.isMasked), .become(0))),
      Mutation("an interrupt is let through before it is acknowledged", .loseWrite(.init(InterruptTable.isMasked))),
      Mutation("earlier bits are lost", .alterRead(.init(UTCB.notifyBits), .become(0))),
      Mutation("the handler isn't woken", .alterRead(.init(UTCB.notifyMask), .become(0))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeInvariant()
    let before = t.state
    let (interrupt, registers) = (t.object("interrupt", InterruptKind.self), t.arbitraryRegisters())
    let handler = before[InterruptTable.handler, interrupt]
    let other = t.object("thread", ThreadKind.self)
    let isTold = t.branch(
      "the handler is told", handler != .none && before[InterruptTable.isMasked, interrupt] == 0)
    // That it does is the claim “interrupt-in-use”, which every operation keeps.
    if isTold { guard t.branch("the handler exists", before.exists(handler)) else { return } }
    let (after, exit) = t.perform(on: before) { Kernel.interrupt(&$0, interrupt, registers) }
    guard isTold else {
      t.prove("nobody's notify bits change", after[UTCB.notifyBits, other] == before[UTCB.notifyBits, other])
      t.prove(
        "the interrupt stays as it was",
        after[InterruptTable.isMasked, interrupt] == before[InterruptTable.isMasked, interrupt])
      return
    }
    t.prove("the interrupt is masked", after[InterruptTable.isMasked, interrupt] != 0)
    let bits = before[UTCB.notifyBits, handler] | before[InterruptTable.notifyBits, interrupt]
    let mask = before[UTCB.notifyMask, handler]
    let waits =
      before[TCB.state, handler] == .waitingNotify
      || (before[TCB.state, handler] == .waitingForever
        && before[TCB.partner, handler] == .any)
    let accepts = before[UTCB.acceptor, handler].has(.notifications)
    if t.branch("the handler is woken", waits && accepts && bits.intersects(mask)) {
      let runs = after[Machine.current] == handler && !exit.continues
      t.prove("the handler is runnable", KernelState.isRunnable(after, handler))
      t.prove("the bits are taken", after[UTCB.notifyBits, handler] == bits.clearing(mask))
      t.proveSame(
        "the handler finds the bits", .ite(runs, exit.registers, Kernel.saved(after, handler)),
        UserRegisters(sender: .nilThread, tag: .notification, mr1: bits & mask))
      t.reach("the handler runs next", runs)
      t.reach("the handler is made ready", after[TCB.state, handler] == .ready)
    } else {
      t.prove("the bits are set", after[UTCB.notifyBits, handler] == bits)
      t.prove(
        "the handler isn't woken",
        KernelState.isRunnable(before, handler) || after[TCB.state, handler] == before[TCB.state, handler])
      t.reach("the handler runs already", handler == before[Machine.current])
    }
  }
}
