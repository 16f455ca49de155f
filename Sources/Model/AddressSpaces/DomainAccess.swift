import ARMSemantics
import Logic

extension DACR {
  /// Client access to every domain: what the kernel itself runs with.
  @inlinable public static var clients: UInt32 { 0x5555_5555 }
  /// Client access to domain 0, which every mask has.
  @inlinable public static var kernelClient: UInt32 { client }

  /// The given access to a domain, at its place in the register.
  @inlinable @inline(__always)
  public static func access<R: Reading>(_ access: UInt32, to domain: Ref<DomainKind, R>) -> R.Word {
    rights(R.Word(constant: access), to: domain)
  }

  /// The given access to a domain, at its place in the register: one that only the state tells.
  @inlinable @inline(__always)
  public static func rights<R: Reading>(_ rights: R.Word, to domain: Ref<DomainKind, R>) -> R.Word {
    rights &<< (domain.word &+ domain.word)
  }
}
