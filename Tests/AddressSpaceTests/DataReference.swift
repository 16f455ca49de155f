import ARMSemantics
import FastPath
import Logic
import Model
import Scenarios

/// What user code must find in memory: what was last stored at a physical address, by whomever.
///
/// Virtually indexed caches cannot keep a frame coherent that is mapped at two virtual addresses at a time, or as
/// cacheable and as not: what is known of such a frame is forgotten when user code touches it.
struct DataReference {
  private let playground: Playground
  /// Words by physical address, as long as they are known.
  private var words: [UInt32: (value: UInt32, time: UInt64)] = [:]
  /// When a frame was last touched while it was mapped in different ways.
  private var forgotten: [UInt32: UInt64] = [:]
  /// Whether a frame is mapped in different ways, and when that was found out.
  private var census: [UInt32: (isAliased: Bool, mappings: UInt64)] = [:]
  /// How often mappings have changed.
  private var mappings: UInt64 = 0
  private var time: UInt64 = 0
  /// How many values of loads have been compared.
  private(set) var checks = 0

  init(_ playground: Playground) { self.playground = playground }

  /// Mappings may have changed.
  mutating func mappingsChange() { mappings += 1 }

  /// A line of a frame is fetched.
  mutating func touch(_ k: SystemMemory, at physicalAddress: UInt32) {
    time += 1
    let frame = physicalAddress >> PageSize[.small]
    if isAliased(k, frame) { forgotten[frame] = time }
  }

  /// An access has gone ahead: what it should have read, if that is known and something else.
  mutating func check(_ k: SystemMemory, _ access: Access<Native>, at physicalAddress: UInt32, _ value: UInt32)
    -> UInt32?
  {
    touch(k, at: physicalAddress)
    let frame = physicalAddress >> PageSize[.small]
    let place = physicalAddress & ~3
    let known = words[place].flatMap { $0.time > forgotten[frame, default: 0] ? $0.value : nil }
    if access.isWrite {
      guard access.size == 4 || known != nil else { return nil }
      words[place] = (Lane.write(value, into: known ?? 0, access), time)
      if forgotten[frame] == time { words[place] = nil }
      return nil
    }
    guard let known else { return nil }
    checks += 1
    let expected = Lane.read(known, access)
    return expected == value ? nil : expected
  }

  /// Whether a frame of 4 KB is mapped at more than one virtual address, or with different C and B bits.
  private mutating func isAliased(_ k: SystemMemory, _ frame: UInt32) -> Bool {
    if let known = census[frame], known.mappings == mappings { return known.isAliased }
    var seen: (page: UInt32, attributes: Flags<Attributes, Native>)?
    var isAliased = false
    func note(_ page: UInt32, _ attributes: Flags<Attributes, Native>) {
      if let seen, seen != (page, attributes) { isAliased = true }
      seen = (page, attributes)
    }
    for s in 0..<playground.sizes.spaces {
      for m in playground.megabytes + [Section.utcbs + s] {
        let first = FirstLevelDescriptor<Native>(k[PageDirectory.descriptor, DirectoryEntry(Ref(s), Ref(m))])
        let start = m << (Section.shift - PageSize[.small])
        if first.isSection, first.word >> Section.shift == frame >> (Section.shift - PageSize[.small]) {
          note(start | frame & 0xFF, first.attributes)
        } else if first.isCoarse {
          for page in Playground.mappablePages {
            let mapping = Walk.firstLevel(k, first, (start | page) << PageSize[.small], Platform.profile)
            if mapping.status.completes,
              mapping.physicalAddress(of: (start | page) << PageSize[.small]) >> PageSize[.small] == frame
            {
              note(start | page, mapping.attributes)
            }
          }
        }
      }
    }
    census[frame] = (isAliased, mappings)
    return isAliased
  }
}
