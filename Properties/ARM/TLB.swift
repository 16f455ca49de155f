import ARMSemantics
import Checker
import Logic

/// An entry answers as the walk that loaded it.
///
/// - Parameter T: Which TLB.
public struct EntryIsItsWalk<L: TLBTable>: MemorySystemProperty {
  /// Whether the tables are assumed to repeat large pages, as the architecture requires. Only a test leaves it out.
  let assumesRepetition: Bool
  private let side: String

  public init(of side: String, assumingRepetition: Bool = true) {
    self.side = side
    assumesRepetition = assumingRepetition
  }

  public var name: String { "arm/\(side)-tlb-entry-is-its-walk" }
  public var statement: String {
    """
    For every processor, and the \(side) TLB with any content: when a walk for one address fills an entry, in whatever \
    tables there were then, and much later an access to any address that the entry holds is served by it, with \
    other tables in memory, other registers and all other entries arbitrary, then the access ends as the tables of \
    that time say under the DACR, S and R of now, with the same frame. Of tables it is assumed that every page fills as \
    many descriptors as it has room for, as the architecture requires.
    """
  }
  public var rounds: Int { 1 }
  public var mutations: [Mutation] {
    [
      Mutation("the domain is not kept", .loseWrite(.init(L.domain))),
      Mutation("the permissions are not kept", .loseWrite(.init(L.permissions))),
      Mutation("the frame is kept for the range's base", .misplaceWrite(.init(L.frame), to: .init(L.base))),
      Mutation("the range is twice as large", .alterWrite(.init(L.mask), .shiftLeft(1))),
      Mutation("C and B are not kept", .loseWrite(.init(L.attributes))),
      Mutation("pages pass for sections", .alterWrite(.init(L.isPage), .become(0))),
      Mutation("hits are checked against no access", .alterRead(.init(CP15.domainAccessControl), .become(0))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let now = t.state
    let entry = t.object("entry", L.Key.self)
    let loaded = t.word("address of the walk")
    let tables = t.word("translation table base of then")
    let (first, second) = (t.word("first-level descriptor of then"), t.word("second-level descriptor of then"))
    let split = t.word("split") != 0
    let access = t.arbitraryAccess()
    t.assume("the MMU is on", Control.mmu.isSet(in: now[CP15.control]))
    for profile in Profile.all {
      // Then: the tables that the walk read; anything else was as it is now, which is arbitrary.
      let firstWord = PhysicalWord<T.R>(at: Walk.firstLevelAddress(tables, loaded))
      let descriptor = FirstLevelDescriptor<T.R>(first)
      let secondWord = PhysicalWord<T.R>(at: Walk.secondLevelAddress(descriptor, loaded))
      let isPaged = descriptor.isCoarse || descriptor.isFine
      let (then, _) = t.specify(on: now) { k in
        k[CP15.translationTableBase] = tables
        k.when(isPaged) { k in
          k[PhysicalMemory.contents, secondWord] = second
          k[PhysicalMemory.aborts, secondWord] = 0
        }
        k[PhysicalMemory.contents, firstWord] = first
        k[PhysicalMemory.aborts, firstWord] = 0
      }
      let (filled, _) = t.perform(on: then) { TLB.fill(&$0, L.self, entry, loaded, split: split, profile) }
      let isLoaded = t.specify(on: then) { Walk.mapping($0, loaded, profile).status }.result.completes

      // Now: the entry, and arbitrary tables.
      let (later, _) = t.specify(on: now) { k in
        for field in [L.isValid, L.base, L.mask, L.frame, L.domain, L.permissions] {
          k[field, entry] = filled[field, entry]
        }
        k[L.attributes, entry] = filled[L.attributes, entry]
        k[L.isPage, entry] = filled[L.isPage, entry]
      }
      let mva = t.specify(on: later) { MMU.mva($0, access) }.result
      let isHeld = t.specify(on: later) { TLB.holds($0, L.self, entry, mva) }.result
      let served = t.perform(on: later) { MMU.outcome($0, access, through: L.self, entry, profile) }.result

      // What the tables of then say of the address, under the registers of now.
      let (expected, expectedOutcome) = t.specify(on: then) { k in MMU.outcome(k, access, profile) }
      let repeated = t.specify(on: expected) { k in
        let word = PhysicalWord<T.R>(at: Walk.secondLevelAddress(descriptor, mva))
        return k[PhysicalMemory.contents, word] == k[PhysicalMemory.contents, secondWord]
          && k[PhysicalMemory.aborts, word] == 0
      }.result
      let firstIsThere = t.specify(on: expected) { $0[PhysicalMemory.contents, firstWord] == first }.result
      let isWellFormed = (!isPaged || !T.R.Truth(assumesRepetition) || repeated) && firstIsThere
      t.prove(
        "\(profile.name): the entry holds the address that it was loaded for",
        isLoaded.implies(loaded & ~filled[L.mask, entry] == filled[L.base, entry] && filled[L.isValid, entry] != 0))
      let relevant = isLoaded && isHeld && isWellFormed
      for (a, b) in zip(served.leaves, expectedOutcome.leaves) where a.name != "physicalAddress" {
        t.prove("\(profile.name): as the tables of then: \(a.name)", relevant.implies(a.word == b.word))
      }
      t.prove(
        "\(profile.name): as the tables of then: the frame",
        (relevant && served.completes).implies(served.physicalAddress == expectedOutcome.physicalAddress))
      t.reach("a section is loaded", isLoaded && descriptor.isSection && isHeld)
      t.reach(
        "a large page, at another of its small pages",
        relevant && isPaged && SecondLevel.type.of(second) == 1 && (mva ^ loaded) >= 0x1000)
      t.reach("a page is loaded, of which another address is accessed", relevant && isPaged && mva != loaded)
      t.reach(
        "the tables say otherwise now",
        relevant && t.specify(on: later) { MMU.outcome($0, access, profile) }.result.status != served.status)
    }
  }
}

/// A TLB that agrees with the tables may as well not be there.
public struct CoherentTLBIsInvisible<L: TLBTable>: MemorySystemProperty {
  private let side: String

  public init(of side: String) { self.side = side }

  public var name: String { "arm/coherent-\(side)-tlb-is-invisible" }
  public var statement: String {
    """
    For every processor, every state in which each \(side) TLB entry says of the accessed address what the tables say, \
    and every access: whichever entry serves it, or none, it ends as a walk would have it end. Each hardware step keeps \
    this: every entry that agreed with the tables still does after a fill of any entry, for any address, and after an \
    eviction. Of tables it is assumed that every page fills as many descriptors as it has room for.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("hits use the frame of the wrong field", .misread(.init(L.frame), as: .init(L.base))),
      Mutation("domains of hits are one too high", .alterRead(.init(L.domain), .add(1))),
      Mutation("hits have all permissions", .alterRead(.init(L.permissions), .become(0b11))),
      Mutation("entries that are not in use serve", .alterRead(.init(L.isValid), .become(1))),
      Mutation("ranges are too large", .alterRead(.init(L.mask), .become(MVA.inSection.mask))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let access = t.arbitraryAccess()
    let entry = t.object("entry", L.Key.self)
    let (filled, split) = (t.object("entry to fill", L.Key.self), t.word("split") != 0)
    let loaded = t.word("address to fill it for")
    let mva = FCSE.relocate(access.address, before[CP15.processID], reading: T.R.self)
    for profile in Profile.all {
      let isCoherent = coherent(before, mva, profile)
      let walk = t.specify(on: before) { MMU.outcome($0, access, profile) }.result
      let served = t.perform(on: before) { MMU.outcome($0, access, through: L.self, entry, profile) }.result
      let agrees = isCoherent.holds([entry.word])
      for (a, b) in zip(served.leaves, walk.leaves) {
        let matters = a.name == "physicalAddress" ? walk.completes : true
        t.prove("\(profile.name): as a walk: \(a.name)", (agrees && matters).implies(a.word == b.word))
      }
      let (after, _) = t.perform(on: before) { TLB.fill(&$0, L.self, filled, loaded, split: split, profile) }
      let isRepeated = t.specify(on: before) { descriptor($0, loaded) == descriptor($0, mva) }.result
      let isNewlyHeld = t.specify(on: after) { TLB.holds($0, L.self, filled, mva) }.result
      t.prove(
        "\(profile.name): a fill keeps entries coherent",
        (agrees && isNewlyHeld.implies(isRepeated)).implies(coherent(after, mva, profile).holds([entry.word])))
      let (fewer, _) = t.perform(on: before) { TLB.evict(&$0, L.self, filled) }
      t.prove(
        "\(profile.name): an eviction keeps entries coherent",
        agrees.implies(coherent(fewer, mva, profile).holds([entry.word])))
      let isHeld = t.specify(on: before) { TLB.holds($0, L.self, entry, mva) }.result
      t.reach("served by an entry", agrees && isHeld && walk.completes && Control.mmu.isSet(in: before[CP15.control]))
      t.reach("stopped by an entry", agrees && isHeld && walk.aborts)
      t.reach("served by a walk", agrees && !isHeld && walk.completes)
    }
  }

  /// The second-level descriptor of an address, if the bus answers.
  private func descriptor<S: Store>(_ k: S, _ mva: S.R.Word) -> S.R.Word {
    let first = PhysicalWord<S.R>(at: Walk.firstLevelAddress(k[CP15.translationTableBase], mva))
    let descriptor = FirstLevelDescriptor<S.R>(k[PhysicalMemory.contents, first])
    let second = PhysicalWord<S.R>(at: Walk.secondLevelAddress(descriptor, mva))
    return S.R.ite(
      descriptor.isSection || k[PhysicalMemory.aborts, second] != 0, 0, k[PhysicalMemory.contents, second])
  }

  /// An entry that holds the address says of it what the tables say.
  private func coherent<S: Store>(_ k: S, _ mva: S.R.Word, _ profile: Profile) -> Claim<S.R> {
    Claim("coherent", "An entry that holds the address says of it what the tables say.", forAll: k, L.Key.self) { e in
      let (entry, walk) = (TLB.mapping(k, L.self, e), Walk.mapping(k, mva, profile))
      return TLB.holds(k, L.self, e, mva).implies(
        walk.status.completes && entry.physicalAddress(of: mva) == walk.physicalAddress(of: mva)
          && entry.domain == walk.domain && entry.permissions == walk.permissions
          && entry.attributes == walk.attributes && entry.isPage == walk.isPage)
    }
  }
}
