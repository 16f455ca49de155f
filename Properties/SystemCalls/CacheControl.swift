import ARMSemantics
import Checker
import Logic
import Model

/// CacheControl keeps what is true of address spaces.
public struct CacheControlKeepsAddressSpaces: KernelProperty {
  public init() {}
  public var name: String { "call/cache-control-keeps-address-spaces" }
  public var statement: String {
    """
    For every state that satisfies the invariants of the kernel and of its address spaces, and all registers: the address space invariant \
    holds after CacheControl.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("lines are made valid", .alterWrite(.init(DataCache.isValid), .become(1))),
      Mutation("instruction lines are made valid", .alterWrite(.init(InstructionCache.isValid), .become(1))),
      Mutation(
        "the write buffer is drained of what it doesn't hold", .alterRead(.init(PhysicalMemory.isBuffered), .become(1))),
    ]
  }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    t.assumeAddressSpaces()
    let (after, _) = t.perform(CacheControlContract(), t.arbitraryRegisters())
    t.prove("the address space invariant holds afterwards", AddressSpaceInvariant.claims(after))
  }
}

/// CacheControl does to the lines of the range what it is asked for, and nothing to others.
public struct CacheControlEmptiesItsRange: KernelProperty {
  public init() {}
  public var name: String { "call/cache-control-empties-its-range" }
  public var statement: String {
    """
    For every state that satisfies the kernel invariant as far as it is about the kernel's memory, all registers with which CacheControl isn't refused, and every user \
    address: a cache has no line of it afterwards if the cache is asked for, and the address is in the range or everything is asked for; otherwise \
    the cache has the line as it was. What a dirty line held that is gone is in memory, unless the bus aborts, or another such line was of the same frame.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the range ends one line too early", .alterRead(.init(CP15.processID), .flip(1 << 25))),
      Mutation("instruction lines stay", .loseWrite(.init(InstructionCache.isValid))),
      Mutation("data lines stay", .loseWrite(.init(DataCache.isValid))),
      Mutation("what was dirty stays in the write buffer", .loseWrite(.init(PhysicalMemory.contents))),
    ]
  }
  public var strategy: SolverStrategy { .bits }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let arguments = t.arbitraryRegisters()
    t.assumeKernelOutOfCache()
    t.assumeDone(CacheControlContract(), arguments)
    let address = t.word("user address")
    let (after, _) = t.perform(on: before) { Kernel.cacheControl(&$0, arguments) }
    let line = VirtualLine<T.R>(at: FCSE.relocate(address, before[CP15.processID], reading: T.R.self))
    let (first, last): (T.R.Word, T.R.Word) = (arguments.r1 & ~31, arguments.mr0 | 31)
    let isSameSlot = (address &>> 25 == 0) == (arguments.r1 &>> 25 == 0)
    // Lines above 32 MB may be those of relocated addresses: it is said of addresses that are moved as the range is.
    t.assume("the address is moved as those of the range are", isSameSlot)
    let request = Flags<CacheRequest, T.R>(arguments.r0)
    let isChosen = request.has(.everything) || (first <= address && address <= last)
    func prove<C: CacheLineTable>(_ cache: C.Type, _ name: String, _ bit: Flags<CacheRequest, T.R>) {
      let isAsked = request.has(bit)
      t.prove(
        "the \(name) cache has no line that was chosen, and others as they were",
        after[C.isValid, line] == T.R.ite(isAsked && isChosen, 0, before[C.isValid, line]))
    }
    prove(DataCache.self, "data", .data)
    prove(InstructionCache.self, "instruction", .instruction)
    proveWritten(&t, line, before, after)
    t.reach("a part of the cache is emptied", request.lacks(.everything))
    t.reach("all of it is", request == .all)
  }

  private func proveWritten<T: Trial>(_ t: inout T, _ line: VirtualLine<T.R>, _ before: T.S, _ after: T.S) {
    let wasDirty = before[DataCache.isValid, line] != 0 && before[DataCache.isDirty, line] != 0
    let physical = before[DataCache.physicalLine, line]
    let word = PhysicalWord<T.R>(at: Granule.address(ofLine: physical))
    let written = before.first(
      VirtualLineKind.self,
      where: { k, l in
        l != line && k[DataCache.isValid, l] != 0 && k[DataCache.isDirty, l] != 0
          && k[DataCache.physicalLine, l] & T.R.Word(constant: Granule.lastLine)
            == physical & T.R.Word(constant: Granule.lastLine)
      }, by: { _, _ in (0, 0) })
    // Of the kernel's memory there is no line; and what is proved of the loop that writes lines says nothing of one.
    let isKernels = Kernel.isKernels(before, word)
    t.prove(
      "what the line held is in memory",
      !wasDirty || isKernels || after[DataCache.isValid, line] != 0 || written != .none
        || before[PhysicalMemory.aborts, word] != 0
        || after[PhysicalMemory.contents, word] == before[DataCacheWords.value, line.word(0)])
    t.reach("a dirty line is written", wasDirty && after[DataCache.isValid, line] == 0 && written == .none)
  }
}
