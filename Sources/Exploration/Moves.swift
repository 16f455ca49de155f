import ARMSemantics
import Logic
import Model
import Randomness
import Scenarios

/// Makes operations at random, on a playground so small that everything collides: a few spaces, two megabytes of each, two
/// pages of a megabyte.
///
/// Nothing here knows of any defect. Frames are chosen so that spaces of one vspace keep their promise: what a space of a
/// vspace maps depends on the vspace and the address, and what others map on themselves.
struct Moves {
  /// How many objects there are.
  static var sizes: Platform.Sizes {
    var sizes = Platform.Sizes()
    (sizes.spaces, sizes.threads, sizes.pageTables, sizes.dataTLB, sizes.instructionTLB) = (5, 2, 8, 4, 1)
    return sizes
  }

  /// One megabyte that FCSE moves, and the one where process 1 finds it.
  static let megabytes: [UInt32] = [0x004, 0x024]
  static let pages: [UInt32] = [0, 1]
  static let processes: [UInt32] = [0, 1]
  static let vspaces: [UInt32] = [0, 1]

  private var random: SeededGenerator

  init(_ random: SeededGenerator) { self.random = random }

  /// The spaces come to life first, one of them with UTCBs.
  static let beginning: [Operation] = (1..<sizes.spaces).map {
    .createSpace($0, utcbs: $0 == 1 ? Platform.utcbs(of: $0) : nil)
  }

  /// The next operation, in a state.
  mutating func next(_ k: Image) -> Operation {
    switch random.below(20) {
    case 0..<6: return .access(access())
    case 6..<9: return .activate(space())
    case 9..<12: return map(k)
    case 12: return random.once(in: 2) ? .unmap(space(), address: page(), size: size()) : changeRights()
    case 13..<15:
      return .grant(to: space(), by: space(), rights: random.once(in: 3) ? DACR.manager : DACR.client)
    case 15, 16: return .openWindow(space(), megabyte: random.pick(Self.megabytes), onto: space())
    case 17: return .closeWindow(space(), megabyte: random.pick(Self.megabytes))
    case 18: return .revoke(from: space(), by: space())
    default: return rare(k)
    }
  }

  private mutating func rare(_ k: Image) -> Operation {
    let space = space()
    switch random.below(4) {
    case 0: return .setProcessID(space, random.pick(Self.processes))
    case 1: return .setVspace(space, maps(space, k) ? 0 : random.pick(Self.vspaces))
    case 2: return .deleteSpace(space)
    default: return .createSpace(space, utcbs: nil)
    }
  }

  mutating func once(in n: UInt32) -> Bool { random.once(in: n) }
  mutating func below(_ n: Int) -> Int { Int(random.below(UInt32(n))) }

  private mutating func space() -> UInt32 { 1 + random.below(Self.sizes.spaces - 1) }
  private mutating func page() -> UInt32 {
    random.pick(Self.megabytes) << Section.shift | random.pick(Self.pages) << PageSize.small
  }
  private mutating func size() -> UInt32 { random.pick([PageSize.small, PageSize.section]) }

  private mutating func access() -> UserAccess {
    let address = random.once(in: 24) ? (Section.utcbs + 1) << Section.shift : page()
    return random.once(in: 3)
      ? UserAccess(kind: AccessKind.write, address: address, value: 1 + random.below(15))
      : UserAccess(kind: AccessKind.read, address: address)
  }

  private mutating func map(_ k: Image) -> Operation {
    let (space, size) = (space(), size())
    let address = page() & ~(1 << size - 1)
    let vspace = k[SpaceTable.vspace, Ref(space)]
    let owner = vspace == 0 ? space : Self.sizes.spaces + vspace
    let megabyte = Self.megabytes.firstIndex(of: address >> Section.shift)!
    let frame =
      0x2000_0000 + (owner * UInt32(Self.megabytes.count) + UInt32(megabyte)) << Section.shift
      + address & MVA.inSection.mask
    return .map(
      space,
      Page(
        address: address, size: size, frame: frame, permissions: random.once(in: 4) ? 0b10 : 0b11,
        attributes: Attributes.both.mask))
  }

  private mutating func changeRights() -> Operation {
    .changeRights(space(), address: page(), size: size(), permissions: 1 + random.below(3))
  }

  private func maps(_ space: UInt32, _ k: Image) -> Bool {
    Self.megabytes.contains { k[PageDirectory.descriptor, DirectoryEntry(Ref(space), Ref($0))] != 0 }
  }

  /// Whether an operation would break the promise of a vspace: a sequence that is cut short may try.
  static func breaksPromise(_ operation: Operation, _ k: Image) -> Bool {
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
