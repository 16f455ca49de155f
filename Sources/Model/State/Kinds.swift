import ARMSemantics
import Logic

/// Threads, by the index of their thread control block.
@frozen public enum ThreadKind: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 0 }
}

/// Address spaces.
@frozen public enum SpaceKind: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 1 }
}

/// Capability lists.
@frozen public enum CapabilityListKind: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 2 }
}

/// Places in a capability list.
@frozen public enum CapabilitySlot: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 3 }
}

/// Protection domains of the ARM MMU (ARM ARM, B4.3: 16 domains).
@frozen public enum DomainKind: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 4 }
}

/// Scheduling priorities, 255 the highest.
@frozen public enum PriorityKind: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 5 }
}

/// Groups of 32 priorities, one word of the priority bitmap each.
@frozen public enum PriorityGroupKind: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 6 }
}

/// Message registers MR0 to MR31.
@frozen public enum MessageRegister: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 7 }
}

/// Message registers that travel in machine registers, MR0 to MR5.
@frozen public enum MessageRegisterInCPU: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 9 }
}

/// Interrupt sources.
@frozen public enum InterruptKind: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 15 }
}

/// The one machine.
@frozen public enum MachineKind: Kind {
  @inlinable public static var number: Int { MemorySystem.kinds + 8 }
}

/// A reference to a thread, or one of the special values below.
public typealias Thread<R: Reading> = Ref<ThreadKind, R>
/// A reference to an address space.
public typealias Space<R: Reading> = Ref<SpaceKind, R>

extension Ref where K == ThreadKind {
  /// As a partner: any thread may send to this one.
  @inlinable @inline(__always)
  public static var any: Self { Self(R.Word(constant: 0xFFFF_FFFE)) }
}

extension Ref where K == DomainKind {
  /// The space has no domain. (16, the value that the published kernel uses: no index, and its bits in a mask are
  /// outside the word.)
  @inlinable @inline(__always)
  public static var noDomain: Self { Self(16) }
}

extension Ref where K == MachineKind {
  /// The one machine.
  @inlinable @inline(__always)
  public static var only: Self { Self(0) }
}
