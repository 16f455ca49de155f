import Checker
import FastPath
import Logic
import Model

/// Faults that the random test must find.
let fastPathFaults: [Fault] = [
  Fault("guard skipped: thread exists", .skipGuard("the handle's thread exists")),
  Fault("guard skipped: waits for caller", .skipGuard("the handle's thread waits for the caller")),
  Fault("guard skipped: in list", .skipGuard("the capability is in the list")),
  Fault("guard skipped: polls", .skipGuard("nobody polls for the caller")),
  Fault("guard skipped: priority", .skipGuard("no ready thread has a higher priority")),
  Fault("dirty lost", .loseWrite(.init(Machine.dirtyDomains))),
  Fault("one word too few", .changeLoop(by: -1)),
  Fault("one word too many", .changeLoop(by: 1)),
  Fault("priority off by one", .alterRead(.init(TCB.priority), .add(1))),
  Fault("sent-from lost", .loseWrite(.init(TCB.sentFrom))),
]
