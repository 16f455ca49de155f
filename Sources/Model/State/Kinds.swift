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
@frozen public enum CapabilitySlot: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 3 }
  @inlinable public static var objects: UInt32 { CapabilityType.slots }
}

/// Protection domains of the ARM MMU (ARM ARM, B4.3: 16 domains).
@frozen public enum DomainKind: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 4 }
  @inlinable public static var objects: UInt32 { 16 }
}

/// Scheduling priorities, 255 the highest.
@frozen public enum PriorityKind: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 5 }
  @inlinable public static var objects: UInt32 { 256 }
}

/// Message registers MR0 to MR31.
@frozen public enum MessageRegister: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 6 }
  @inlinable public static var objects: UInt32 { Tag.lastRegister + 1 }
}

/// The one machine.
@frozen public enum MachineKind: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 7 }
  @inlinable public static var objects: UInt32 { 1 }
}

/// Message registers that travel in machine registers, MR0 to MR5.
@frozen public enum MessageRegisterInCPU: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 8 }
  @inlinable public static var objects: UInt32 { Tag.firstInMemory }
}

/// Interrupt sources.
@frozen public enum InterruptKind: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 9 }
  @inlinable public static var objects: UInt32 { InterruptTable.sources }
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
