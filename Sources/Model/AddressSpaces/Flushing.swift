import ARMSemantics
import Logic

// How things are flushed. When they must be is for those to say who change what is looked up: ``Kernel/install(_:_:_:)`` and
// ``Kernel/recycle(_:_:)``, and unmapping, sharing and deletion; docs/fass-design.md has a table of all.
extension Kernel {
  /// Both TLBs forget everything.
  @inlinable
  public static func flushTLBs<S: Store>(_ k: inout S) { Coprocessor.perform(&k, .invalidateTLBs, 0) }

  /// Both TLBs forget a page of 4 KB. A TLB may hold it in four parts, each with an address of its own (ARM720T TRM,
  /// 7.3.12).
  @inlinable
  public static func flushTLBs<S: Store>(_ k: inout S, page mva: S.R.Word) {
    for part in 0..<4 as Range<UInt32> {
      let address = (mva & ~S.R.Word(constant: MVA.inSmallPage.mask)) | S.R.Word(constant: part << MVA.smallSubpage.low)
      Coprocessor.perform(&k, .invalidateInstructionTLBEntry, address)
      Coprocessor.perform(&k, .invalidateDataTLBEntry, address)
    }
  }

  /// Everything in the data cache goes to memory, and both caches are empty. From now on only what the running thread
  /// may use gets dirty.
  @inlinable
  public static func flushCaches<S: Store>(_ k: inout S) {
    evict(&k) { _ in true }
    k[Machine.dirtyDomains] = k[Machine.mask]
  }

  /// The lines of a page of 4 KB leave both caches, those of the data cache by way of memory.
  @inlinable
  public static func flushCaches<S: Store>(_ k: inout S, page mva: S.R.Word) {
    let width = S.R.Word(constant: MVA.inSmallPage.high + 1 - Granule.lineShift)
    let page = VirtualLine<S.R>(at: mva).word &>> width
    evict(&k) { $0.word &>> width == page }
  }

  @inlinable
  static func evict<S: Store>(_ k: inout S, _ isChosen: @escaping (VirtualLine<S.R>) -> S.R.Truth) {
    evict(&k, data: isChosen, instruction: isChosen)
  }

  /// Lines leave the data cache by way of memory, and others the instruction cache.
  @inlinable
  static func evict<S: Store>(
    _ k: inout S, data isChosen: @escaping (VirtualLine<S.R>) -> S.R.Truth,
    instruction isForgotten: @escaping (VirtualLine<S.R>) -> S.R.Truth
  ) {
    let before = k
    k.run(EvictLines(S.self, DataCache.self, where: isChosen, apartFrom: { isKernels(before, $0) }))
    Coprocessor.perform(&k, .drainWriteBuffer, 0)
    k.updateAll(InstructionCache.isValid, where: { _, line in isForgotten(line) }, to: { _, _ in 0 })
  }
}
