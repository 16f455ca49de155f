import ARMSemantics
import FastPath
import LockstepSupport
import Logic
import Model
import Randomness
import Scenarios

/// What a random sequence plays with: few of everything, so that everything collides.
struct Playground: Sendable {
  /// How many objects there are.
  let sizes: Platform.Sizes
  /// The megabytes that user code and mappings are in.
  let megabytes: [UInt32]
  /// The pages in them that are mapped as small ones.
  static let pages: [UInt32] = [0, 1, 15, 16, 31, 255]
  /// The pages that are mapped with those of them that are mapped as large ones.
  static let mappablePages: [UInt32] = Array(0..<32) + Array(240..<256)
  /// Whether spaces of one vspace keep their promise never to map an address to different frames.
  let keepsPromises: Bool

  /// Sections and pages that all spaces may map, deliberately overlapping.
  static let shared: UInt32 = 0x2000_0000
  /// What spaces of vspace 1 map, at a distance that is always the same; 8 MB for each further one.
  static let vspaces: UInt32 = 0x2200_0000
  /// A megabyte for each space in each megabyte.
  static let own: UInt32 = 0x2400_0000

  init(_ random: inout SeededGenerator) {
    var sizes = Platform.Sizes()
    // More spaces than domains, in most sequences.
    sizes.spaces = random.once(in: 3) ? 4 + random.below(8) : 14 + random.below(7)
    sizes.threads = 4
    sizes.pageTables = 4 + random.below(28)
    sizes.dataTLB = 1 + random.below(8)
    sizes.instructionTLB = 1 + random.below(4)
    self.sizes = sizes
    // Some are moved by FCSE; some are where these go.
    var all: [UInt32] = [0x000, 0x001, 0x020, 0x021, 0x041, 0x100, 0x5FF, 0xDFF]
    all.shuffle(using: &random)
    megabytes = Array(all.prefix(Int(2 + random.below(6))))
    keepsPromises = !random.once(in: 5)
  }

  /// How far into what a vspace maps an address is.
  func offset(_ address: UInt32) -> UInt32 {
    let megabyte = megabytes.firstIndex(of: address >> Section.shift) ?? 0
    return UInt32(megabyte) << Section.shift | address & MVA.inSection.mask
  }

  /// Whether an operation would break a space's promise: where a vspace maps an address to is always the same, and a
  /// space that maps something may not join one.
  func breaksPromise(_ operation: ScenarioOperation, _ k: SystemMemory) -> Bool {
    switch operation {
    case .map(let space, let page):
      let vspace = k[SpaceTable.vspace, Ref(space)]
      return vspace != 0
        && (page.frame != Self.vspaces + (vspace - 1) << 23 + offset(page.address)
          || page.attributes != .both)
    case .setVspace(let space, let vspace):
      return vspace != 0
        && megabytes.contains { k[PageDirectory.descriptor, DirectoryEntry(Ref(space), Ref($0))] != 0 }
    default: return false
    }
  }

  /// Memory for one of its systems. There is RAM everywhere, so that a faulty kernel may write where it likes.
  var plan: SystemPlan {
    var counts = kernelSchema.kinds.map(\.least)
    counts[SpaceKind.number] = sizes.spaces
    counts[ThreadKind.number] = sizes.threads
    counts[PageTableKind.number] = sizes.pageTables
    counts[DataTLBEntryKind.number] = sizes.dataTLB
    counts[InstructionTLBEntryKind.number] = sizes.instructionTLB
    return SystemPlan(kernelSchema, counts: counts, ram: 0..<0xFFFF_F000, pages: 2048, lines: 2048)
  }
}

/// Makes operations that look for trouble in a state: sharing, windows, aliases, and more spaces than domains.
struct OperationSource {
  let playground: Playground
  private var random: SeededGenerator
  /// What comes next anyway.
  private var queue: [ScenarioOperation]
  /// Where something was mapped lately.
  private var recent: [UInt32]
  /// Where something was stored lately.
  private var stored: [UInt32] = []
  /// Spaces that much is done with for a while.
  private var favourites: [UInt32] = [0]

