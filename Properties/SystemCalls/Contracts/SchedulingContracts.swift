import Checker
import Logic
import Model

/// Full authority is taken for granted.
private let ipcGivesAuthority = Mutation(
  "a capability for IPC gives full authority",
  .alterRead(.init(CapabilityList.type), .become(CapabilityType[.thread])))

/// The rest of a slice goes astray.
private let restOverwritesSlice = Mutation(
  "what is left of the slice is written over the slice",
  .misplaceWrite(.init(TCB.remainingTicks), to: .init(TCB.timeslice)))

struct ExchangeRegistersContract: EntryContract {
  let entry = ClaimedEntry.call(.exchangeRegisters)
  let description = "ExchangeRegisters"
  let footprint = "the thread that it names, and who runs"
  let switches = true
  let keepsArrivalsApart = true
  let changedThreadColumns: Set<String>? = ["user sp", "user pc", "user cpsr"]
  let changedUTCBColumns: Set = ["UTCB.error code"]
  let leftOut: [CommonClaim: Omission] = [.losesNoThread: .claimedBy([ExchangeDoesWhatIsAsked().name])]
  var own: [any Property] { [ExchangeDoesWhatIsAsked()] }
  let footprintMutations = [ipcGivesAuthority]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toExchange: arguments)
  }
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> {
    Kernel.controlledThread(k, arguments.r0)
  }
  func keepsUTCB<S: Store>(_ k: S, of thread: Thread<S.R>, subject: Thread<S.R>) -> S.R.Truth { thread != subject }
  func distinguish<T: Trial>(_ t: inout T, _ arguments: UserRegisters<T.R>) {
    let (request, thread) = (Flags<ExchangeControl, T.R>(arguments.r1), subject(t.state, arguments))
    if t.branch("the thread is to be halted", request.halts) {
      _ = t.branch("the thread is the caller", thread == t.state[Machine.current])
    }
  }
}

struct ScheduleContract: EntryContract {
  let entry = ClaimedEntry.call(.schedule)
  let description = "Schedule"
  let footprint = "the priority and the time slice of the thread that it names, and who runs"
  let switches = true
  let changedThreadColumns: Set<String>? = ["priority", "timeslice", "remaining ticks"]
  let leftOut = Reason.arrivesAtMostOnce
  let footprintMutations = [ipcGivesAuthority]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toSchedule: arguments)
  }
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> {
    Kernel.controlledThread(k, arguments.r0)
  }
}

struct ThreadSwitchContract: EntryContract {
  let entry = ClaimedEntry.call(.threadSwitch)
  let description = "ThreadSwitch"
  let footprint = "the time that is left to the caller and to the thread that it names, and who runs"
  let switches = true
  let changedThreadColumns: Set<String>? = ["remaining ticks"]
  let leftOut = Reason.arrivesAtMostOnce
  let footprintMutations = [restOverwritesSlice]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> {
    Kernel.refusal(k, toSwitch: arguments)
  }
  func subject<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> Thread<S.R> {
    KernelState.destination(k, arguments.r0)
  }
}

struct TickContract: EntryContract {
  let entry = ClaimedEntry.event(.tick)
  let description = "a tick of the timer"
  let footprint = "the time that is left to the running thread, and who runs"
  let switches = true
  let changedThreadColumns: Set<String>? = ["remaining ticks"]
  let leftOut = Reason.arrivesAtMostOnce
  var own: [any Property] { [TickMeasuresSlices()] }
  let footprintMutations = [restOverwritesSlice]

  func refusal<S: Store>(_ k: S, _ arguments: UserRegisters<S.R>) -> CallError<S.R> { .none }
}
