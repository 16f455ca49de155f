import ARMSemantics
import FastPath
import Logic
import Model

/// What a picture shows of a state.
struct Snapshot {
  /// What a TLB entry stands for, whichever entry it is.
  struct Reach: Hashable {
    let side: Side
    let base, mask: UInt32
  }

  /// A line of a cache, by its number.
  struct LinePlace: Hashable {
    let side: Side
    let number: UInt32
  }

  /// What a line of a cache holds.
  struct Line: Equatable {
    let owner, frame: UInt32
    let isDirty: Bool
  }

  /// What the ideal has for an address: whose mapping, and whether user code may write.
  struct Right: Equatable {
    let owner: UInt32
    let isWindow, isWritable: Bool
  }

  /// The running space.
  let space: UInt32?
  /// The register, and what the running space should have there.
  let dacr, mask: UInt32
  /// Domains that count as dirty, each by two bits.
  let dirtyDomains: UInt32
  /// The owner of each domain.
  let owners: [UInt32?]
  /// For each domain the megabytes that its bitmap names.
  let bitmaps: [[UInt32]]
  /// What is in the caching page directory, by megabytes.
  let directory: [UInt32: UInt32]
  /// The domains of TLB entries.
  let entries: [Reach: UInt32]
  let lines: [LinePlace: Line]
  /// What the ideal has at the addresses that were asked for; nothing where it has a fault.
  let ideal: [UInt32: Right]

  init(_ k: Image, addresses: [UInt32]) {
    let running = k[Machine.space]
    space = running == .none ? nil : running.word
    dacr = k[CP15.domainAccessControl]
    mask = running == .none ? dacr : k[SpaceTable.mask, running]
    dirtyDomains = k[Machine.dirtyDomains]
    let domains = (0..<k.count(DomainKind.self)).map { Ref<DomainKind, Native>($0) }
    owners = domains.map { k[DomainTable.owner, $0] == .none ? nil : k[DomainTable.owner, $0].word }
    bitmaps = domains.map { domain in
      (0..<Megabyte<Native>.count / 32).flatMap { group in
        let bits = k[SectionBitmap.sections, domain, Ref(group)]
        return bits == 0 ? [] : (0..<32).filter { bits & 1 << $0 != 0 }.map { group << 5 + $0 }
      }
    }
    directory = k.listedObjects(ofKind: PhysicalWordKind.number).reduce(into: [:]) { directory, i in
      let word = PhysicalWord<Native>(i)
      guard CachingDirectory.holds(k, word), k[PhysicalMemory.contents, word] != 0 else { return }
      directory[CachingDirectory.megabyte(word).word] = k[PhysicalMemory.contents, word]
    }
    entries = Self.entries(k, DataTLB.self, .data).merging(Self.entries(k, InstructionTLB.self, .instruction)) { $1 }
    lines = Self.lines(k, DataCache.self, LineOwners.data, .data)
      .merging(Self.lines(k, InstructionCache.self, LineOwners.instruction, .instruction)) { $1 }
    ideal = addresses.reduce(into: [:]) { $0[$1] = Self.right(k, running, $1) }
  }

  private static func entries<T: TLBTable>(_ k: Image, _ tlb: T.Type, _ side: Side) -> [Reach: UInt32] {
    (0..<k.count(T.Key.self)).reduce(into: [:]) { entries, i in
      let entry = Ref<T.Key, Native>(i)
      guard k[T.isValid, entry] != 0 else { return }
      entries[Reach(side: side, base: k[T.base, entry], mask: k[T.mask, entry])] = k[T.domain, entry]
    }
  }

  private static func lines<T: CacheLineTable>(
    _ k: Image, _ cache: T.Type, _ owner: Field<LineOwners, Plain>, _ side: Side
  ) -> [LinePlace: Line] {
    k.listedObjects(ofKind: VirtualLineKind.number).reduce(into: [:]) { lines, i in
      let line = VirtualLine<Native>(i)
      guard k[T.isValid, line] != 0 else { return }
      lines[LinePlace(side: side, number: i)] = Line(
        owner: k[owner, line], frame: Granule.address(ofLine: k[T.physicalLine, line]), isDirty: k[T.isDirty, line] != 0
      )
    }
  }

  private static func right(_ k: Image, _ space: Space<Native>, _ address: UInt32) -> Right? {
    guard space != .none else { return nil }
    func allows(_ kind: Code<AccessKind, Native>) -> Bool {
      let access = UserAccess(kind: kind, address: address & ~3).access
      return Ideal.outcome(k, space, access, Platform.profile).completes
    }
    guard allows(.read) else { return nil }
    let process = FCSE.slot(of: k[SpaceTable.processID, space])
    let mva = FCSE.relocate(address, process, reading: Native.self)
    let entry = DirectoryEntry<Native>(space, Megabyte(at: mva))
    let isOwn = k[PageDirectory.descriptor, entry] != 0
    return Right(
      owner: isOwn ? space.word : k[PageDirectory.granter, entry], isWindow: !isOwn,
      isWritable: allows(.write))
  }
}
