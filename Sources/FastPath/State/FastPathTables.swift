import ARMSemantics
import Logic
import Model

// What only makes the implementation fast: queues as rings, bitmaps, and their summaries. The model means none of it; the
// coupling invariant ties it to what the model means.

/// Groups of 32 priorities, one word of the priority bitmap each.
@frozen public enum PriorityGroupKind: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 14 }
  @inlinable public static var objects: UInt32 { PriorityKind.objects / 32 }
}

/// Groups of 32 megabytes, one word of a section bitmap each.
@frozen public enum SectionGroupKind: FixedKind {
  @inlinable public static var number: Int { MemorySystem.kinds + 15 }
  @inlinable public static var objects: UInt32 { MegabyteKind.objects / 32 }
}

extension TCB {
  /// The next thread in the ring of the thread's queue.
  @inlinable public static var next: Field<Self, ThreadKind> { Field(word: 20) }
  /// The previous thread in the ring of the thread's queue.
  @inlinable public static var previous: Field<Self, ThreadKind> { Field(word: 21) }
  /// The head of the ring of threads that poll to send to this one, or `none`.
  @inlinable public static var sendHead: Field<Self, ThreadKind> { Field(word: 22) }
}

extension Machine {
  /// One bit for each word of the priority bitmap that is not zero.
  @inlinable public static var prioritySummary: Field<Self, Plain> { Field(word: 11) }
}

/// A ring of ready threads for each priority.
@frozen public enum ReadyQueue: Table {
  public typealias Key = PriorityKind
  @inlinable public static var number: Int { MemorySystem.tables + 11 }
  @inlinable public static var shift: UInt32 { 2 }

  /// The thread that runs next at this priority, or `none`.
  @inlinable public static var head: Field<Self, ThreadKind> { Field(word: 0) }
}

/// The lower level of the priority bitmap.
@frozen public enum PriorityBitmap: Table {
  public typealias Key = PriorityGroupKind
  @inlinable public static var number: Int { MemorySystem.tables + 12 }
  @inlinable public static var shift: UInt32 { 2 }

  /// One bit for each priority of the group that has a ready thread.
  @inlinable public static var ready: Field<Self, Plain> { Field(word: 0) }
}

/// For each domain the megabytes in which the CPD may have an entry with it.
@frozen public enum SectionBitmap: Table {
  public typealias Key = DomainKind
  @inlinable public static var number: Int { MemorySystem.tables + 13 }
  @inlinable public static var shift: UInt32 { 9 }

  /// One bit for each megabyte, 32 megabytes a word. It is set for every entry with the domain; where there is none any
  /// more, it may be set as well.
  @inlinable public static var sections: ArrayField<Self, SectionGroupKind, Plain> { ArrayField(word: 0) }
}

extension Schema {
  /// The state of the kernel as it is optimised: that of the model, with queues and bitmaps.
  public static var fastPath: Schema {
    kernel.extended(
      kinds: [
        KindDescription(PriorityGroupKind.self, "priority group"),
        KindDescription(SectionGroupKind.self, "section group"),
      ],
      tables: [
        TableDescription(
          ReadyQueue.self, "ready queue", [ColumnDescription(ReadyQueue.head, "head", boring: 0xFFFF_FFFF)]),
        TableDescription(
          PriorityBitmap.self, "priority bitmap", [ColumnDescription(PriorityBitmap.ready, "ready", .bits)]),
        TableDescription(
          SectionBitmap.self, "section bitmap", [ColumnDescription(SectionBitmap.sections, "sections", .bits)]),
      ],
      columns: [
        Machine.number: [ColumnDescription(Machine.prioritySummary, "priority summary", .bits)],
        TCB.number: [
          ColumnDescription(TCB.next, "next"), ColumnDescription(TCB.previous, "previous"),
          ColumnDescription(TCB.sendHead, "send queue head", boring: 0xFFFF_FFFF),
        ],
      ])
  }
}

extension FastPath {
  /// The state that the optimised kernel boots into: that of the model, with empty queues.
  public static func boot<S: Store>(_ k: inout S) {
    Kernel.boot(&k)
    k.updateAll(TCB.sendHead) { _, _ in .none }
    k.updateAll(ReadyQueue.head) { _, _ in .none }
    k.updateAll(PriorityBitmap.ready) { _, _ in 0 }
    k[Machine.prioritySummary] = 0
  }
}
