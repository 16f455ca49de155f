import ARMSemantics
import Logic

/// A processor, by the name that files and the command line give it.
public enum Processor: String, CaseIterable, Sendable {
  case arm926, sa1100, pxa255

  /// What it does where the architecture leaves it a choice.
  public var profile: Profile {
    switch self {
    case .arm926: .arm926
    case .sa1100: .sa1100
    case .pxa255: .pxa255
    }
  }
}

/// A memory system, and an access to try on it.
public struct Probe {
  /// A state of ``Schema/memorySystem``.
  public var machine: Image
  /// The processor, if it is known.
  public var processor: Processor?
  /// The access, if one is known.
  public var access: Access<Native>?

  public init(machine: Image, processor: Processor? = nil, access: Access<Native>? = nil) {
    self.machine = machine
    self.processor = processor
    self.access = access
  }
}

extension UInt32 {
  /// A number as people write it: decimal, hexadecimal after `0x`, or binary after `0b`; nil for anything else.
  public init?(literal: String) {
    let lower = literal.lowercased()
    let radix = lower.hasPrefix("0x") ? 16 : lower.hasPrefix("0b") ? 2 : 10
    let digits = radix == 10 ? lower[...] : lower.dropFirst(2)
    guard let first = digits.first, first.isHexDigit, let value = UInt32(digits, radix: radix) else { return nil }
    self = value
  }
}
