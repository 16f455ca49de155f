import ARMSemantics
import FastPath
import Logic
import Model
import Scenarios

/// A machine on which kernel operations and user code run, and are counted. Its caches and TLB are those of a PXA255:
/// 32 KB of data in 32 sets of 32 lines, and 32 entries, both replaced in turn (PXA255 Developer's Manual, 2.2 and 3.2).
final class CostMachine {
  static let (sets, ways, entries): (UInt32, Int, UInt32) = (32, 32, 32)

  let plan: SystemPlan
  private let region: UnsafeMutableRawPointer
  let ledger = Ledger()
  var k: CountingMemory
  /// For each set, the lines that it was filled with last.
  private var lines: [[UInt32]]
  private var nextEntry: UInt32 = 0
  /// What user code has cost: lines fetched, lines that made room and went to memory, TLB misses, and aborts.
  private(set) var refills = 0, capacityWriteBacks = 0, misses = 0, aborts = 0

  /// A machine with spaces 1 and up, which map nothing yet; space 0 is active.
  init(spaces: UInt32) {
    var sizes = Platform.Sizes()
    sizes.spaces = spaces + 1
    sizes.pageTables = 2 * (spaces + 1)
    sizes.dataTLB = Self.entries + 1
    sizes.instructionTLB = 1
    let boot = Platform.boot(sizes)
    plan = SystemPlan(
      boot.schema, counts: boot.layout.counts, ram: 0x1000_0000..<0x4000_0000, pages: 2048, lines: 1 << 18)
    region = plan.allocate()
    var memory = SystemMemory(region: region, plan: plan)
    memory.load(boot)
    lines = Array(repeating: [], count: Int(Self.sets))
    k = CountingMemory(memory, ledger)
    for space in 1...spaces { _ = Kernel.createSpace(&k, Ref(space), utcbs: 0xFFFF_FFFF) }
  }

  deinit { region.deallocate() }

  /// A word's address: of a space's own megabyte.
  static func address(_ space: UInt32) -> UInt32 { space << Section.shift }

  /// Maps so many bytes at an address, in pages of 4 KB.
  func map(_ space: UInt32, _ bytes: UInt32, at address: UInt32) {
    for offset in stride(from: 0, to: bytes, by: 1 << Int(PageSize[.small])) {
      call(MapPage(space: space, address: address + offset))
    }
  }

  func activate(_ space: UInt32) { call(Activate(space: space)) }

  /// Calls the kernel.
  func call(_ call: some KernelCall) { precondition(call.apply(to: &k), "the kernel cannot do \(call)") }

  /// Calls the kernel without counting.
  func callNatively(_ call: some KernelCall) {
    var native = NativeCall(call, k.base)
    withExtendedLifetime(self) { native.run() }
    precondition(native.isDone, "the kernel cannot do \(call)")
  }

  /// How many instructions a call of the kernel takes, which changes nothing; nil where they cannot be counted.
  func instructions(_ call: some KernelCall) -> Int? {
    var native = NativeCall(call, k.base)
    return withExtendedLifetime(self) { native.instructions() }
  }

  /// What a call of the kernel costs.
  func costs(_ call: some KernelCall) -> Costs {
    ledger.costs = Costs()
    self.call(call)
    return ledger.costs
  }

  /// An access of user code that aborts, as far as the processor deals with it.
  ///
  /// - Returns: Whether it aborts.
  func fault(at address: UInt32) -> Bool {
    let access = Access<Native>(address: address, kind: .read, size: 4, isPrivileged: false)
    let outcome = MMU.outcome(k.base, access, Platform.profile)
    guard !outcome.completes else { return false }
    Aborts.record(&k.base, access, outcome, meaningless: 0, Platform.profile)
    return true
  }

  /// The kernel's part of an access that aborts: nothing if it doesn't.
  func abort(at address: UInt32) {
    guard fault(at: address) else { return }
    call(HandleAbort())
    aborts += 1
  }

  /// User code of the active space reads every line of a working set, and writes every fourth.
  func work(_ bytes: UInt32, at address: UInt32) {
    for offset in stride(from: 0, to: bytes, by: 1 << Int(Granule.lineShift)) {
      let isWrite = offset >> Granule.lineShift % 4 == 0
      touch(address + offset, isWrite ? .write : .read)
    }
  }

  private func touch(_ address: UInt32, _ kind: Code<AccessKind, Native>) {
    let access = Access<Native>(address: address, kind: kind, size: 4, isPrivileged: false)
    var outcome = translate(access)
    if !outcome.completes {
      abort(at: address)
      outcome = translate(access)
    }
    let line = VirtualLine<Native>(at: outcome.mva)
    if k.base[DataCache.isValid, line] == 0 {
      makeRoom(for: line)
      Hardware.fillData(&k.base, for: outcome)
      refills += 1
    }
    if kind == .write { _ = Transfer.write(&k.base, access, address, outcome, Platform.profile) }
  }

  private func translate(_ access: Access<Native>) -> AccessOutcome<Native> {
    for i in 0..<Self.entries {
      let entry = Ref<DataTLBEntryKind, Native>(i)
      if TLB.holds(k.base, DataTLB.self, entry, access.address) {
        return MMU.outcome(k.base, access, through: DataTLB.self, entry, Platform.profile)
      }
    }
    let outcome = MMU.outcome(k.base, access, Platform.profile)
    if outcome.completes {
      TLB.fill(&k.base, DataTLB.self, Ref(nextEntry), access.address, split: false, Platform.profile)
      nextEntry = (nextEntry + 1) % Self.entries
      misses += 1
    }
    return outcome
  }

  /// The line that came first leaves a full set.
  private func makeRoom(for line: VirtualLine<Native>) {
    let set = Int(line.word % Self.sets)
    lines[set].removeAll { k.base[DataCache.isValid, VirtualLine<Native>($0)] == 0 }
    if lines[set].count == Self.ways {
      let oldest = VirtualLine<Native>(lines[set].removeFirst())
      if k.base[DataCache.isDirty, oldest] != 0 { capacityWriteBacks += 1 }
      Cache.evict(&k.base, DataCache.self, oldest)
      for n in 0..<Granule.wordsPerLine {
        let physical = k.base[DataCache.physicalLine, oldest] * Granule.wordsPerLine + n
        Bus.retire(&k.base, PhysicalWord(physical))
      }
    }
    lines[set].append(line.word)
  }

  /// Aborts that another kernel would not have taken.
  func uncountAborts(since count: Int) { aborts = count }

  func resetUserCosts() { (refills, capacityWriteBacks, misses, aborts) = (0, 0, 0, 0) }
}
