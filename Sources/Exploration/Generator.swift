import ARMSemantics
import Logic
import Model
import Randomness
import Scenarios

/// Makes operations at random, on a playground so small that everything collides: a few spaces, two megabytes of each, two
/// pages of a megabyte, a few threads.
///
/// Nothing here knows of any defect. Frames are chosen so that spaces of one vspace keep their promise: what a space of a
/// vspace maps depends on the vspace and the address, and what others map on themselves.
struct Generator {
  /// How many objects there are.
  static var sizes: Platform.Sizes {
    var sizes = Platform.Sizes()
    (sizes.spaces, sizes.threads, sizes.pageTables, sizes.dataTLB, sizes.instructionTLB) = (5, 5, 8, 4, 1)
    return sizes
  }

  /// One megabyte that FCSE moves, and the one where process 1 finds it.
  static let megabytes: [UInt32] = [0x004, 0x024]
  static let pages: [UInt32] = [0, 1]
  static let processes: [UInt32] = [0, 1]
  static let vspaces: [UInt32] = [0, 1]
  static let priorities: [UInt32] = [50, 100, 200]

  /// What can be done next, and how often of each hundred times, if a mixture has everything.
  enum Kind: CaseIterable {
    case access, activate, map, unmap, rights, grant, revoke, window, close, process, vspace, delete, create
    case thread, run, ipc, acceptor

    var share: UInt32 {
      switch self {
      case .access: 28
      case .activate, .map: 14
      case .grant, .window: 8
      case .run, .close, .revoke: 4
      case .thread, .ipc: 3
      case .unmap, .rights, .process, .vspace: 2
      case .delete, .create, .acceptor: 1
      }
    }

    /// Whether every mixture has it: without these, nothing is seen of memory.
    var isNeeded: Bool { self == .access || self == .activate || self == .map }
  }

  private var random: SeededGenerator
  /// How often each kind of operation comes.
  var shares: [UInt32] = Kind.allCases.map(\.share)

  init(_ random: SeededGenerator) { self.random = random }

  /// The spaces come to life first, one of them with UTCBs.
  static let beginning: [ScenarioOperation] = (1..<sizes.spaces).map {
    .createSpace($0, utcbs: $0 == 1 ? Platform.utcbs(of: $0) : nil)
  }

  /// Draws how often each kind of operation comes from now on: some not at all, some far more often than usual. What needs
  /// an unusual operation twice, or needs that another one is not made, would hardly ever come about otherwise.
  mutating func mix() {
    shares = Kind.allCases.map { kind in
      let factor: UInt32 = random.pick(kind.isNeeded ? [2, 2, 4] : [0, 0, 1, 2, 8])
      return kind.share * factor
    }
  }

  /// The next operation, in a state.
  mutating func next(_ k: Image) -> ScenarioOperation {
    let kind = draw()
    switch kind {
    case .access: return .access(access())
    case .activate: return .activate(space())
    case .map: return map(k)
    case .unmap: return .unmap(space(), address: page(), size: size())
    case .rights: return .changeRights(space(), address: page(), size: size(), permissions: 1 + random.below(3))
    case .grant:
      return .grant(to: space(), by: space(), rights: random.once(in: 3) ? DACR.manager : DACR.client)
    case .revoke: return .revoke(from: space(), by: space())
    case .window: return .openWindow(space(), megabyte: random.pick(Self.megabytes), onto: space())
    case .close: return .closeWindow(space(), megabyte: random.pick(Self.megabytes))
    case .process: return .setProcessID(space(), random.pick(Self.processes))
    case .vspace:
      let space = space()
      return .setVspace(space, maps(space, k) ? 0 : random.pick(Self.vspaces))
    case .delete: return .deleteSpace(space())
    case .create: return .createSpace(space(), utcbs: nil)
    case .thread: return .createThread(thread(), space: space(), priority: random.pick(Self.priorities))
    case .run: return .switchThread(restingThread(k))
    case .ipc: return ipc()
    case .acceptor: return .writeUTCB(.acceptor, random.pick([0, Acceptor[.notifications]]))
    }
  }

  private mutating func draw() -> Kind {
    var rest = random.below(shares.reduce(0, +))
    for (kind, share) in zip(Kind.allCases, shares) {
      if rest < share { return kind }
      rest -= share
    }
    preconditionFailure("a number below the sum of all shares is in one of them")
  }

  mutating func once(in n: UInt32) -> Bool { random.once(in: n) }
  mutating func below(_ n: UInt32) -> UInt32 { random.below(n) }
  mutating func pick<Element>(_ elements: [Element]) -> Element { random.pick(elements) }

  private mutating func space() -> UInt32 { 1 + random.below(Self.sizes.spaces - 1) }
  private mutating func page() -> UInt32 {
    Megabyte<Native>(random.pick(Self.megabytes)).address | random.pick(Self.pages) << PageSize[.small]
  }
  private mutating func size() -> Code<PageSize, Native> { random.pick([.small, .section]) }

  private mutating func access() -> UserAccess {
    let address = random.once(in: 24) ? Section.utcbs(of: Space<Native>(1)).address : page()
    return random.once(in: 3)
      ? UserAccess(kind: .write, address: address, value: 1 + random.below(15))
      : UserAccess(kind: .read, address: address)
  }

  private mutating func map(_ k: Image) -> ScenarioOperation {
    let (space, size) = (space(), size())
    let address = page() & ~(1 << size.word - 1)
    let vspace = k[SpaceTable.vspace, Ref(space)]
    let owner = vspace == 0 ? space : Self.sizes.spaces + vspace
    let megabyte = Self.megabytes.firstIndex(of: Megabyte<Native>(at: address).word)!
    let frame =
      0x2000_0000 + (owner * UInt32(Self.megabytes.count) + UInt32(megabyte)) << Section.shift
      + address & MVA.inSection.mask
    return .map(
      space,
      Page(
        address: address, size: size, frame: frame, permissions: random.once(in: 4) ? 0b10 : 0b11,
        attributes: .both))
  }

  private func maps(_ space: UInt32, _ k: Image) -> Bool {
    Self.megabytes.contains { k[PageDirectory.descriptor, DirectoryEntry(Ref(space), Ref($0))] != 0 }
  }

  /// Whether an operation would break the promise of a vspace: a sequence that is cut short may try.
  static func breaksPromise(_ operation: ScenarioOperation, _ k: Image) -> Bool {
    switch operation {
    case .setVspace(let space, let vspace):
      return vspace != 0
        && megabytes.contains { k[PageDirectory.descriptor, DirectoryEntry(Ref(space), Ref($0))] != 0 }
    case .map(let space, let page):
      let vspace = k[SpaceTable.vspace, Ref(space)]
      let owner = (page.frame - 0x2000_0000) >> Section.shift / UInt32(megabytes.count)
      return vspace != 0 && owner != sizes.spaces + vspace
    default: return false
    }
  }
}
