import ARMSemantics
import Foundation
import Logic

/// One way to translate accesses, with its own machine.
final class Translator {
  let name: String
  private let accesses: [Access<Native>]
  /// Translates every access once, and returns the sum of the physical addresses.
  private let run: ([Access<Native>]) -> UInt32

  private init(_ name: String, _ accesses: [Access<Native>], _ run: @escaping ([Access<Native>]) -> UInt32) {
    self.name = name
    self.accesses = accesses
    self.run = run
  }

  /// Nanoseconds for one translation. Traps when one of them is wrong.
  func measure(passes: Int) -> Double {
    var sum: UInt32 = 0
    let start = DispatchTime.now().uptimeNanoseconds
    for _ in 0..<passes { sum &+= run(accesses) }
    let time = Double(DispatchTime.now().uptimeNanoseconds - start)
    let once = accesses.reduce(0) { $0 &+ $1.address &+ Machine.distance }
    precondition(sum == once &* UInt32(passes), "\(name) translates wrongly")
    return time / Double(passes * accesses.count)
  }

  /// Every access walks the tables.
  static func walks(_ name: String, _ accesses: [Access<Native>]) -> Translator {
    let k = Machine.make()
    return Translator(name, accesses) { accesses in
      accesses.reduce(0) { $0 &+ result(MMU.outcome(k, $1, .arm926)) }
    }
  }

  /// Every access asks the entry of its page first, and fills it when that holds another page: always, or never once
  /// the TLB is warm.
  static func lookups(_ name: String, _ accesses: [Access<Native>], alwaysFill: Bool) -> Translator {
    var k = Machine.make()
    func run(_ accesses: [Access<Native>]) -> (sum: UInt32, fills: Int) {
      var fills = 0
      let sum = accesses.reduce(0) { (sum: UInt32, access) in
        let entry = Ref<DataTLBEntryKind, Native>(MVA.coarseIndex.of(access.address) % Machine.entries)
        if !TLB.holds(k, DataTLB.self, entry, access.address) {
          TLB.fill(&k, DataTLB.self, entry, access.address, split: false, .arm926)
          fills += 1
        }
        return sum &+ result(MMU.outcome(k, access, through: DataTLB.self, entry, .arm926))
      }
      return (sum, fills)
    }
    _ = run(accesses)
    return Translator(name, accesses) { accesses in
      let (sum, fills) = run(accesses)
      precondition(fills == (alwaysFill ? accesses.count : 0), "\(name): \(fills) fills")
      return sum
    }
  }

  /// What depends on the checks as well: without them, the compiler could leave them out.
  @inline(__always)
  private static func result(_ outcome: AccessOutcome<Native>) -> UInt32 {
    outcome.completes ? outcome.physicalAddress : 0
  }
}

extension Translator {
  /// All that are measured.
  static func all() -> [Translator] {
    var random = SystemRandomNumberGenerator()
    /// A load or a store, privileged or not, of a word between `start` and `start + size`.
    func access(_ start: UInt32, _ size: UInt32) -> Access<Native> {
      Access(
        address: start | random.next(upperBound: size) & ~3, kind: Code(random.next(upperBound: 2)), size: 4,
        isPrivileged: Bool.random(using: &random))
    }
    let count: UInt32 = 4096
    return [
      walks("walks of sections", (0..<count).map { _ in access(Machine.firstSection, Machine.sections << 20) }),
      walks("walks of small pages", (0..<count).map { _ in access(Machine.firstPage, Machine.pages << 12) }),
      lookups(
        "hits in the TLB", (0..<count).map { _ in access(Machine.firstPage, Machine.entries << 12) },
        alwaysFill: false),
      // Page after page, so that an entry always holds another one that has the same place in the TLB.
      lookups(
        "misses that fill", (0..<count).map { access(Machine.firstPage + ($0 % Machine.pages) << 12, 1 << 12) },
        alwaysFill: true),
    ]
  }
}

/// A machine with sections, small pages, and a direct-mapped data TLB.
private enum Machine {
  static let entries: UInt32 = 64
  static let (firstSection, sections): (UInt32, UInt32) = (0x1000_0000, 64)
  static let (firstPage, pages): (UInt32, UInt32) = (0x2000_0000, 1024)
  /// How far above its address each byte is in physical memory.
  static let distance: UInt32 = 0x4000_0000

  static func make() -> RawMachine {
    let schema = Schema.memorySystem
    var counts = schema.kinds.map(\.least)
    counts[DataTLBEntryKind.number] = entries
    let layout = Layout<Native>(schema, counts: counts)
    let region = UnsafeMutableRawPointer.allocate(byteCount: Int(layout.size), alignment: 64)
    region.initializeMemory(as: UInt8.self, repeating: 0, count: Int(layout.size))
    // The translation table comes first, then a coarse table for each megabyte of pages.
    let ram = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: 4096 + Int(pages))
    ram.initialize(repeating: 0)
    let start: UInt32 = 0xA000_0000
    var k = RawMachine(region: region, layout: layout, ram: ram, at: start)
    k[CP15.control] = Control.mmu.mask
    k[CP15.translationTableBase] = start
    k[CP15.domainAccessControl] = DACR.client
    for n in 0..<sections {
      let address = firstSection + n << 20
      ram[Int(MVA.firstLevelIndex.of(address))] =
        (address + distance) | FirstLevel.sectionPermissions.mask | FirstLevel.section
    }
    for n in 0..<pages {
      let address = firstPage + n << 12
      let table = start + (4096 + n & ~0xFF) << Granule.wordShift
      ram[Int(MVA.firstLevelIndex.of(address))] = table | FirstLevel.coarse
      ram[Int(4096 + n)] = (address + distance) | SecondLevel.subpagePermissions.mask | SecondLevel.small
    }
    return k
  }
}
