import Logic

extension Schema {
  /// The memory system of one processor.
  public static var memorySystem: Schema {
    Schema(kinds: MemorySystem.kindDescriptions, tables: MemorySystem.tableDescriptions)
  }
}

/// What a schema begins with that has a memory system in it: its own kinds and tables have the numbers after these.
public enum MemorySystem {
  /// How many kinds the memory system has.
  @inlinable public static var kinds: Int { 6 }
  /// How many tables the memory system has.
  @inlinable public static var tables: Int { 8 }

  /// The kinds, in the order of their numbers.
  public static var kindDescriptions: [KindDescription] { memorySystemKinds }
  /// The tables, in the order of their numbers.
  public static var tableDescriptions: [TableDescription] { memorySystemTables }
}

private let memorySystemKinds: [KindDescription] = [
  KindDescription(ProcessorKind.self, "processor"),
  KindDescription(sparse: PhysicalWordKind.self, "physical word", addressShift: Granule.wordShift),
  KindDescription(InstructionTLBEntryKind.self, "instruction TLB entry", least: 0, most: 1 << 16),
  KindDescription(DataTLBEntryKind.self, "data TLB entry", least: 0, most: 1 << 16),
  KindDescription(sparse: VirtualLineKind.self, "virtual line", addressShift: Granule.lineShift),
  KindDescription(sparse: VirtualWordKind.self, "virtual word", addressShift: Granule.wordShift),
]

private let memorySystemTables: [TableDescription] = [
  TableDescription(
    CP15.self, "CP15",
    [
      ColumnDescription(CP15.control, "control", .bits),
      ColumnDescription(CP15.translationTableBase, "translation table base", .bits),
      ColumnDescription(CP15.domainAccessControl, "DACR", .bits),
      ColumnDescription(CP15.faultStatus, "fault status", .bits),
      ColumnDescription(CP15.instructionFaultStatus, "instruction fault status", .bits),
      ColumnDescription(CP15.faultAddress, "fault address", .bits),
      ColumnDescription(CP15.processID, "process ID", .bits),
    ]),
  TableDescription(
    PhysicalMemory.self, "memory",
    [
      ColumnDescription(PhysicalMemory.contents, "contents", .bits),
      ColumnDescription(PhysicalMemory.aborts, "aborts"),
      ColumnDescription(PhysicalMemory.isBuffered, "is buffered"),
      ColumnDescription(PhysicalMemory.buffered, "buffered", .bits),
    ]),
  TableDescription(InstructionTLB.self, "instruction TLB", tlbColumns(InstructionTLB.self)),
  TableDescription(DataTLB.self, "data TLB", tlbColumns(DataTLB.self)),
  TableDescription(DataCache.self, "data cache", lineColumns(DataCache.self)),
  TableDescription(
    DataCacheWords.self, "data cache word", [ColumnDescription(DataCacheWords.value, "value", .bits)]),
  TableDescription(InstructionCache.self, "instruction cache", lineColumns(InstructionCache.self)),
  TableDescription(
    InstructionCacheWords.self, "instruction cache word",
    [ColumnDescription(InstructionCacheWords.value, "value", .bits)]),
]

private func tlbColumns<T: TLBTable>(_ tlb: T.Type) -> [ColumnDescription] {
  [
    ColumnDescription(T.isValid, "is valid"), ColumnDescription(T.base, "base", .bits),
    ColumnDescription(T.mask, "mask", .bits), ColumnDescription(T.frame, "frame", .bits),
    ColumnDescription(T.domain, "domain"), ColumnDescription(T.permissions, "permissions"),
    ColumnDescription(T.attributes, "attributes"), ColumnDescription(T.isPage, "is page"),
  ]
}

private func lineColumns<T: CacheLineTable>(_ cache: T.Type) -> [ColumnDescription] {
  [
    ColumnDescription(T.isValid, "is valid"), ColumnDescription(T.isDirty, "is dirty"),
    ColumnDescription(T.physicalLine, "physical line", .bits),
  ]
}
