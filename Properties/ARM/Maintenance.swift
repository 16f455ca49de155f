import ARMSemantics
import Checker
import Logic

/// Every operation of CP15 does what it says, and nothing else.
public struct MaintenanceDoesWhatItSays: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/maintenance-does-what-it-says" }
  public var statement: String {
    """
    For every state, every operation of CP15's c7 and c8, and every argument: an operation on a TLB, whole or by modified \
    virtual address, leaves no entry that it should remove, and every other entry as it was; one on a cache likewise for \
    lines; cleaning writes a dirty line to the frame that the line came from, and nothing else; draining empties the \
    write buffer into memory; and nothing else changes. Writing a register changes only that register.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("data TLB entries are not invalidated", .loseWrite(.init(DataTLB.isValid))),
      Mutation("instruction TLB entries are not invalidated", .loseWrite(.init(InstructionTLB.isValid))),
      Mutation("only the base of an entry's range is looked at", .alterRead(.init(DataTLB.mask), .become(0))),
      Mutation("lines of the data cache are not invalidated", .loseWrite(.init(DataCache.isValid))),
      Mutation("lines of the instruction cache are not invalidated", .loseWrite(.init(InstructionCache.isValid))),
      Mutation("cleaned lines stay dirty", .alterWrite(.init(DataCache.isDirty), .become(1))),
      Mutation("clean lines are written back", .alterRead(.init(DataCache.isDirty), .become(1))),
      Mutation(
        "lines are written back to where they are, not where they came from",
        .alterRead(.init(DataCache.physicalLine), .become(0))),
      Mutation("the buffer forgets instead of writing", .loseWrite(.init(PhysicalMemory.contents))),
      Mutation("the buffer is not emptied", .loseWrite(.init(PhysicalMemory.isBuffered))),
      Mutation(
        "a write to the DACR goes to the PID",
        .misplaceWrite(.init(CP15.domainAccessControl), to: .init(CP15.processID))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let argument = t.word("argument")
    for operation in CP15Operation.allCases {
      let (after, _) = t.perform(on: before) { Coprocessor.perform(&$0, operation, argument) }
      let (expected, _) = t.specify(on: before) { k in Self.expect(&k, operation, argument) }
      t.proveSame("\(operation)", ("after", after), ("as the manual says", expected))
    }
    for register in CP15Register.allCases {
      let (after, _) = t.perform(on: before) { Coprocessor.write(&$0, register, argument) }
      t.proveSame(
        "a write to \(register) changes only that", ("after", after), ("before", before), where: { _, _ in true },
        excluding: ["CP15.\(Self.name(register))"])
      let mask: UInt32 = register == .translationTableBase ? 0xFFFF_C000 : register == .processID ? 0xFE00_0000 : ~0
      t.prove("\(register) holds what was written", after[register.field] == argument & T.R.Word(constant: mask))
    }
    let entry = t.object("entry", DataTLB.Key.self)
    let line = VirtualLine<T.R>(at: argument)
    t.reach(
      "an entry that holds the argument",
      Self.covers(before, DataTLB.self, entry, argument) && before[DataTLB.isValid, entry] != 0)
    t.reach("a dirty line", before[DataCache.isValid, line] != 0 && before[DataCache.isDirty, line] != 0)
  }

  private static func name(_ register: CP15Register) -> String {
    let columns = Schema.memorySystem.tables[CP15.number].columns
    return columns.first { $0.word == register.field.word }?.name ?? ""
  }

  /// What each operation is to do, record by record.
  private static func expect<S: Store>(_ k: inout S, _ operation: CP15Operation, _ argument: S.R.Word) {
    let line = VirtualLine<S.R>(at: argument)
    func forget<L: TLBTable>(_ k: inout S, _ tlb: L.Type, holding mva: S.R.Word?) {
      k.updateAll(L.isValid) { k, e in
        S.R.ite(mva.map { covers(k, tlb, e, $0) } ?? true, 0, k[L.isValid, e])
      }
    }
    func forget<C: CacheLineTable>(_ k: inout S, _ cache: C.Type, _ only: VirtualLine<S.R>?) {
      k.updateAll(C.isValid) { k, l in S.R.ite(only.map { $0 == l } ?? true, 0, k[C.isValid, l]) }
      k.updateAll(C.isDirty) { k, l in S.R.ite(only.map { $0 == l } ?? true, 0, k[C.isDirty, l]) }
    }
    func writeBack(_ k: inout S) {
      let before = k
      let isDirty = k[DataCache.isValid, line] != 0 && k[DataCache.isDirty, line] != 0
      for n: UInt32 in 0..<8 {
        let at = S.R.Word(constant: n)
        let home = PhysicalWord<S.R>(((before[DataCache.physicalLine, line] & 0x07FF_FFFF) &<< 3) &+ at)
        let word = VirtualWord<S.R>((line.word &<< 3) &+ at)
        k[PhysicalMemory.buffered, home] = S.R.ite(
          isDirty, before[DataCacheWords.value, word], k[PhysicalMemory.buffered, home])
        k[PhysicalMemory.isBuffered, home] = S.R.ite(isDirty, 1, k[PhysicalMemory.isBuffered, home])
      }
      k[DataCache.isDirty, line] = S.R.ite(isDirty, 0, k[DataCache.isDirty, line])
    }
    switch operation {
    case .invalidateTLBs, .invalidateTLBEntries:
      forget(&k, InstructionTLB.self, holding: operation == .invalidateTLBEntries ? argument : nil)
      forget(&k, DataTLB.self, holding: operation == .invalidateTLBEntries ? argument : nil)
    case .invalidateInstructionTLB: forget(&k, InstructionTLB.self, holding: nil)
    case .invalidateInstructionTLBEntry: forget(&k, InstructionTLB.self, holding: argument)
    case .invalidateDataTLB: forget(&k, DataTLB.self, holding: nil)
    case .invalidateDataTLBEntry: forget(&k, DataTLB.self, holding: argument)
    case .invalidateCaches:
      forget(&k, InstructionCache.self, nil)
      forget(&k, DataCache.self, nil)
    case .invalidateInstructionCache: forget(&k, InstructionCache.self, nil)
    case .invalidateDataCache: forget(&k, DataCache.self, nil)
    case .invalidateInstructionLine: forget(&k, InstructionCache.self, line)
    case .invalidateDataLine: forget(&k, DataCache.self, line)
    case .cleanDataLine: writeBack(&k)
    case .cleanAndInvalidateDataLine:
      writeBack(&k)
      forget(&k, DataCache.self, line)
    case .drainWriteBuffer:
      k.updateAll(PhysicalMemory.contents) { k, p in
        S.R.ite(k[PhysicalMemory.isBuffered, p] != 0, k[PhysicalMemory.buffered, p], k[PhysicalMemory.contents, p])
      }
      k.updateAll(PhysicalMemory.isBuffered) { _, _ in 0 }
    }
  }

  /// Whether the range of an entry holds an address: between its first and its last.
  private static func covers<S: Store, L: TLBTable>(
    _ k: S, _ tlb: L.Type, _ e: Ref<L.Key, S.R>, _ mva: S.R.Word
  ) -> S.R.Truth {
    mva & ~k[L.mask, e] == k[L.base, e]
  }
}
