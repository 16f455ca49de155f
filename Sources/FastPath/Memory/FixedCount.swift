import Model

/// How many objects there are of kinds of which every kernel has as many: what `Schema.kernel` says, as constants.
@usableFromInline enum FixedCount {
  /// Nil for other kinds. The number is a constant wherever this is compiled, so that one case is left.
  @inlinable @inline(__always)
  static func ofKind(_ number: Int) -> UInt32? {
    switch number {
    case CapabilitySlot.number: CapabilityType.slots
    case DomainKind.number: 16
    case PriorityKind.number: 256
    case PriorityGroupKind.number: 8
    case MessageRegister.number: 32
    case MessageRegisterInCPU.number: 6
    default: nil
    }
  }
}
