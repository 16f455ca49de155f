import ARMSemantics
import Logic

extension Profile {
  /// The processor that is meant where none is named.
  public static let usual = arm926
  /// Every processor that can be named, in the order in which they are listed: the usual one is the first.
  public static let named = [usual] + all.filter { $0.id != usual.id }
}

/// A memory system, and an access to try on it.
public struct Probe {
  /// A state of ``Schema/memorySystem``.
  public var machine: Image
  /// The processor, if one is named.
  public var processor: Profile?
  /// The access, if one is known.
  public var access: Access<Native>?

  public init(machine: Image, processor: Profile? = nil, access: Access<Native>? = nil) {
    self.machine = machine
    self.processor = processor
    self.access = access
  }

  /// The processor that is named, or the usual one.
  public var profile: Profile { processor ?? .usual }
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
