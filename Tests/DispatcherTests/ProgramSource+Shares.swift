import FastPath
import Logic
import Model
import Randomness
import Scenarios

/// How often what comes next in a program, and with what. Every system call comes, with arguments of the right kinds; of
/// those that deserve better, it is said how often, and what looks for trouble.
extension ProgramSource {
  /// What may come next.
  enum Step: CaseIterable {
    case call(SystemCall)
    case swi, undefined, access, tick, interrupt, activate, writeUTCB

    static let allCases: [Self] =
      SystemCall.allCases.map(Self.call) + [.swi, .undefined, .access, .tick, .interrupt, .activate, .writeUTCB]

    /// How often it comes, as a share of the sum of all.
    var share: UInt32 {
      switch self {
      case .call(let call): Self.shares[call] ?? 16
      case .swi: 64
      case .undefined: 12
      case .access: 28
      case .tick: 56
      case .interrupt: 56
      case .activate: 8
      case .writeUTCB: 72
      }
    }

    private static let shares: [SystemCall: UInt32] = [
      .ipc: 448, .createThread: 4, .modifyThread: 24, .deleteThread: 4, .exchangeRegisters: 32, .schedule: 40,
      .threadSwitch: 32, .createCapability: 24, .copyCapability: 24, .deleteCapability: 12, .createSpace: 3,
      .modifySpace: 5, .deleteSpace: 1, .grantSpace: 4, .spaceSwitch: 5, .mapControl: 11, .cacheControl: 3,
      .bindInterrupt: 24, .acknowledgeInterrupt: 28,
    ]
  }

  /// Draws what comes next.
  mutating func draw() -> Step {
    var left = random.below(Step.allCases.reduce(0) { $0 + $1.share })
    for step in Step.allCases {
      if left < step.share { return step }
      left -= step.share
    }
    preconditionFailure("the shares add up")
  }

  /// A step as an operation, in a state.
  mutating func operation(_ step: Step, _ k: SystemMemory) -> ScenarioOperation {
    switch step {
    case .call(let system): call(system, arguments(for: system, k))
    case .swi: exception(.swi)
    case .undefined: exception(.undefined)
    case .access: .access(UserAccess(kind: Code(random.below(3)), address: 0x1000 | random.below(4) << 2))
    case .tick: event(.tick)
    case .interrupt: event(.interrupt)
    case .activate: .activate(random.below(4))
    case .writeUTCB: utcb()
    }
  }

  private mutating func arguments(for call: SystemCall, _ k: SystemMemory) -> Registers {
    if let troublesome = Self.troublesome[call] { return troublesome(&self, k) }
    var registers = Registers()
    for parameter in call.parameters { registers[parameter.register] = word(parameter, k) }
    return registers
  }

  /// A word for a parameter: mostly one of its kind.
  private mutating func word(_ parameter: CallParameter, _ k: SystemMemory) -> UInt32 {
    if random.once(in: 16) { return random.word() }
    return switch parameter.style {
    case .number: random.below(4)
    case .name: name(k)
    case .thread: number()
    case .space: space()
    case .type: type()
    case .rights: random.below(4)
    }
  }

  /// Arguments that look for trouble.
  private static let troublesome: [SystemCall: @Sendable (inout Self, SystemMemory) -> Registers] = [
    .ipc: { $0.ipc($1) }, .createThread: { $0.createAny($1) }, .modifyThread: { $0.modify($1) },
    .exchangeRegisters: { $0.exchange($1) },
    .schedule: { Registers(r0: $0.name($1), r1: $0.anyPriority(), mr0: $0.slice()) },
    .threadSwitch: { Registers(r0: $0.random.once(in: 2) ? Handle[.nilThread] : $0.name($1)) },
    .createCapability: { Registers(r0: $0.list(), r1: $0.place($1), mr0: $0.type(), mr1: $0.number()) },
    .copyCapability: { Registers(r0: $0.name($1), r1: $0.list(), mr0: $0.place($1), mr1: $0.type()) },
    .deleteCapability: { Registers(r0: $0.list(), r1: $0.place($1)) },
    .createSpace: { source, _ in source.newSpace() }, .modifySpace: { source, _ in source.changes() },
    .spaceSwitch: { $0.move($1) }, .mapControl: { source, _ in source.mapping() },
    .cacheControl: { source, _ in
      Registers(r0: source.random.below(16), r1: source.random.word(), mr0: source.random.word())
    },
    .bindInterrupt: { Registers(r0: $0.source(), r1: $0.name($1), mr0: $0.random.word()) },
    .acknowledgeInterrupt: { source, _ in Registers(r0: source.source()) },
  ]
}

extension UserRegisters where R == Native {
  /// The register of a parameter.
  fileprivate subscript(register: CallParameter.Register) -> UInt32 {
    get {
      switch register {
      case .r0: r0
      case .r1: r1
      case .mr0: mr0
      case .mr1: mr1
      case .mr2: mr2
      case .mr3: mr3
      case .mr4: mr4
      case .mr5: mr5
      }
    }
    set {
      switch register {
      case .r0: r0 = newValue
      case .r1: r1 = newValue
      case .mr0: mr0 = newValue
      case .mr1: mr1 = newValue
      case .mr2: mr2 = newValue
      case .mr3: mr3 = newValue
      case .mr4: mr4 = newValue
      case .mr5: mr5 = newValue
      }
    }
  }
}
