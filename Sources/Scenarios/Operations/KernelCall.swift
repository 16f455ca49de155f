import ARMSemantics
import Logic
import Model

/// What a thread asks of the kernel, or what happens to it: an entry into the kernel with the thread's registers.
public struct KernelCall: Sendable, Equatable {
  /// The ways into the kernel that a scenario can take, as its lines begin.
  public enum Kind: String, Sendable, Equatable, CaseIterable {
    case ipc
    case createThread = "create-thread"
    case modifyThread = "modify-thread"
    case deleteThread = "delete-thread"
    case exchangeRegisters = "exchange-registers"
    case schedule
    case threadSwitch = "thread-switch"
    case createCapability = "create-capability"
    case copyCapability = "copy-capability"
    case deleteCapability = "delete-capability"
    case createSpace = "create-space"
    case modifySpace = "modify-space"
    case deleteSpace = "delete-space"
    case grantSpace = "grant-space"
    case spaceSwitch = "space-switch"
    case mapControl = "map-control"
    case cacheControl = "cache-control"
    case bindInterrupt = "bind-interrupt"
    case acknowledgeInterrupt = "acknowledge-interrupt"
    case swi
    case undefined
    case tick
    case interrupt

    /// Whether it is no doing of the running thread's, which may be the idle thread then.
    public var isEvent: Bool { self == .tick || self == .interrupt }

    /// Whether the thread finds in r0 whether it was done.
    public var tellsResult: Bool {
      switch self {
      case .ipc, .swi, .undefined, .tick, .interrupt: false
      default: true
      }
    }
  }

  /// Which way it is.
  public var kind: Kind
  /// The instruction of an exception, or the number of an interrupt, below 32; 0 otherwise.
  public var number: UInt32 = 0
  /// The running thread's registers.
  public var registers = UserRegisters<Native>()

  public init(_ kind: Kind, number: UInt32 = 0, _ registers: UserRegisters<Native> = UserRegisters()) {
    self.kind = kind
    self.number = number
    self.registers = registers
  }

  /// The entry into the kernel.
  var entry: KernelEntry<Native> {
    switch kind {
    case .ipc: .ipc
    case .createThread: .createThread
    case .modifyThread: .modifyThread
    case .deleteThread: .deleteThread
    case .exchangeRegisters: .exchangeRegisters
    case .schedule: .schedule
    case .threadSwitch: .threadSwitch
    case .createCapability: .createCapability
    case .copyCapability: .copyCapability
    case .deleteCapability: .deleteCapability
    case .createSpace: .createSpace
    case .modifySpace: .modifySpace
    case .deleteSpace: .deleteSpace
    case .grantSpace: .grantSpace
    case .spaceSwitch: .spaceSwitch
    case .mapControl: .mapControl
    case .cacheControl: .cacheControl
    case .bindInterrupt: .bindInterrupt
    case .acknowledgeInterrupt: .acknowledgeInterrupt
    case .swi: .systemCall(instruction: number)
    case .undefined: .exception(ExceptionCause(number: .undefinedInstruction, code: number))
    case .tick: .tick
    case .interrupt: .interrupt(Ref(number))
    }
  }
}

/// A word of the running thread's UTCB that user code writes as it likes.
public enum UTCBWord: Sendable, Equatable {
  /// What the thread accepts.
  case acceptor
  /// Which notify bits wake it.
  case notifyMask
  /// A message register, 6 to 31.
  case message(UInt32)

  /// Writes it.
  func write<S: Store>(_ k: inout S, _ value: UInt32) where S.R == Native {
    let me = k[Machine.current]
    switch self {
    case .acceptor: k[UTCB.acceptor, me] = Flags(value)
    case .notifyMask: k[UTCB.notifyMask, me] = value
    case .message(let i): k[UTCB.message, me, Ref(i)] = value
    }
  }
}
