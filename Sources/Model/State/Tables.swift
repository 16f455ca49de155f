import ARMSemantics
import Logic

/// The machine: what the running thread and the processor are doing.
@frozen public enum Machine: Table {
  public typealias Key = MachineKind
  @inlinable public static var number: Int { MemorySystem.tables + 0 }
  @inlinable public static var shift: UInt32 { 6 }

  /// The running thread.
  @inlinable public static var current: Field<Self, ThreadKind> { Field(word: 0) }
  /// The thread that runs when nothing is ready.
  @inlinable public static var idle: Field<Self, ThreadKind> { Field(word: 1) }
  /// The active space: the one whose mappings user code sees.
  @inlinable public static var space: Field<Self, SpaceKind> { Field(word: 2) }
  /// The domain of the active space.
  @inlinable public static var domain: Field<Self, DomainKind> { Field(word: 3) }
  /// The domain mask of the active space.
  @inlinable public static var mask: Field<Self, Plain> { Field(word: 4) }
  /// The capability list of the active space.
  @inlinable public static var capabilities: Field<Self, CapabilityListKind> { Field(word: 5) }
  /// Domains that may own cache lines, clean or dirty: two bits a domain as in the DACR.
  @inlinable public static var dirtyDomains: Field<Self, Plain> { Field(word: 6) }
  /// The word at 0xFF000FF0 that tells user code its UTCB.
  @inlinable public static var utcb: Field<Self, Plain> { Field(word: 7) }
  /// The physical address of the memory that the kernel owns: a power of two of megabytes, and a multiple of its size.
  @inlinable public static var kernelMemory: Field<Self, Plain> { Field(word: 8) }
  /// The bits of a physical address that tell whether it is in the kernel's memory: those of ``kernelMemory`` then.
  @inlinable public static var kernelMask: Field<Self, Plain> { Field(word: 9) }
  /// Coprocessor access register (XScale CP15 c15): 1 while the running thread may use the coprocessor.
  @inlinable public static var coprocessorAccess: Field<Self, Plain> { Field(word: 10) }
  /// Bits 31 to 10 of the physical address at which the kernel keeps coarse page tables, 1 KB each: a multiple of their
  /// number, up to the next power of two. The number of a table differs from this in the bits that number it.
  @inlinable public static var pageTables: Field<Self, Plain> { Field(word: 12) }
}

extension Store {
  /// A word of the machine.
  @inlinable @inline(__always)
  public subscript(field: Field<Machine, Plain>) -> R.Word {
    get { self[field, .only] }
    set { self[field, .only] = newValue }
  }

  /// A reference that the machine holds.
  @inlinable @inline(__always)
  public subscript<K: Kind>(field: Field<Machine, K>) -> Ref<K, R> {
    get { self[field, .only] }
    set { self[field, .only] = newValue }
  }
}

/// Thread control blocks.
@frozen public enum TCB: Table {
  public typealias Key = ThreadKind
  @inlinable public static var number: Int { MemorySystem.tables + 1 }
  @inlinable public static var shift: UInt32 { 8 }

  /// The thread's address space; `none` for a thread that never leaves the kernel.
  @inlinable public static var space: Field<Self, SpaceKind> { Field(word: 0) }
  /// What the thread is doing: a ``ThreadState``.
  @inlinable public static var state: Field<Self, ThreadState> { Field(word: 1) }
  /// Whom a waiting thread waits for (a thread, or `any`), and whom a polling thread wants to send to.
  @inlinable public static var partner: Field<Self, ThreadKind> { Field(word: 2) }
  /// The scheduling priority, 0 to 255.
  @inlinable public static var priority: Field<Self, PriorityKind> { Field(word: 3) }
  /// The reply handle of the last thread whose message arrived, or nil.
  @inlinable public static var sentFrom: Field<Self, Handle> { Field(word: 4) }
  /// Resource bits: see ``Resources``.
  @inlinable public static var resources: Field<Self, Resources> { Field(word: 5) }
  /// What the kernel does when the thread runs next: a ``Continuation``.
  @inlinable public static var continuation: Field<Self, Continuation> { Field(word: 6) }
  /// The user address of the thread's UTCB.
  @inlinable public static var utcb: Field<Self, Plain> { Field(word: 7) }
  /// The thread's place in the order of arrival: see ``Kernel/arrive(_:_:)``.
  @inlinable public static var arrival: Field<Self, Plain> { Field(word: 8) }

