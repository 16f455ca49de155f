import FastPath
import Logic
import Model
import Randomness
import Scenarios

/// How often what comes next in a program, and with what. Both range over all system calls: a new one doesn't compile
/// before it has a share and arguments.
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
      case .call(let call): Self.share(of: call)
      case .swi: 64
      case .undefined: 12
      case .access: 28
      case .tick: 56
      case .interrupt: 56
      case .activate: 8
      case .writeUTCB: 72
      }
    }

    private static func share(of call: SystemCall) -> UInt32 {
      switch call {
      case .ipc: 448
      case .createThread: 4
      case .modifyThread: 24
      case .deleteThread: 4
      case .exchangeRegisters: 32
      case .schedule: 40
      case .threadSwitch: 32
      case .createCapability: 24
      case .copyCapability: 24
      case .deleteCapability: 12
      case .createSpace: 3
      case .modifySpace: 5
      case .deleteSpace: 1
      case .grantSpace: 4
      case .spaceSwitch: 5
      case .mapControl: 11
      case .cacheControl: 3
      case .bindInterrupt: 24
      case .acknowledgeInterrupt: 28
      }
    }
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
    switch call {
    case .ipc: ipc(k)
    case .createThread: createAny(k)
    case .modifyThread: modify(k)
    case .deleteThread: Registers(r0: name(k))
    case .exchangeRegisters: exchange(k)
    case .schedule: Registers(r0: name(k), r1: anyPriority(), mr0: slice())
    case .threadSwitch: Registers(r0: random.once(in: 2) ? Handle[.nilThread] : name(k))
    case .createCapability: Registers(r0: list(), r1: place(k), mr0: type(), mr1: number())
    case .copyCapability: Registers(r0: name(k), r1: list(), mr0: place(k), mr1: type())
    case .deleteCapability: Registers(r0: list(), r1: place(k))
    case .createSpace: newSpace()
    case .modifySpace: changes()
    case .deleteSpace: Registers(r0: space())
    case .grantSpace: Registers(r0: space(), r1: space(), mr0: random.below(4))
    case .spaceSwitch: move(k)
    case .mapControl: mapping()
    case .cacheControl: Registers(r0: random.below(16), r1: random.word(), mr0: random.word())
    case .bindInterrupt: Registers(r0: source(), r1: name(k), mr0: random.word())
    case .acknowledgeInterrupt: Registers(r0: source())
    }
  }
}
