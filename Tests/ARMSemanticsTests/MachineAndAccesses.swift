import ARMSemantics
import Checker
import Logic
import Testing

/// The memory system's schema; one value, because making it takes longer than an access.
let memorySystem = Schema.memorySystem

/// A state of the memory system, with eight entries in each TLB.
///
/// - Parameters:
///   - control: The control register; 1 is the MMU alone.
///   - dacr: The domain access control register; by default every domain is a client's.
///   - pid: The process ID register.
///   - memory: Words of physical memory by their addresses. The translation table is at 0x4000.
///   - aborting: Addresses at which nothing answers.
func machine(
  control: UInt32 = 1, dacr: UInt32 = 0x5555_5555, pid: UInt32 = 0, memory: [UInt32: UInt32] = [:],
  aborting: [UInt32] = []
) -> Image {
  var counts = memorySystem.kinds.map(\.least)
  counts[InstructionTLBEntryKind.number] = 8
  counts[DataTLBEntryKind.number] = 8
  var k = Image(memorySystem, counts: counts)
  k[CP15.control] = control
  k[CP15.translationTableBase] = 0x4000
  k[CP15.domainAccessControl] = dacr
  k[CP15.processID] = pid
  for (address, word) in memory { k[physical: address] = word }
  for address in aborting { k[PhysicalMemory.aborts, PhysicalWord<Native>(at: address)] = 1 }
  return k
}

extension Image {
  /// What memory itself holds at a physical address.
  subscript(physical address: UInt32) -> UInt32 {
    get { self[PhysicalMemory.contents, PhysicalWord<Native>(at: address)] }
    set { self[PhysicalMemory.contents, PhysicalWord<Native>(at: address)] = newValue }
  }
}

func load(_ address: UInt32, size: UInt32 = 4, user: Bool = false) -> Access<Native> {
  Access(address: address, kind: .read, size: size, isPrivileged: !user)
}

func store(_ address: UInt32, size: UInt32 = 4, user: Bool = false) -> Access<Native> {
  Access(address: address, kind: .write, size: size, isPrivileged: !user)
}

func fetch(_ address: UInt32, size: UInt32 = 4, user: Bool = false) -> Access<Native> {
  Access(address: address, kind: .fetch, size: size, isPrivileged: !user)
}

/// The status of an access that a walk translates.
func status(_ k: Image, _ access: Access<Native>, _ profile: Profile = .arm926) -> UInt32 {
  MMU.outcome(k, access, profile).status.word
}

/// Where an access goes; nil when it doesn't go ahead.
func frame(_ k: Image, _ access: Access<Native>, _ profile: Profile = .arm926) -> UInt32? {
  let outcome = MMU.outcome(k, access, profile)
  return outcome.completes ? outcome.physicalAddress : nil
}

extension AccessOutcome: Equatable where R == Native {
  public static func == (a: Self, b: Self) -> Bool { a.leaves.map(\.word) == b.leaves.map(\.word) }
}

extension Profile: CustomTestStringConvertible {
  public var testDescription: String { name }
}

extension Image {
  /// What a load or a fetch returns; nil when it doesn't go ahead.
  func read(_ access: Access<Native>, _ profile: Profile = .arm926) -> UInt32? {
    let (outcome, value) = Transfer.read(self, access, MMU.outcome(self, access, profile))
    return outcome.completes ? value : nil
  }

  /// Makes a store, and returns its status.
  @discardableResult
  mutating func write(_ access: Access<Native>, _ value: UInt32, _ profile: Profile = .arm926) -> UInt32 {
    let outcome = MMU.outcome(self, access, profile)
    return Transfer.write(&self, access, value, outcome, profile).status.word
  }

  /// Fetches the line of an access into a cache, if the access may.
  mutating func fill<T: CacheLineTable>(
    _ cache: T.Type, for access: Access<Native>, _ profile: Profile = .arm926
  ) {
    Cache.fill(&self, cache, for: MMU.outcome(self, access, profile))
  }

  /// What the processor reads at a physical address, past the caches.
  func onBus(_ address: UInt32) -> UInt32 { Bus.read(self, PhysicalWord<Native>(at: address)) }
}

/// The words in which two states of one size differ.
func differences(_ a: Image, _ b: Image) -> [String] {
  var found: [String] = []
  memorySystem.forEachWord(of: a, or: [b]) { number, table, column, i, j in
    let (x, y) = (a[number, column, i, j], b[number, column, i, j])
    if x != y { found.append("\(memorySystem.place(table, column, i, j)): \(x), not \(y)") }
  }
  return found
}
