import ARMSemantics
import Logic

/// The kernel's system calls, an operation each: the manual's ThreadControl, CapControl, SpaceControl and InterruptControl
/// are several.
///
/// This is the only list of them. ``Kernel/perform(_:_:_:)`` dispatches; scenarios, contracts, random programs and the
/// manual's check range over it, so that the compiler or a test asks for what a new call lacks.
@frozen public enum SystemCall: CaseIterable, Sendable {
  /// The IPC system call.
  case ipc
  /// ThreadControl, to create a thread.
  case createThread
  /// ThreadControl, to change a thread.
  case modifyThread
  /// ThreadControl, to delete a thread.
  case deleteThread
  /// ExchangeRegisters.
  case exchangeRegisters
  /// Schedule.
  case schedule
  /// ThreadSwitch.
  case threadSwitch
  /// CapControl, to make a capability.
  case createCapability
  /// CapControl, to copy a capability.
  case copyCapability
  /// CapControl, to delete a capability.
  case deleteCapability
  /// SpaceControl, to create a space.
  case createSpace
  /// SpaceControl, to change a space.
  case modifySpace
  /// SpaceControl, to delete a space.
  case deleteSpace
  /// SpaceControl, to let a space use what another one maps.
  case grantSpace
  /// SpaceSwitch.
  case spaceSwitch
  /// MapControl.
  case mapControl
  /// CacheControl.
  case cacheControl
  /// InterruptControl, to say which thread handles an interrupt.
  case bindInterrupt
  /// InterruptControl, to acknowledge an interrupt.
  case acknowledgeInterrupt

  /// Its name in scenarios and in the names of properties.
  public var name: StaticString {
    switch self {
    case .ipc: "ipc"
    case .createThread: "create-thread"
    case .modifyThread: "modify-thread"
    case .deleteThread: "delete-thread"
    case .exchangeRegisters: "exchange-registers"
    case .schedule: "schedule"
    case .threadSwitch: "thread-switch"
    case .createCapability: "create-capability"
    case .copyCapability: "copy-capability"
    case .deleteCapability: "delete-capability"
    case .createSpace: "create-space"
    case .modifySpace: "modify-space"
    case .deleteSpace: "delete-space"
    case .grantSpace: "grant-space"
    case .spaceSwitch: "space-switch"
    case .mapControl: "map-control"
    case .cacheControl: "cache-control"
    case .bindInterrupt: "bind-interrupt"
    case .acknowledgeInterrupt: "acknowledge-interrupt"
    }
  }
}

extension SystemCall {
  /// What user code passes in registers, in the order of the manual; not the words of a message, nor items.
  public var parameters: [CallParameter] {
    switch self {
    case .ipc:
      [
        .word("to", .r0, .name, usual: Handle[.nilThread]),
        .word("from", .r1, .name, usual: Handle[.nilThread]),
        .word("tag", .mr0, usual: Tag[.sendBlocks] | Tag[.receiveBlocks]),
      ]
    case .createThread:
      [
        .first(.r0, .thread), .word("in", .r1, .space),
        .word("utcb", .mr2), .word("place", .mr4),
        .word("priority", .mr3, usual: 100),
        .word("pager", .mr0, .name, usual: Handle[.nilThread]),
        .word("handler", .mr1, .name, usual: Handle[.nilThread]),
      ]
    case .modifyThread:
      [
        .first(.r0, .name), .word("change", .r1),
        .word("pager", .mr0, .name, usual: Handle[.nilThread]),
        .word("handler", .mr1, .name, usual: Handle[.nilThread]),
        .word("coprocessor", .mr2, usual: 0),
      ]
    case .deleteThread, .threadSwitch: [.first(.r0, .name)]
    case .exchangeRegisters:
      [
        .first(.r0, .name), .word("control", .r1),
        .word("sp", .mr0, usual: 0), .word("pc", .mr1, usual: 0),
        .word("flags", .mr2, usual: 0),
      ]
    case .schedule:
      [
        .first(.r0, .name), .word("priority", .r1, usual: Timeslice.unchanged),
        .word("timeslice", .mr0, usual: Timeslice.unchanged),
      ]
    case .createCapability:
      [
        .word("thread", .mr1, .thread), .word("type", .mr0, .type),
        .word("place", .r1), .word("list", .r0, usual: 0),
      ]
    case .copyCapability:
      [
        .first(.r0, .name), .word("type", .mr1, .type),
        .word("place", .mr0), .word("list", .r1, usual: 0),
      ]
    case .deleteCapability:
      [.word("place", .r1), .word("list", .r0, usual: 0)]
    case .createSpace:
      [.first(.r0, .space), .word("change", .r1, usual: 0)] + Self.ofSpaces + [
        .word("list", .mr4, usual: 0), .word("utcbs", .mr5, usual: .max),
      ]
    case .modifySpace: [.first(.r0, .space), .word("change", .r1)] + Self.ofSpaces
    case .deleteSpace: [.first(.r0, .space)]
    case .grantSpace:
      [
        .first(.r1, .space), .word("to", .r0, .space),
        .word("rights", .mr0, .rights, usual: DACR.client),
      ]
    case .spaceSwitch:
      [
        .first(.r0, .name), .word("to", .r1, .space),
        .word("utcb", .mr0),
      ]
    case .mapControl: [.first(.r0, .space), .word("count", .r1, usual: 0)]
    case .cacheControl:
      [
        .first(.r0), .word("from", .r1, usual: 0),
        .word("to", .mr0, usual: 0),
      ]
    case .bindInterrupt:
      [
        .first(.r0), .word("to", .r1, .name),
        .word("bits", .mr0, usual: 0),
      ]
    case .acknowledgeInterrupt: [.first(.r0)]
    }
  }

  /// What SpaceControl sets where its changes select it.
  private static var ofSpaces: [CallParameter] {
    [
      .word("pid", .mr0, usual: 0), .word("vspace", .mr1, usual: 0),
      .word("privileges", .mr2, usual: 0), .word("priority", .mr3, usual: 0),
    ]
  }
}

extension Kernel {
  /// Performs a system call of the running thread, up to the next exit.
  ///
  /// - Parameter registers: The caller's registers.
  @inlinable
  public static func perform<S: Store>(
    _ k: inout S, _ call: SystemCall, _ registers: UserRegisters<S.R>
  ) -> Exit<S.R> {
    switch call {
    case .ipc: ipc(&k, registers)
    case .createThread: createThread(&k, registers)
    case .modifyThread: modifyThread(&k, registers)
    case .deleteThread: deleteThread(&k, registers)
    case .exchangeRegisters: exchangeRegisters(&k, registers)
    case .schedule: schedule(&k, registers)
    case .threadSwitch: threadSwitch(&k, registers)
    case .createCapability: createCapability(&k, registers)
    case .copyCapability: copyCapability(&k, registers)
    case .deleteCapability: deleteCapability(&k, registers)
    case .createSpace: createSpace(&k, registers)
    case .modifySpace: modifySpace(&k, registers)
    case .deleteSpace: deleteSpace(&k, registers)
    case .grantSpace: grantSpace(&k, registers)
    case .spaceSwitch: spaceSwitch(&k, registers)
    case .mapControl: mapControl(&k, registers)
    case .cacheControl: cacheControl(&k, registers)
    case .bindInterrupt: bindInterrupt(&k, registers)
    case .acknowledgeInterrupt: acknowledgeInterrupt(&k, registers)
    }
  }
}