  init(_ playground: Playground, _ random: SeededGenerator) {
    self.playground = playground
    self.random = random
    recent = playground.megabytes.map { $0 << Section.shift }
    queue = (1..<playground.sizes.spaces).map { .createSpace($0, utcbs: nil) }
    for i in queue.indices where self.random.once(in: 3) {
      queue[i] = .createSpace(UInt32(i) + 1, utcbs: Platform.utcbs(of: UInt32(i) + 1))
    }
    queue.reverse()
  }

  /// The next operation, in a state.
  mutating func next(_ k: SystemMemory) -> ScenarioOperation {
    if let operation = queue.popLast() { return operation }
    if random.once(in: 500) { favourites = (0..<random.pick([2, 3, 4, 18])).map { _ in anySpace() } }
    switch random.below(100) {
    case 0..<42: return .access(access(k))
    case 42..<57: return .activate(space())
    case 57..<67: return map(k)
    case 67..<69: return .unmap(space(), address: page(), size: size())
    case 69..<71: return changeRights()
    case 71..<75: return share(k)
    case 75: return .closeWindow(space(), megabyte: random.pick(playground.megabytes))
    case 76: return .openWindow(space(), megabyte: random.pick(playground.megabytes), onto: space())
    case 77: return .revoke(from: space(), by: space())
    case 78: return .grant(to: space(), by: space(), rights: random.once(in: 4) ? random.below(5) : DACR.client)
    case 79: return .setProcessID(space(), random.pick([0, 1, 2, 112]))
    case 80: return .setVspace(space(), random.below(3))
    case 81: return random.once(in: 3) ? delete() : .createSpace(space(), utcbs: nil)
    case 82: return threads(k)
    case 83..<87: return .fillTLB(side(), entry: entry(k), address: address(k))
    case 87: return .evictTLB(.data, entry: random.below(playground.sizes.dataTLB))
    case 88: return .evictTLB(.instruction, entry: random.below(playground.sizes.instructionTLB))
    case 89..<93: return .fillLine(side(), address: address(k))
    case 93..<95: return .cleanLine(address: address(k))
    case 95..<98: return .evictLine(side(), address: address(k))
    default: return .retire(address: frame(.small) | random.pick([0, 0x1C]))
    }
  }

  private mutating func anySpace() -> UInt32 { random.below(playground.sizes.spaces) }
  private mutating func space() -> UInt32 { random.once(in: 6) ? anySpace() : random.pick(favourites) }
  private mutating func side() -> Side { random.once(in: 4) ? .instruction : .data }

  /// Only as many entries as the smaller TLB has.
  private mutating func entry(_ k: SystemMemory) -> UInt32 {
    random.below(min(playground.sizes.dataTLB, playground.sizes.instructionTLB))
  }

  private mutating func page() -> UInt32 {
    random.once(in: 3)
      ? random.pick(recent)
      : random.pick(playground.megabytes) << Section.shift | random.pick(Playground.pages) << PageSize[.small]
  }

  /// A word's address: in one of two lines of a page that the active space can use, of any page, or of UTCBs.
  private mutating func address(_ k: SystemMemory) -> UInt32 {
    var page = random.once(in: 8) ? page() : usedPage(k) ?? page()
    if random.once(in: 32) { page = (Section.utcbs + space()) << Section.shift }
    return page | random.pick([0, 0xFE0]) | random.pick([0, 0x1C])
  }

  /// A page that the active space maps, or perhaps sees through a window.
  private mutating func usedPage(_ k: SystemMemory) -> UInt32? {
    let start = random.below(UInt32(playground.megabytes.count))
    for n in 0..<playground.megabytes.count {
      let m = playground.megabytes[(Int(start) + n) % playground.megabytes.count]
      let entry = DirectoryEntry<Native>(k[Machine.space], Ref(m))
      let isWindow = k[PageDirectory.isWindow, entry] != 0
      let source = isWindow ? DirectoryEntry<Native>(Ref(k[PageDirectory.granter, entry]), Ref(m)) : entry
      let first = FirstLevelDescriptor<Native>(k[PageDirectory.descriptor, source])
      guard !first.isFault else { continue }
      let pages = Playground.pages.map { m << Section.shift | $0 << PageSize[.small] }
      let mapped = pages.filter { Walk.firstLevel(k, first, $0, Platform.profile).status.completes }
      if !mapped.isEmpty { return random.pick(mapped) }
    }
    return nil
  }

