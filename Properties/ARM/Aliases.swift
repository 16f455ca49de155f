import ARMSemantics
import Checker
import Logic

/// What a kernel has to see to, so that the data cache is invisible.
enum CacheDiscipline {
  /// No frame is in the cache under two addresses, the bus answers for its lines, and reads what clean ones hold.
  static func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    [
      Claim(
        "no-aliases", "No frame is in the cache under two addresses.", forAll: k, VirtualLineKind.self,
        VirtualLineKind.self
      ) { a, b in
        (a != b && k[DataCache.isValid, a] != 0 && k[DataCache.isValid, b] != 0)
          .implies(k[DataCache.physicalLine, a] != k[DataCache.physicalLine, b])
      },
      Claim("frames-exist", "The frame of a line is a line of memory.", forAll: k, VirtualLineKind.self) { a in
        k[DataCache.physicalLine, a] < S.R.Word(constant: 1 << (32 - Granule.lineShift))
      },
      Claim(
        "lines-agree", "The bus answers for every word of a line, with the line's word if that is clean.", forAll: k,
        VirtualWordKind.self
      ) { w in
        let line = VirtualLine<S.R>(w.word &>> 3)
        let home = PhysicalWord<S.R>((k[DataCache.physicalLine, line] &<< 3) | (w.word & 7))
        return (k[DataCache.isValid, line] != 0)
          .implies(
            k[PhysicalMemory.aborts, home] == 0
              && (k[DataCache.isDirty, line] != 0 || k[DataCacheWords.value, w] == Bus.read(k, home)))
      },
    ]
  }

  /// No line but the given one holds the frame.
  static func noAlias<S: Store>(_ k: S, of frame: S.R.Word, but line: VirtualLine<S.R>) -> [Claim<S.R>] {
    [
      Claim("no-alias", "The frame is in the cache under no other address.", forAll: k, VirtualLineKind.self) { l in
        (l != line && k[DataCache.isValid, l] != 0).implies(k[DataCache.physicalLine, l] != frame)
      }
    ]
  }
}

