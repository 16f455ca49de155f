/// Known differences between an implementation and the architecture: each a switch, off unless said otherwise.
public struct Deviations: Sendable {
  /// A domain fault comes before everything that the second-level descriptor could say, though the architecture checks
  /// translation first (ARM ARM, B4.5).
  public var checksDomainBeforeSecondLevel = false
  /// The FAR holds the virtual address, though the architecture says the modified one (ARM ARM, B4.6).
  public var faultAddressIsVirtual = false
  /// An unaligned word is read or written where its address points, though the architecture ignores bits 1 and 0, and
  /// rotates what a load returns (ARM ARM, A4.1.23).
  public var accessesUnaligned = false

  public init() {}
}
