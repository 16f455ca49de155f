import ARMSemantics
import Checker
import Logic

/// A store is found again where it went, and changes nothing else.
public struct StoresAreFoundAgain: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/stores-are-found-again" }
  public var statement: String {
    """
    For every processor, every content of caches, write buffer and memory, and every store: if it goes ahead, a load by \
    the same address gets what was stored, and changes no other byte of the word; only the cache's word and dirty bit, or \
    the word of the store's own frame, change; memory itself changes only where the region is neither cacheable nor \
    bufferable; and a store that is stopped changes nothing.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the cache's word is not written", .loseWrite(.init(DataCacheWords.value))),
      Mutation("the line is not marked dirty", .loseWrite(.init(DataCache.isDirty))),
      Mutation("the write buffer loses the word", .loseWrite(.init(PhysicalMemory.isBuffered))),
      Mutation(
        "what the buffer holds is written past memory",
        .misplaceWrite(.init(PhysicalMemory.buffered), to: .init(PhysicalMemory.contents))),
      Mutation(
        "a store to a device stays in the buffer",
        .misplaceWrite(.init(PhysicalMemory.contents), to: .init(PhysicalMemory.buffered))),
      Mutation("the byte next to it is written as well", .alterWrite(.init(PhysicalMemory.buffered), .flip(0x0100))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    var access = t.arbitraryAccess()
    let value = t.word("value")
    t.assumeSize(of: access)
    let outcome = t.arbitraryOutcome()
    t.assume("C and B are bits 3 and 2", outcome.attributes == outcome.attributes & .both)
    let (virtual, physical) = (VirtualWord<T.R>(at: outcome.mva), PhysicalWord<T.R>(at: outcome.physicalAddress))
    let line = VirtualLine<T.R>(at: outcome.mva)
    for profile in Profile.ofEachStore {
      let (after, result) = t.perform(on: before) { Transfer.write(&$0, access, value, outcome, profile) }
      let isCacheable = outcome.attributes.has(.cacheable)
      let isBufferable = outcome.attributes.has(.bufferable)
      let isHit =
        Control.dataCache.isSet(in: before[CP15.control]) && isCacheable && before[DataCache.isValid, line] != 0
      let stays = isHit && (isBufferable || !T.R.Truth(profile.writesThrough))
      let name = profile.name
      t.prove(
        "\(name): a store that the MMU stops is stopped", (!outcome.completes).implies(result.status == outcome.status))
      t.prove(
        "\(name): the bus stops a store that leaves the cache",
        (outcome.completes && !stays).implies(result.completes == (before[PhysicalMemory.aborts, physical] == 0)))

      access.kind = .read
      let load = access
      access.kind = .write
      let found = t.specify(on: after) { Transfer.read($0, load, outcome) }.result
      let mask = T.R.ite(access.size == 1, 0xFF, T.R.ite(access.size == 2, 0xFFFF, T.R.Word(constant: 0xFFFF_FFFF)))
      t.prove(
        "\(name): a load finds what was stored",
        (result.completes && !access.isUnaligned).implies(found.value == value & mask && found.outcome.completes))
      var whole = load
      whole.size = 4
      whole.address = access.address & ~3
      let aligned = whole
      let was = t.specify(on: before) { Transfer.read($0, aligned, outcome) }.result.value
      let now = t.specify(on: after) { Transfer.read($0, aligned, outcome) }.result.value
      let shift = (access.address & 3) &<< 3
      t.prove(
        "\(name): other bytes of the word stay",
        (result.completes && !access.isUnaligned).implies((was ^ now) & ~(mask &<< shift) == 0))

      let (expected, _) = t.specify(on: before) { k in
        k.when(result.completes && isHit) { $0[DataCacheWords.value, virtual] = after[DataCacheWords.value, virtual] }
        k.when(result.completes && stays) { $0[DataCache.isDirty, line] = 1 }
        k.when(result.completes && !stays) { k in
          k.when(isCacheable || isBufferable) { k in
            k[PhysicalMemory.isBuffered, physical] = 1
            k[PhysicalMemory.buffered, physical] = after[PhysicalMemory.buffered, physical]
          } else: { k in
            k[PhysicalMemory.isBuffered, physical] = 0
            k[PhysicalMemory.contents, physical] = after[PhysicalMemory.contents, physical]
          }
        }
      }
      t.proveSame("\(name): nothing else changes", ("after", after), ("expected", expected))
      t.reach("stays in the cache", result.completes && stays)
      t.reach("goes through the cache to the write buffer", result.completes && isHit && !stays)
      t.reach("goes to the write buffer", result.completes && !isHit && isBufferable)
      t.reach("goes to memory", result.completes && !isCacheable && !isBufferable)
      t.reach("is stopped", !result.completes)
    }
  }
}

/// The walker sees what has reached memory, and nothing else.
public struct WalkerSeesMemory: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/walker-sees-memory-only" }
  public var statement: String {
    """
    For every processor, every content of caches, write buffer and memory, and every store to a cacheable or bufferable \
    region: the store by itself changes no walk; once the cache line is cleaned and the write buffer drained, memory \
    itself holds the stored word at the store's frame, so that a walk that fetches from there reads it — if the line \
    was not in the cache, or was that frame's and the store used it.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the line is not cleaned", .alterRead(.init(DataCache.isDirty), .become(0))),
      Mutation("the buffer is not drained", .loseWrite(.init(PhysicalMemory.contents))),
      Mutation(
        "buffered stores reach memory at once",
        .misplaceWrite(.init(PhysicalMemory.buffered), to: .init(PhysicalMemory.contents))),
      Mutation("the line is written to another frame", .alterRead(.init(DataCache.physicalLine), .flip(1))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let access = t.arbitraryAccess()
    let value = t.word("value")
    let walked = t.word("address of a walk")
    t.assume("the access is a store of a word", access.isWrite && access.size == 4 && !access.isUnaligned)
    let outcome = t.arbitraryOutcome()
    t.assumePlaceIsKept(outcome, of: access)
    t.assume("the region is cacheable or bufferable", outcome.attributes != .none)
    let line = VirtualLine<T.R>(at: outcome.mva)
    let physical = PhysicalWord<T.R>(at: outcome.physicalAddress)
    let isHome =
      before[DataCache.isValid, line] == 0
      || (Cache.serves(before, DataCache.self, outcome)
        && before[DataCache.physicalLine, line] == Granule.line(at: outcome.physicalAddress))
    for profile in Profile.all {
      let (stored, result) = t.perform(on: before) { Transfer.write(&$0, access, value, outcome, profile) }
      let was = t.specify(on: before) { Walk.mapping($0, walked, profile) }.result
      let now = t.specify(on: stored) { Walk.mapping($0, walked, profile) }.result
      t.proveSame("\(profile.name): the store changes no walk", now, was)
      let (cleaned, _) = t.perform(on: stored) { k in
        Coprocessor.perform(&k, .cleanDataLine, outcome.mva)
        Coprocessor.perform(&k, .drainWriteBuffer, 0)
      }
      t.prove(
        "\(profile.name): after clean and drain, memory holds the word",
        (result.completes && isHome).implies(cleaned[PhysicalMemory.contents, physical] == value))
      t.reach(
        "through the cache",
        result.completes && isHome && stored[DataCache.isDirty, line] != 0 && stored[DataCache.isValid, line] != 0)
      t.reach("through the buffer", result.completes && stored[PhysicalMemory.isBuffered, physical] != 0)
    }
  }
}
