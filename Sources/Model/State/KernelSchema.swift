import ARMSemantics
import Logic

extension Schema {
  /// The state of the kernel, and of the memory system that it controls.
  ///
  /// The limits are those of the memory layout and of the reply handle; no claim is weaker for larger tables.
  public static var kernel: Schema {
    Schema(
      kinds: MemorySystem.kindDescriptions + [
        KindDescription(
          ThreadKind.self, "thread", least: 2, most: 1 << 20, specials: [0xFFFF_FFFF: "none", 0xFFFF_FFFE: "any"]),
        KindDescription(SpaceKind.self, "space", most: Section.spaces, specials: [0xFFFF_FFFF: "none"]),
        KindDescription(CapabilityListKind.self, "capability list", most: 4096),
        KindDescription(CapabilitySlot.self, "capability"),
        KindDescription(DomainKind.self, "domain", specials: [16: "none"]),
        KindDescription(PriorityKind.self, "priority"),
        KindDescription(MessageRegister.self, "message register"),
        KindDescription(MachineKind.self, "machine"),
        KindDescription(MessageRegisterInCPU.self, "saved message register"),
        KindDescription(InterruptKind.self, "interrupt"),
        KindDescription(MegabyteKind.self, "megabyte"),
        KindDescription(sparse: DirectoryEntryKind.self, "directory entry", specials: [0xFFFF_FFFF: "none"]),
        KindDescription(sparse: GrantKind.self, "grant"),
        KindDescription(PageTableKind.self, "page table", least: 0, most: 1 << 20),
      ],
      tables: MemorySystem.tableDescriptions + [
        TableDescription(
          Machine.self, "machine",
          [
            ColumnDescription(Machine.current, "current thread"),
            ColumnDescription(Machine.idle, "idle thread"),
            ColumnDescription(Machine.space, "current space"),
            ColumnDescription(Machine.domain, "current domain"),
            ColumnDescription(Machine.mask, "current mask", .bits),
            ColumnDescription(Machine.capabilities, "current capability list"),
            ColumnDescription(Machine.dirtyDomains, "dirty domains", .bits),
            ColumnDescription(Machine.utcb, "UTCB pointer", .bits),
            ColumnDescription(Machine.kernelMemory, "kernel memory", .bits),
            ColumnDescription(Machine.kernelMask, "kernel mask", .bits),
            ColumnDescription(Machine.coprocessorAccess, "coprocessor access"),
            ColumnDescription(Machine.pageTables, "page tables", .bits),
          ]),
        TableDescription(
          TCB.self, "TCB",
          [
            ColumnDescription(TCB.space, "space"),
            ColumnDescription(TCB.state, "state", boring: .halted),
            ColumnDescription(TCB.partner, "partner", boring: 0xFFFF_FFFF),
            ColumnDescription(TCB.priority, "priority"),
            ColumnDescription(TCB.sentFrom, "sent-from", .bits, boring: .nilThread),
            ColumnDescription(TCB.resources, "resources"),
            ColumnDescription(TCB.continuation, "continuation"),
            ColumnDescription(TCB.utcb, "UTCB address", .bits),
            ColumnDescription(TCB.arrival, "arrival"),
            ColumnDescription(TCB.savedR0, "saved r0", .bits),
            ColumnDescription(TCB.savedR1, "saved r1", .bits),
            ColumnDescription(TCB.savedMR, "saved MR", .bits),
            ColumnDescription(TCB.userSP, "user sp", .bits),
            ColumnDescription(TCB.userPC, "user pc", .bits),
            ColumnDescription(TCB.userCPSR, "user cpsr", .bits),
            ColumnDescription(TCB.pager, "pager", boring: 0xFFFF_FFFF),
            ColumnDescription(TCB.exceptionHandler, "exception handler", boring: 0xFFFF_FFFF),
            ColumnDescription(TCB.timeslice, "timeslice"),
            ColumnDescription(TCB.remainingTicks, "remaining ticks"),
            ColumnDescription(TCB.userR0, "user r0", .bits),
            ColumnDescription(TCB.userR1, "user r1", .bits),
            ColumnDescription(TCB.userR2, "user r2", .bits),
            ColumnDescription(TCB.userMR, "user r3 to r8", .bits),
            ColumnDescription(TCB.userR9, "user r9", .bits),
            ColumnDescription(TCB.userR10, "user r10", .bits),
            ColumnDescription(TCB.userR11, "user r11", .bits),
            ColumnDescription(TCB.userR12, "user r12", .bits),
            ColumnDescription(TCB.userLR, "user lr", .bits),
            ColumnDescription(TCB.exceptionNumber, "exception number"),
            ColumnDescription(TCB.exceptionCode, "exception code", .bits),
          ]),
        TableDescription(
          UTCB.self, "UTCB",
          [
            ColumnDescription(UTCB.acceptor, "acceptor"),
            ColumnDescription(UTCB.notifyMask, "notify mask", .bits),
            ColumnDescription(UTCB.notifyBits, "notify bits", .bits),
            ColumnDescription(UTCB.errorCode, "error code"),
            ColumnDescription(UTCB.senderSpace, "sender space"),
            ColumnDescription(UTCB.message, "MR", .bits),
          ]),
        TableDescription(
          SpaceTable.self, "space",
          [
            ColumnDescription(SpaceTable.domain, "domain", boring: 16),
            ColumnDescription(SpaceTable.mask, "mask", .bits, boring: 1),
            ColumnDescription(SpaceTable.processID, "PID"),
            ColumnDescription(SpaceTable.capabilities, "capability list"),
            ColumnDescription(SpaceTable.vspace, "vspace"),
            ColumnDescription(SpaceTable.isInUse, "is in use", boring: 1),
            ColumnDescription(SpaceTable.maximumPriority, "maximum priority"),
            ColumnDescription(SpaceTable.privileges, "privileges"),
          ]),
        TableDescription(
          CapabilityList.self, "capability list",
          [
            ColumnDescription(CapabilityList.size, "size"),
            ColumnDescription(CapabilityList.type, "type"),
            ColumnDescription(CapabilityList.thread, "thread"),
          ]),
        TableDescription(
          DomainTable.self, "domain", [ColumnDescription(DomainTable.owner, "owner", boring: 0xFFFF_FFFF)]),
        TableDescription(
          PageDirectory.self, "page directory",
          [
            ColumnDescription(PageDirectory.descriptor, "descriptor", .bits),
            ColumnDescription(PageDirectory.isWindow, "is window"),
            ColumnDescription(PageDirectory.granter, "granter"),
          ]),
        TableDescription(Grants.self, "grant", [ColumnDescription(Grants.rights, "rights")]),
        TableDescription(
          PageTables.self, "page table",
          [ColumnDescription(PageTables.user, "user", boring: 0xFFFF_FFFF)]),
        TableDescription(
          LineOwners.self, "line owner",
          [ColumnDescription(LineOwners.data, "data"), ColumnDescription(LineOwners.instruction, "instruction")]),
        TableDescription(
          InterruptTable.self, "interrupt",
          [
            ColumnDescription(InterruptTable.handler, "handler", boring: 0xFFFF_FFFF),
            ColumnDescription(InterruptTable.notifyBits, "notify bits", .bits),
            ColumnDescription(InterruptTable.isMasked, "is masked", boring: 1),
          ]),
      ])
  }
}
