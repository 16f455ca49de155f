import Logic

/// A register of CP15 that software reads and writes.
public enum CP15Register: Sendable, CaseIterable {
  case control, translationTableBase, domainAccessControl, faultStatus, instructionFaultStatus, faultAddress, processID

  /// CRn and opcode 2 of the `MCR` or `MRC`; CRm is c0.
  public var encoding: (crn: UInt32, opcode2: UInt32) {
    switch self {
    case .control: (1, 0)
    case .translationTableBase: (2, 0)
    case .domainAccessControl: (3, 0)
    case .faultStatus: (5, 0)
    case .instructionFaultStatus: (5, 1)
    case .faultAddress: (6, 0)
    case .processID: (13, 0)
    }
  }

  /// Where the register is.
  @inlinable public var field: Field<CP15, Plain> {
    switch self {
    case .control: CP15.control
    case .translationTableBase: CP15.translationTableBase
    case .domainAccessControl: CP15.domainAccessControl
    case .faultStatus: CP15.faultStatus
    case .instructionFaultStatus: CP15.instructionFaultStatus
    case .faultAddress: CP15.faultAddress
    case .processID: CP15.processID
    }
  }

  /// The bits that a write changes. The others should be written as zero.
  @inlinable public var writable: UInt32 {
    switch self {
    case .translationTableBase: TranslationTableBase.base.mask
    case .processID: FCSE.process.mask
    default: 0xFFFF_FFFF
    }
  }
}

/// An operation of CP15: a write to c7 or c8 (ARM ARM, B4.9 and B6.6).
public enum CP15Operation: Sendable, CaseIterable {
  case invalidateTLBs, invalidateInstructionTLB, invalidateDataTLB
  case invalidateTLBEntries, invalidateInstructionTLBEntry, invalidateDataTLBEntry
  case invalidateCaches, invalidateInstructionCache, invalidateDataCache
  case invalidateInstructionLine, invalidateDataLine, cleanDataLine, cleanAndInvalidateDataLine
  case drainWriteBuffer

  /// CRn, CRm and opcode 2 of the `MCR`.
  public var encoding: (crn: UInt32, crm: UInt32, opcode2: UInt32) {
    switch self {
    case .invalidateTLBs: (8, 7, 0)
    case .invalidateInstructionTLB: (8, 5, 0)
    case .invalidateDataTLB: (8, 6, 0)
    case .invalidateTLBEntries: (8, 7, 1)
    case .invalidateInstructionTLBEntry: (8, 5, 1)
    case .invalidateDataTLBEntry: (8, 6, 1)
    case .invalidateCaches: (7, 7, 0)
    case .invalidateInstructionCache: (7, 5, 0)
    case .invalidateDataCache: (7, 6, 0)
    case .invalidateInstructionLine: (7, 5, 1)
    case .invalidateDataLine: (7, 6, 1)
    case .cleanDataLine: (7, 10, 1)
    case .cleanAndInvalidateDataLine: (7, 14, 1)
    case .drainWriteBuffer: (7, 10, 4)
    }
  }

  /// Whether a processor has the operation (SA-1100 Developer's Manual, 5.2; Intel XScale Core Developer's Manual, 7.2;
  /// ARM926EJ-S TRM, 2.3).
  public func exists(on profile: Profile) -> Bool {
    switch self {
    case .invalidateTLBEntries, .cleanAndInvalidateDataLine: profile.hasCombinedOperations
    case .invalidateInstructionTLBEntry, .invalidateInstructionLine: profile.hasInstructionEntryOperations
    default: true
    }
  }
}

/// What instructions do to CP15.
public enum Coprocessor {
  /// `MRC`: reads a register.
  @inlinable
  public static func read<S: Store>(_ k: S, _ register: CP15Register) -> S.R.Word { k[register.field] }

  /// `MCR`: writes a register. No TLB and no cache forgets anything: what they hold is checked against the registers as
  /// they are at each access.
  @inlinable
  public static func write<S: Store>(_ k: inout S, _ register: CP15Register, _ value: S.R.Word) {
    k[register.field] = value & S.R.Word(constant: register.writable)
  }

  /// `MCR`: performs an operation.
  ///
  /// - Parameter argument: The modified virtual address, for operations on one entry or line; ignored by the others.
  ///   FCSE does not relocate it (ARM ARM, B8.3).
  @inlinable
  public static func perform<S: Store>(_ k: inout S, _ operation: CP15Operation, _ argument: S.R.Word) {
    let line = VirtualLine<S.R>(at: argument)
    switch operation {
    case .invalidateTLBs:
      TLB.invalidateAll(&k, InstructionTLB.self)
      TLB.invalidateAll(&k, DataTLB.self)
    case .invalidateInstructionTLB: TLB.invalidateAll(&k, InstructionTLB.self)
    case .invalidateDataTLB: TLB.invalidateAll(&k, DataTLB.self)
    case .invalidateTLBEntries:
      TLB.invalidate(&k, InstructionTLB.self, argument)
      TLB.invalidate(&k, DataTLB.self, argument)
    case .invalidateInstructionTLBEntry: TLB.invalidate(&k, InstructionTLB.self, argument)
    case .invalidateDataTLBEntry: TLB.invalidate(&k, DataTLB.self, argument)
    case .invalidateCaches:
      Cache.invalidateAll(&k, InstructionCache.self)
      Cache.invalidateAll(&k, DataCache.self)
    case .invalidateInstructionCache: Cache.invalidateAll(&k, InstructionCache.self)
    case .invalidateDataCache: Cache.invalidateAll(&k, DataCache.self)
    case .invalidateInstructionLine: Cache.invalidate(&k, InstructionCache.self, line)
    case .invalidateDataLine: Cache.invalidate(&k, DataCache.self, line)
    case .cleanDataLine: Cache.clean(&k, DataCache.self, line)
    case .cleanAndInvalidateDataLine: Cache.evict(&k, DataCache.self, line)
    case .drainWriteBuffer: Bus.drain(&k)
    }
  }
}