  private mutating func access(_ k: SystemMemory) -> UserAccess {
    let kind: Code<AccessKind, Native> = random.pick([.read, .write, .write, .read, .fetch])
    let size = random.once(in: 6) ? random.pick([1, 2]) : 4 as UInt32
    let address = address(k) | (random.once(in: 16) ? random.below(4) : 0)
    if kind == .write {
      stored.append(address)
      if stored.count > 6 { stored.removeFirst() }
    }
    let rereads = kind == .read && !stored.isEmpty && random.once(in: 2)
    return UserAccess(
      kind: kind, address: rereads ? random.pick(stored) : address, size: size, value: random.word())
  }

  private mutating func size() -> Code<PageSize, Native> {
    random.pick([.small, .small, .small, .large, .section])
  }

  /// A frame that anyone may map.
  private mutating func frame(_ size: Code<PageSize, Native>) -> UInt32 {
    switch size {
    case .section: Playground.shared + random.below(3) << Section.shift
    case .large: Playground.shared + random.pick([0, 0x1_0000, 0x10_0000])
    default: Playground.shared + random.pick([0, 0x1000, 0x1_0000, 0x1_F000, 0x10_0000, 0x20_0000])
    }
  }

  private mutating func map(_ k: SystemMemory) -> ScenarioOperation {
    let (space, size) = (random.once(in: 2) ? k[Machine.space].word : space(), size())
    let address = page() & ~(1 << size.word - 1)
    recent.append(address)
    if recent.count > 12 { recent.removeFirst() }
    return .map(space, request(k, space, address, size))
  }

  private mutating func request(_ k: SystemMemory, _ space: UInt32, _ address: UInt32, _ size: Code<PageSize, Native>)
    -> Page
  {
    let offset = playground.offset(address)
    let vspace = k[SpaceTable.vspace, Ref(space)]
    if vspace != 0 && playground.keepsPromises {
      return Page(
        address: address, size: size, frame: Playground.vspaces + (vspace - 1) << 23 + offset, permissions: 0b11,
        attributes: .both)
    }
    let frame = random.once(in: 3) ? frame(size) : Playground.own + space << 23 + offset
    return Page(
      address: address, size: size, frame: frame, permissions: random.pick([0b11, 0b11, 0b11, 0b11, 0b10, 0b01]),
      attributes: random.once(in: 6) ? Flags(random.below(4) << 2) : .both)
  }

  private mutating func changeRights() -> ScenarioOperation {
    .changeRights(space(), address: page(), size: size(), permissions: 1 + random.below(3))
  }

  /// A client gets windows onto all that a granter maps, and a grant, and looks.
  private mutating func share(_ k: SystemMemory) -> ScenarioOperation {
    let (client, granter) = (space(), space())
    let mapped = playground.megabytes.filter { k[PageDirectory.descriptor, DirectoryEntry(Ref(granter), Ref($0))] != 0 }
    let rights = random.once(in: 3) ? DACR.manager : DACR.client
    queue = [.grant(to: client, by: granter, rights: rights)]
    if let megabyte = mapped.first {
      queue =
        [
          .access(UserAccess(kind: .write, address: megabyte << Section.shift, value: random.word())),
          .activate(client),
        ] + queue
    }
    queue += mapped.map { .openWindow(client, megabyte: $0, onto: granter) }
    return queue.popLast() ?? .activate(granter)
  }

  private mutating func delete() -> ScenarioOperation {
    let space = space()
    queue = [.createSpace(space, utcbs: random.once(in: 3) ? Platform.utcbs(of: space) : nil)]
    return .deleteSpace(space)
  }

  /// The idle thread makes no system calls. Nobody polls, so that thread 0 can always go on when nobody else has user code.
  private mutating func threads(_ k: SystemMemory) -> ScenarioOperation {
    if k[Machine.current] == k[Machine.idle] { return .switchThread(0) }
    let thread = random.below(playground.sizes.threads)
    let (state, partner) = (k[TCB.state, Ref(thread)], k[TCB.partner, Ref(thread)])
    let waits = state == .waitingForever && (partner == .any || partner == k[Machine.current])
    switch random.below(4) {
    case 0: return .createThread(2 + random.below(playground.sizes.threads - 2), space: space(), priority: 100)
    case 2 where waits: return .call(thread, [1])
    case 1, 2: return .switchThread(thread)
    default: return .replyAndWait(thread, [])
    }
  }
}
