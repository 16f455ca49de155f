import ARMSemantics
import Logic
import Model

/// What a thread asks of the kernel, or what happens to it: an entry into the kernel with the thread's registers.
public struct KernelCall: Sendable, Equatable {
  /// The ways into the kernel that a line of a scenario can take.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// A system call.
    case call(SystemCall)
    /// A SWI that is no system call of the kernel's own.
    case swi
    /// An undefined instruction.
    case undefined
    /// A tick of the timer.
    case tick
    /// An interrupt.
    case interrupt

    public static let allCases: [Self] = SystemCall.allCases.map(Self.call) + [.swi, .undefined, .tick, .interrupt]

    /// The word with which its lines begin.
    public var keyword: String {
      switch self {
      case .call(let call): "\(call.name)"
      case .swi: "swi"
      case .undefined: "undefined"
      case .tick: "tick"
      case .interrupt: "interrupt"
      }
    }

    /// The way whose lines begin with a word.
    public init?(keyword: String) {
      guard let kind = Self.allCases.first(where: { $0.keyword == keyword }) else { return nil }
      self = kind
    }

    /// Whether it is an event, and no doing of the running thread's, which may be the idle thread then.
    public var isEvent: Bool { self == .tick || self == .interrupt }

    /// Whether the thread finds in r0 whether it was done.
    public var tellsResult: Bool {
      switch self {
      case .call(.ipc), .swi, .undefined, .tick, .interrupt: false
      case .call: true
      }
    }
  }

  /// Which way it is.
  public var kind: Kind
  /// The instruction of an exception, or the number of an interrupt, below 32; 0 otherwise.
  public var number: UInt32 = 0
  /// The running thread's registers.
  public var registers = UserRegisters<Native>()

  public init(_ call: SystemCall, _ registers: UserRegisters<Native> = UserRegisters()) {
    self.init(.call(call), registers)
  }

  public init(_ kind: Kind, number: UInt32 = 0, _ registers: UserRegisters<Native> = UserRegisters()) {
    self.kind = kind
    self.number = number
    self.registers = registers
  }

  /// The entry into the kernel.
  var entry: KernelEntry<Native> {
    switch kind {
    case .call(let call): .call(call)
    case .swi: .swi(instruction: number)
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
