import Logic

/// A register that user code passes to a system call, and what the kernel takes it for.
public struct CallParameter: Sendable {
  /// The registers that ``UserRegisters`` has.
  public enum Register: Sendable {
    case r0, r1, mr0, mr1, mr2, mr3, mr4, mr5
  }

  /// What its word is.
  public enum Style: Sendable {
    /// A number.
    case number
    /// A name of a thread: a ``Handle``, or a place in the capability list.
    case name
    /// A thread, by its number.
    case thread
    /// A space, by its number.
    case space
    /// A ``CapabilityType``.
    case type
    /// What a grant gives: the access rights of a domain.
    case rights
  }

  /// What scenarios call it; nil for one that comes first, without a word.
  public let name: StaticString?
  public let register: Register
  public let style: Style
  /// What it is where a scenario doesn't say; nil if it must.
  public let usual: UInt32?

  /// One that comes first, without a word.
  static func first(_ register: Register, _ style: Style = .number) -> Self {
    Self(name: nil, register: register, style: style, usual: nil)
  }

  static func word(_ name: StaticString, _ register: Register, _ style: Style = .number, usual: UInt32? = nil) -> Self {
    Self(name: name, register: register, style: style, usual: usual)
  }
}
