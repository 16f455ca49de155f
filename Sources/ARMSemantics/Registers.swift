import Logic

/// The system control coprocessor's registers that the memory system looks at (ARM ARM, B3 and B4.9).
@frozen public enum CP15: Table {
  public typealias Key = ProcessorKind
  @inlinable public static var number: Int { 0 }
  @inlinable public static var shift: UInt32 { 5 }

  /// c1: the control register; bits in ``Control``.
  @inlinable public static var control: Field<Self, Plain> { Field(word: 0) }
  /// c2: the translation table base register.
  @inlinable public static var translationTableBase: Field<Self, Plain> { Field(word: 1) }
  /// c3: the domain access control register, two bits a domain.
  @inlinable public static var domainAccessControl: Field<Self, Plain> { Field(word: 2) }
  /// c5: the fault status register, of data aborts; bits in ``FaultStatusRegister``.
  @inlinable public static var faultStatus: Field<Self, Plain> { Field(word: 3) }
  /// c5, opcode 2 = 1: the status of the last prefetch abort, where the processor keeps one (ARM926EJ-S TRM, 2.3.6).
  @inlinable public static var instructionFaultStatus: Field<Self, Plain> { Field(word: 4) }
  /// c6: the fault address register: the modified virtual address of the last data abort.
  @inlinable public static var faultAddress: Field<Self, Plain> { Field(word: 5) }
  /// c13: the FCSE process ID register.
  @inlinable public static var processID: Field<Self, Plain> { Field(word: 6) }
}

/// Bits of the control register (ARM ARM, B3.4).
public enum Control {
  /// M: the MMU is on.
  @inlinable public static var mmu: Bits { Bits(0) }
  /// A: data accesses are checked for alignment.
  @inlinable public static var alignment: Bits { Bits(1) }
  /// C: the data cache is on.
  @inlinable public static var dataCache: Bits { Bits(2) }
  /// S: system protection.
  @inlinable public static var system: Bits { Bits(8) }
  /// R: ROM protection.
  @inlinable public static var rom: Bits { Bits(9) }
  /// I: the instruction cache is on.
  @inlinable public static var instructionCache: Bits { Bits(12) }
}

/// The translation table base register (ARM ARM, B4.9).
public enum TranslationTableBase {
  /// The place of the translation table: 4096 descriptors, 16 KB.
  @inlinable public static var base: Bits { Bits(31, 14) }
}

/// The fault status register (ARM ARM, B4.6).
public enum FaultStatusRegister {
  @inlinable public static var status: Bits { Bits(3, 0) }
  @inlinable public static var domain: Bits { Bits(7, 4) }
}

/// The domain access control register: two bits a domain (ARM ARM, B4.3 and B4.9).
public enum DACR {
  /// Every access takes a domain fault.
  @inlinable public static var noAccess: UInt32 { 0b00 }
  /// Access is checked against the page's permissions.
  @inlinable public static var client: UInt32 { 0b01 }
  /// Reserved: behaves as no access (ARM926EJ-S TRM, 3.5.1).
  @inlinable public static var reserved: UInt32 { 0b10 }
  /// Access is not checked.
  @inlinable public static var manager: UInt32 { 0b11 }
  /// The field of one domain.
  @inlinable public static var field: UInt32 { 0b11 }

  /// The access that a register gives to a domain, 0 to 15.
  @inlinable @inline(__always)
  public static func access<W: LogicWord>(to domain: W, in dacr: W) -> W {
    (dacr &>> (domain &+ domain)) & W(constant: field)
  }
}

/// The fast context switch extension: addresses of the lowest 32 MB are moved to a slot of the running process, so that
/// processes linked at the same addresses share a page table (ARM ARM, B8).
public enum FCSE {
  /// The place of the PID in the process ID register, and of the slot in an address.
  @inlinable public static var shift: UInt32 { 25 }
  /// The slot of an address, and the PID in the process ID register.
  @inlinable public static var process: Bits { Bits(31, shift) }
  /// The number of process IDs.
  @inlinable public static var processes: UInt32 { 128 }

  /// What the process ID register holds for a process, 0 to 127: the first address of its slot.
  @inlinable @inline(__always)
  public static func slot<W: LogicWord>(of process: W) -> W { process &<< W(constant: shift) }

  /// The modified virtual address of a virtual one.
  ///
  /// - Parameter processID: The process ID register.
  @inlinable @inline(__always)
  public static func relocate<R: Reading>(_ address: R.Word, _ processID: R.Word, reading: R.Type = R.self) -> R.Word {
    R.ite(relocates(address), address | process.inPlace(processID), address)
  }

  /// Whether a virtual address is in the lowest 32 MB, which are moved.
  @inlinable @inline(__always)
  public static func relocates<W: LogicWord>(_ address: W) -> W.Truth { process.of(address) == 0 }
}

extension Store {
  /// A register of the processor.
  @inlinable @inline(__always)
  public subscript(register: Field<CP15, Plain>) -> R.Word {
    get { self[register, .only] }
    set { self[register, .only] = newValue }
  }
}
