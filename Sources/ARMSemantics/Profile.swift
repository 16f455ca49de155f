import Logic

/// A processor, as far as the architecture leaves it a choice.
public struct Profile: Sendable {
  /// What a processor does where the architecture says that anything may happen.
  public enum Choice: Sendable {
    /// Nothing is promised: the access ends with one of the statuses that say so (``FaultStatus``).
    case unpredictable
    /// A translation fault of the level at which the reserved encoding is.
    case translationFault
    /// A permission fault for every access of a client.
    case permissionFault
    /// The access is made as if nothing were unusual.
    case goesAhead
  }

  /// What tells it from every other processor, in files and on the command line.
  public var id: String
  /// What its manual calls it.
  public var name: String
  /// Whether first-level descriptors of type 11 are fine page tables. They are reserved on the SA-1100, whose
  /// architecture version has no tiny pages (SA-1100 Developer's Manual, 7.2).
  public var hasFineTables: Bool
  /// Whether descriptors of type 11 in a coarse page table are extended small pages (Intel XScale Core Developer's
  /// Manual, 3.2.2).
  public var hasExtendedSmallPages: Bool
  /// Whether CP15 keeps the status of prefetch aborts (ARM926EJ-S TRM, 2.3.6).
  public var hasInstructionFaultStatus: Bool
  /// Whether stores to cacheable regions that are not bufferable go through the cache to memory. On the SA-1100 they
  /// stay in the cache (SA-1100 Developer's Manual, 6.2).
  public var writesThrough: Bool
  /// Whether TLB entries and lines of the instruction side can be invalidated one by one (not on the SA-1100; SA-1100
  /// Developer's Manual, 5.2).
  public var hasInstructionEntryOperations: Bool
  /// Whether one operation invalidates an address in both TLBs, and whether one cleans and invalidates a line
  /// (ARM926EJ-S TRM, 2.3.9 and 2.3.10).
  public var hasCombinedOperations: Bool

  /// A first-level descriptor of type 11 without fine tables: `unpredictable` or `translationFault`.
  public var reservedFirstLevel = Choice.unpredictable
  /// A descriptor of type 11 in a coarse table without extended small pages: `unpredictable` or `translationFault`.
  public var reservedSecondLevel = Choice.unpredictable
  /// Access permissions 00 with S and R: `unpredictable` or `permissionFault`.
  public var reservedPermissions = Choice.unpredictable
  /// An unaligned halfword without alignment checking: `unpredictable` or `goesAhead`.
  public var unalignedHalfword = Choice.unpredictable
  /// Ways in which an implementation differs from the architecture. None, for a processor.
  public var deviations = Deviations()

  /// Intel StrongARM SA-1100: ARMv4.
  public static let sa1100 = Profile(
    id: "sa1100", name: "SA-1100", hasFineTables: false, hasExtendedSmallPages: false, hasInstructionFaultStatus: false,
    writesThrough: false, hasInstructionEntryOperations: false, hasCombinedOperations: false)
  /// ARM926EJ-S: ARMv5TEJ.
  public static let arm926 = Profile(
    id: "arm926", name: "ARM926EJ-S", hasFineTables: true, hasExtendedSmallPages: false,
    hasInstructionFaultStatus: true,
    writesThrough: true, hasInstructionEntryOperations: true, hasCombinedOperations: true)
  /// Intel PXA255: ARMv5TE, XScale.
  public static let pxa255 = Profile(
    id: "pxa255", name: "PXA255", hasFineTables: true, hasExtendedSmallPages: true, hasInstructionFaultStatus: false,
    writesThrough: true, hasInstructionEntryOperations: true, hasCombinedOperations: false)

  /// Every processor. Whatever takes one by its name, or claims something of all, reads this list.
  public static let all = [sa1100, arm926, pxa255]
}