  /// Saved r0: `to` of a restarted send, or the sender's handle for a thread that returns to user mode.
  @inlinable public static var savedR0: Field<Self, Plain> { Field(word: 9) }
  /// Saved r1: `from` of a restarted send.
  @inlinable public static var savedR1: Field<Self, Plain> { Field(word: 10) }
  /// Saved r3 to r8: MR0 to MR5.
  @inlinable public static var savedMR: ArrayField<Self, MessageRegisterInCPU, Plain> { ArrayField(word: 11) }
  /// User sp. Kernel entry saves it and kernel exit loads it: an IPC changes it only in a thread whose exception it
  /// answers. So for every user register that an IPC doesn't pass: ``userPC``, ``userCPSR``, ``userR2``, ``userR9`` to
  /// ``userR12`` and ``userLR``.
  @inlinable public static var userSP: Field<Self, Plain> { Field(word: 17) }
  /// User pc: where the thread goes on.
  @inlinable public static var userPC: Field<Self, Plain> { Field(word: 18) }
  /// User CPSR: its ``ProgramStatus``.
  @inlinable public static var userCPSR: Field<Self, Plain> { Field(word: 19) }

  /// The thread that is told of page faults, or `none`.
  @inlinable public static var pager: Field<Self, ThreadKind> { Field(word: 23) }
  /// The thread that is told of the thread's exceptions, or `none`.
  @inlinable public static var exceptionHandler: Field<Self, ThreadKind> { Field(word: 32) }
  /// How many ticks of the timer the thread may run before the next of its priority does; 0 for no limit.
  @inlinable public static var timeslice: Field<Self, Plain> { Field(word: 33) }
  /// How many ticks are left of that.
  @inlinable public static var remainingTicks: Field<Self, Plain> { Field(word: 34) }

  /// User r0 while the kernel sends a message on the thread's behalf, which takes the saved ones: until the pager or
  /// the exception handler has answered. So for ``userR1`` and ``userMR``.
  @inlinable public static var userR0: Field<Self, Plain> { Field(word: 40) }
  /// User r1.
  @inlinable public static var userR1: Field<Self, Plain> { Field(word: 41) }
  /// User r2; as for ``userSP``.
  @inlinable public static var userR2: Field<Self, Plain> { Field(word: 42) }
  /// User r3 to r8.
  @inlinable public static var userMR: ArrayField<Self, MessageRegisterInCPU, Plain> { ArrayField(word: 43) }
  /// User r9; as for ``userSP``.
  @inlinable public static var userR9: Field<Self, Plain> { Field(word: 49) }
  /// User r10.
  @inlinable public static var userR10: Field<Self, Plain> { Field(word: 50) }
  /// User r11.
  @inlinable public static var userR11: Field<Self, Plain> { Field(word: 51) }
  /// User r12.
  @inlinable public static var userR12: Field<Self, Plain> { Field(word: 52) }
  /// User lr; as for ``userSP``.
  @inlinable public static var userLR: Field<Self, Plain> { Field(word: 53) }
  /// What the last exception was: an ``ExceptionNumber``.
  @inlinable public static var exceptionNumber: Field<Self, ExceptionNumber> { Field(word: 54) }
  /// What is told of it besides: see ``ExceptionCause``.
  @inlinable public static var exceptionCode: Field<Self, Plain> { Field(word: 55) }
}

/// User-level thread control blocks: 256 bytes that user code reads and writes at will.
@frozen public enum UTCB: Table {
  public typealias Key = ThreadKind
  @inlinable public static var number: Int { MemorySystem.tables + 2 }
  @inlinable public static var shift: UInt32 { 8 }

