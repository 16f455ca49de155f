import ARMSemantics
import Logic
import Model
import Published

/// The machine that scenarios run on: an ARM926EJ-S with RAM everywhere.
///
/// | physical address | what is there |
/// | --- | --- |
/// | `0x10000000` | the kernel's memory, 4 MB |
/// | `0x10004000` | the caching page directory |
/// | `0x10100000` | coarse page tables, 1 KB each |
/// | `0x20000000` | free for user code |
/// | `0x30000000` | UTCBs: 1 MB for each space that doesn't say where |
public enum Platform {
  /// The processor.
  public static let profile = Profile.arm926
  /// The kernel's memory.
  public static let kernelMemory: UInt32 = 0x1000_0000
  /// The bits that tell it.
  public static let kernelMask: UInt32 = 0xFFC0_0000
  /// The translation table.
  public static let directory: UInt32 = 0x1000_4000
  /// The first coarse page table.
  public static let pageTables: UInt32 = 0x1010_0000

  /// The megabyte for the UTCBs of a space that doesn't say where.
  public static func utcbs(of space: UInt32) -> UInt32 { 0x3000_0000 &+ space << Section.shift }

  /// How many objects there are.
  public struct Sizes: Sendable, Equatable, Codable {
    /// Address spaces, 1 to 256; number 0 is in use after boot.
    public var spaces: UInt32 = 20
    /// Threads, 2 to 256: 0 runs after boot and belongs to no space, 1 idles.
    public var threads: UInt32 = 8
    /// Coarse page tables, 0 to 1024.
    public var pageTables: UInt32 = 16
    /// Entries of the data TLB, 0 to 64.
    public var dataTLB: UInt32 = 8
    /// Entries of the instruction TLB, 0 to 64.
    public var instructionTLB: UInt32 = 8

    public init() {}
  }

  /// The state after boot. Thread 0 belongs to no space, so that it can run in any: a scenario's user code.
  public static func boot(_ sizes: Sizes, _ kernel: Variant = .ours) -> Image {
    let schema = kernel.schema
    var counts = schema.kinds.map(\.least)
    counts[SpaceKind.number] = sizes.spaces
    counts[ThreadKind.number] = sizes.threads
    counts[PageTableKind.number] = sizes.pageTables
    counts[DataTLBEntryKind.number] = sizes.dataTLB
    counts[InstructionTLBEntryKind.number] = sizes.instructionTLB
    var k = Image(schema, counts: counts)
    k[Machine.kernelMemory] = kernelMemory
    k[Machine.kernelMask] = kernelMask
    k[Machine.pageTables] = FirstLevel.coarseBase.of(pageTables)
    k[CP15.translationTableBase] = directory
    kernel.boot(&k)
    k[TCB.space, Ref(0)] = .none
    return k
  }
}
