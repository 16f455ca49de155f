import Model

/// The number of objects of each kind that every kernel has the same number of, as a constant: the compiler can't see
/// that a kind is fixed where the code is generic.
@usableFromInline enum FixedCount {
  /// Nil for other kinds. The number is a constant wherever this is compiled, so that one case is left.
  @inlinable @inline(__always)
  static func ofKind(_ number: Int) -> UInt32? {
    switch number {
    case CapabilitySlot.number: CapabilitySlot.objects
    case DomainKind.number: DomainKind.objects
    case PriorityKind.number: PriorityKind.objects
    case PriorityGroupKind.number: PriorityGroupKind.objects
    case MessageRegister.number: MessageRegister.objects
    case MessageRegisterInCPU.number: MessageRegisterInCPU.objects
    default: nil
    }
  }
}