  /// What the thread accepts; bit 1: notifications.
  @inlinable public static var acceptor: Field<Self, Acceptor> { Field(word: 0) }
  /// Which notify bits wake the thread.
  @inlinable public static var notifyMask: Field<Self, Plain> { Field(word: 1) }
  /// Notify bits that have been sent and not yet delivered.
  @inlinable public static var notifyBits: Field<Self, Plain> { Field(word: 2) }
  /// The code of the last error.
  @inlinable public static var errorCode: Field<Self, Plain> { Field(word: 3) }
  /// The space of the last sender.
  @inlinable public static var senderSpace: Field<Self, SpaceKind> { Field(word: 4) }
  /// Message registers. MR0 to MR5 travel in machine registers; their places here are the user's own.
  @inlinable public static var message: ArrayField<Self, MessageRegister, Plain> { ArrayField(word: 16) }
}

/// Address spaces.
@frozen public enum SpaceTable: Table {
  public typealias Key = SpaceKind
  @inlinable public static var number: Int { MemorySystem.tables + 3 }
  @inlinable public static var shift: UInt32 { 5 }

  /// The space's protection domain, 1 to 15, or `noDomain`.
  @inlinable public static var domain: Field<Self, DomainKind> { Field(word: 0) }
  /// The DACR value for user mode.
  @inlinable public static var mask: Field<Self, Plain> { Field(word: 1) }
  /// The FCSE process ID, 0 to 127.
  @inlinable public static var processID: Field<Self, Plain> { Field(word: 2) }
  /// The space's capability list.
  @inlinable public static var capabilities: Field<Self, CapabilityListKind> { Field(word: 3) }
  /// Spaces with the same number here, unless it is 0, promise never to map one address to different frames: a single
  /// address space, of which each has a part.
  @inlinable public static var vspace: Field<Self, Plain> { Field(word: 4) }
  /// 1 from the space's creation to its deletion.
  @inlinable public static var isInUse: Field<Self, Plain> { Field(word: 5) }
  /// The highest priority that threads of the space may have, or give to others.
  @inlinable public static var maximumPriority: Field<Self, Plain> { Field(word: 6) }
  /// What threads of the space may ask of the kernel: see ``Privileges``.
  @inlinable public static var privileges: Field<Self, Privileges> { Field(word: 7) }
}

/// Capability lists.
@frozen public enum CapabilityList: Table {
  public typealias Key = CapabilityListKind
  @inlinable public static var number: Int { MemorySystem.tables + 4 }
  @inlinable public static var shift: UInt32 { 13 }

  /// How many of the places are in use; a larger index names nothing.
  @inlinable public static var size: Field<Self, Plain> { Field(word: 0) }
  /// What each capability is: a ``CapabilityType``.
  @inlinable public static var type: ArrayField<Self, CapabilitySlot, CapabilityType> { ArrayField(word: 2, stride: 2) }
  /// The thread that each capability names.
  @inlinable public static var thread: ArrayField<Self, CapabilitySlot, ThreadKind> {
    ArrayField(word: 3, stride: 2)
  }
}

/// Protection domains.
@frozen public enum DomainTable: Table {
  public typealias Key = DomainKind
  @inlinable public static var number: Int { MemorySystem.tables + 5 }
  @inlinable public static var shift: UInt32 { 2 }

  /// The space that owns the domain, or `none`.
  @inlinable public static var owner: Field<Self, SpaceKind> { Field(word: 0) }
}

/// Interrupt sources: who is told of each, and how.
@frozen public enum InterruptTable: Table {
  public typealias Key = InterruptKind
  @inlinable public static var number: Int { MemorySystem.tables + 10 }
  @inlinable public static var shift: UInt32 { 4 }

  /// How many sources there are: those of the interrupt controller of the PXA255 (Developer's Manual, 4.2).
  @inlinable public static var sources: UInt32 { 32 }

  /// The thread that is notified, or `none`.
  @inlinable public static var handler: Field<Self, ThreadKind> { Field(word: 0) }
  /// The notify bits that tell it.
  @inlinable public static var notifyBits: Field<Self, Plain> { Field(word: 1) }
  /// 1 while the source is held back: nobody is told, or the handler has not acknowledged the last interrupt.
  @inlinable public static var isMasked: Field<Self, Plain> { Field(word: 2) }
}