/// Without aliases, what the cache and the write buffer do of themselves is invisible.
public struct CacheStepsAreInvisible: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/cache-steps-are-invisible-without-aliases" }
  public var statement: String {
    """
    For every state in which no frame is in the data cache under two addresses, the bus answers for every line in it, \
    and reads what clean lines hold: all this stays true when a word leaves the write buffer, when it is drained, when a line is cleaned and when it \
    is evicted; and none of these steps changes what a load gets, through the cache or past it, unless the load goes \
    past a dirty line that holds its frame, or finds another frame in its line.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation(
        "lines are cleaned past the write buffer",
        .misplaceWrite(.init(PhysicalMemory.buffered), to: .init(PhysicalMemory.contents))),
      Mutation("cleaned lines don't get into the write buffer", .loseWrite(.init(PhysicalMemory.isBuffered))),
      Mutation("dirty lines are taken for clean ones", .alterRead(.init(DataCache.isDirty), .become(0))),
      Mutation("lines are written to the next frame", .alterRead(.init(DataCache.physicalLine), .add(1))),
      Mutation("what is drained is garbage", .alterWrite(.init(PhysicalMemory.contents), .flip(1))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    t.assume(
      "no frame is in the cache twice, the bus answers for its lines, and reads what clean ones hold",
      CacheDiscipline.claims(before))
    let access = t.arbitraryAccess()
    t.assume("the access is a load", access.kind == .read)
    let outcome = t.arbitraryOutcome()
    t.assumePlaceIsKept(outcome, of: access)
    let line = t.object("a line", VirtualLineKind.self)
    let word = t.object("a word of memory", PhysicalWordKind.self)
    let own = VirtualLine<T.R>(at: outcome.mva)
    let frame = Granule.line(at: outcome.physicalAddress)
    let goesPast = !Cache.hits(before, DataCache.self, outcome)
    let isFair =
      (goesPast || before[DataCache.physicalLine, own] == frame)
      && !(goesPast && before[DataCache.isDirty, line] != 0 && before[DataCache.physicalLine, line] == frame)
    let was = t.specify(on: before) { Transfer.read($0, access, outcome) }.result
    func step(_ t: inout T, _ name: String, _ act: (inout T.S) -> Void) {
      let (after, _) = t.perform(on: before, act)
      let now = t.specify(on: after) { Transfer.read($0, access, outcome) }.result
      t.prove("after \(name)", CacheDiscipline.claims(after))
      t.prove(
        "\(name) changes nothing that a load gets",
        isFair.implies(now.value == was.value && now.outcome.status == was.outcome.status))
    }
    step(&t, "a word leaves the write buffer") { Bus.retire(&$0, word) }
    step(&t, "the write buffer is drained") { Bus.drain(&$0) }
    step(&t, "a line is cleaned") { Cache.clean(&$0, DataCache.self, line) }
    step(&t, "a line is evicted") { Cache.evict(&$0, DataCache.self, line) }
    let isDirty = before[DataCache.isValid, line] != 0 && before[DataCache.isDirty, line] != 0
    t.reach("the line is dirty, and the load's own", isFair && isDirty && line == own && !goesPast)
    t.reach("the load goes past the cache", isFair && goesPast && outcome.completes)
    t.reach("the word is in the write buffer", before[PhysicalMemory.isBuffered, word] != 0)
  }
}

/// Fills and stores keep the discipline, where no alias is there already.
public struct FillsAndStoresKeepDiscipline: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/fills-and-stores-keep-the-cache-without-aliases" }
  public var statement: String {
    """
    For every state in which no frame is in the data cache under two addresses, the bus answers for every line in it, \
    and reads what clean lines hold, and for every load or store to a frame that is in the cache under no other address, \
    and whose line holds no other frame: all this is true after a fill for it, and after the store.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("lines that are filled have the next frame", .alterWrite(.init(DataCache.physicalLine), .add(1))),
      Mutation("stores are not marked dirty", .loseWrite(.init(DataCache.isDirty))),
      Mutation("stores through the cache don't reach the cache", .loseWrite(.init(DataCacheWords.value))),
      Mutation("stores don't get into the write buffer", .loseWrite(.init(PhysicalMemory.isBuffered))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    t.assume(
      "no frame is in the cache twice, the bus answers for its lines, and reads what clean ones hold",
      CacheDiscipline.claims(before))
    let access = t.arbitraryAccess()
    let value = t.word("value")
    let outcome = t.arbitraryOutcome()
    t.assumePlaceIsKept(outcome, of: access)
    let line = VirtualLine<T.R>(at: outcome.mva)
    let frame = Granule.line(at: outcome.physicalAddress)
    t.assume(
      "the frame is in the cache under no other address", CacheDiscipline.noAlias(before, of: frame, but: line))
    t.assume(
      "the line holds no other frame",
      before[DataCache.isValid, line] == 0 || before[DataCache.physicalLine, line] == frame)
    t.assume(
      "a store that goes past the cache has no line there",
      before[DataCache.isValid, line] == 0 || Cache.serves(before, DataCache.self, outcome))
    let (filled, _) = t.perform(on: before) { Cache.fill(&$0, DataCache.self, for: outcome) }
    t.prove("after a fill", CacheDiscipline.claims(filled))
    for profile in Profile.ofEachStore {
      let (stored, _) = t.perform(on: before) { k in
        k.when(access.isWrite) { _ = Transfer.write(&$0, access, value, outcome, profile) }
      }
      t.prove("after a store, on \(profile.name)", CacheDiscipline.claims(stored))
    }
    t.reach("a line is filled", filled[DataCache.isValid, line] != 0 && before[DataCache.isValid, line] == 0)
    t.reach("a store hits", access.isWrite && outcome.completes && Cache.hits(before, DataCache.self, outcome))
    t.reach("a store misses", access.isWrite && outcome.completes && before[DataCache.isValid, line] == 0)
  }
}
