import ARMSemantics
import FastPath
import Logic
import Model
import Scenarios

/// How much of what can happen has happened.
public struct Coverage: Sendable {
  private var metSituations: Set<Signature> = []
  private var metPaths: Set<Signature> = []

  /// Different situations: an operation, how it ended, and how the tables look to the kernel afterwards.
  public var situations: Int { metSituations.count }
  /// Different ways through the kernel's code.
  public var paths: Int { metPaths.count }

  /// Notes where a step has led; whether that is a new situation.
  mutating func meet(_ operation: ScenarioOperation, _ outcome: ScenarioOutcome, _ k: Image) -> Bool {
    metSituations.insert(Signature(operation, outcome, k)).inserted
  }

  /// Notes which way through the kernel it went; whether that is a new one.
  mutating func meet(_ operation: ScenarioOperation, _ path: Path) -> Bool {
    metPaths.insert(Signature(operation, path)).inserted
  }
}

extension Coverage {
  /// What is seen of a step: as little as distinguishes what the kernel might treat differently. A sequence that comes upon
  /// a new one is worth going on with.
  fileprivate struct Signature: Hashable, Sendable {
    private let hash: Int
  }
}

extension Coverage.Signature {
  /// What was done, how it ended, and how each megabyte looks afterwards.
  init(_ operation: ScenarioOperation, _ outcome: ScenarioOutcome, _ k: Image) {
    var hasher = StableHash()
    hasher.add(Self.number(operation))
    hasher.add(Self.number(outcome.result))
    hasher.add(UInt32(outcome.aborts.count))
    let active = k[Machine.space]
    hasher.add(k[Machine.mask] == k[SpaceTable.mask, active] ? 0 : 1)
    hasher.add(FCSE.process.of(k[CP15.processID]) == k[SpaceTable.processID, active] ? 0 : 1)
    hasher.add(UInt32((0..<Generator.sizes.spaces).filter { Self.sharesVspace(k, active, Ref($0)) }.count))
    if operation.isOfThreads {
      for thread in 0..<Generator.sizes.threads { hasher.add(Self.look(k, Thread(thread))) }
    } else {
      for megabyte in Generator.megabytes { hasher.add(Self.look(k, Megabyte(megabyte))) }
    }
    hash = hasher.value
  }

  /// A way through the kernel.
  init(_ operation: ScenarioOperation, _ path: Path) {
    var hasher = StableHash()
    hasher.add(Self.number(operation))
    hasher.add(UInt32(truncatingIfNeeded: path.hash))
    hasher.add(UInt32(truncatingIfNeeded: path.hash >> 32))
    hash = hasher.value
  }

  /// A thread: what it does, with whom, and what it accepts.
  private static func look(_ k: Image, _ t: Thread<Native>) -> UInt32 {
    let partner = k[TCB.partner, t]
    let with: UInt32 = partner == .any ? 62 : partner == .none ? 63 : partner.word
    let runs: UInt32 = t == k[Machine.current] ? 1 : 0
    let (state, acceptor) = (k[TCB.state, t].word & 15, k[UTCB.acceptor, t].word & 3)
    return state | with << 4 | runs << 10 | acceptor << 11
  }

  /// A megabyte: the entry of the CPD, whose it is, how many bitmaps have it, whether the active space has access and what
  /// it maps there, and whether the cache has lines.
  private static func look(_ k: Image, _ m: Megabyte<Native>) -> UInt32 {
    let active = k[Machine.space]
    let entry = CachingDirectory.entry(k, m)
    let owner = k[DomainTable.owner, Ref(entry.domain)]
    let own = DirectoryEntry(active, m)
    let kind: UInt32 = entry.word == 0 ? 0 : entry.isFault ? 1 : 2
    // What the active space may do in the domain: as if it were a manager, if it is its own.
    let rights: UInt32 =
      owner == active ? 2 : owner == .none ? 0 : k[Grants.rights, Ref(client: active, granter: owner)]
    let access = DACR.access(to: entry.domain, in: k[CP15.domainAccessControl])
    let mine: UInt32 = k[PageDirectory.descriptor, own] != 0 ? 1 : k[PageDirectory.isWindow, own] != 0 ? 2 : 0
    let isDirty: UInt32 = DACR.access(to: entry.domain, in: k[Machine.dirtyDomains]) == 0 ? 0 : 1
    let bitmaps = UInt32(
      (0..<UInt32(16)).filter {
        k[SectionBitmap.sections, Ref($0), Ref(m.word >> 5)] & 1 << (m.word & 31) != 0
      }.count)
    var lines: UInt32 = 0
    for page in Generator.pages {
      let line = VirtualLine<Native>(at: m.address | page << PageSize[.small])
      let whose = Space<Native>(k[LineOwners.data, line])
      if k[DataCache.isValid, line] != 0 { lines |= whose == owner ? 1 : sharesVspace(k, whose, owner) ? 2 : 4 }
    }
    return kind | rights << 2 | access << 4 | mine << 6 | isDirty << 8 | min(bitmaps, 3) << 9 | lines << 11
  }

  private static func sharesVspace(_ k: Image, _ a: Space<Native>, _ b: Space<Native>) -> Bool {
    guard k.exists(a), k.exists(b) else { return false }
    return k[SpaceTable.vspace, a] != 0 && k[SpaceTable.vspace, a] == k[SpaceTable.vspace, b]
  }

  private static func number(_ operation: ScenarioOperation) -> UInt32 {
    switch operation {
    case .createSpace: 0
    case .deleteSpace: 1
    case .setProcessID: 2
    case .setVspace: 3
    case .map: 4
    case .unmap: 5
    case .changeRights: 6
    case .openWindow: 7
    case .closeWindow: 8
    case .grant: 9
    case .revoke: 10
    case .activate: 11
    case .access: 12
    case .createThread: 13
    case .switchThread: 14
    case .call: 15
    case .replyAndWait: 16
    case .wait: 17
    case .enter: 18
    case .writeUTCB: 19
    case .setPager: 20
    default: 21
    }
  }

  private static func number(_ result: ScenarioOutcome.Result) -> UInt32 {
    switch result {
    case .done: 0
    case .refused(let error): 16 + error.word
    case .completed: 1
    case .faulted(let action): 2 + action.word
    case .unpredictable: 8
    case .running(let running): 32 + (running.failure.map { 1 + $0 } ?? 0)
    }
  }
}

extension ScenarioOperation {
  /// Whether it is about threads rather than memory.
  fileprivate var isOfThreads: Bool {
    switch self {
    case .createThread, .switchThread, .call, .replyAndWait, .wait, .enter, .writeUTCB, .setPager: true
    default: false
    }
  }
}

/// A hash that is the same in every run, which the standard library's is not.
struct StableHash {
  private(set) var value = 0
  mutating func add(_ word: UInt32) { value = (value ^ Int(word)) &* 0x100_0000_01B3 }
}
