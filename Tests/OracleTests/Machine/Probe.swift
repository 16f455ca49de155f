/// One access, in one mode of the processor.
struct Probe {
  /// The instruction that makes the access. The raw value is the one that the probe program knows it by.
  enum Instruction: UInt32, CaseIterable {
    case ldr, ldrb, ldrh, str, strb, strh, ldrt, ldrbt, strt, strbt, swp, swpb
    /// A branch to the address.
    case fetch

    /// How many bytes it accesses.
    var size: UInt32 {
      switch self {
      case .ldr, .ldrt, .str, .strt, .swp, .fetch: 4
      case .ldrh, .strh: 2
      case .ldrb, .ldrbt, .strb, .strbt, .swpb: 1
      }
    }

    var reads: Bool {
      switch self {
      case .ldr, .ldrb, .ldrh, .ldrt, .ldrbt, .swp, .swpb, .fetch: true
      case .str, .strb, .strh, .strt, .strbt: false
      }
    }

    var writes: Bool {
      switch self {
      case .str, .strb, .strh, .strt, .strbt, .swp, .swpb: true
      case .ldr, .ldrb, .ldrh, .ldrt, .ldrbt, .fetch: false
      }
    }

    /// Whether the access is checked as one of user mode, whatever the mode.
    var isTranslated: Bool {
      switch self {
      case .ldrt, .ldrbt, .strt, .strbt: true
      default: false
      }
    }
  }

  var virtualAddress: UInt32
  var instruction: Instruction
  /// In supervisor mode, not in user mode.
  var isSupervisor: Bool
  /// What a store stores; of a byte or a halfword the low bits.
  var value: UInt32

  /// Whether the access has the rights of a privileged mode.
  var isPrivileged: Bool { isSupervisor && !instruction.isTranslated }
  /// Whether its address is a multiple of its size.
  var isAligned: Bool { virtualAddress & (instruction.size - 1) == 0 }
  /// Whether its bytes are in two words.
  var crossesWords: Bool { virtualAddress & 3 + instruction.size > 4 }
  /// The probe program's number for the instruction and the mode.
  var kind: UInt32 { instruction.rawValue << 1 | (isSupervisor ? 1 : 0) }
}
