import ARMSemantics

/// The arena's words under a configuration, as the probe program sets them.
///
/// One arena serves many configurations: what one wrote is put back before the next one.
final class Arena {
  /// All words.
  let words: UnsafeMutableBufferPointer<UInt32>
  private var written: [UInt32] = []
  /// The program's own descriptors: the end of the first-level table.
  private(set) var windowDescriptors: Range<UInt32> = 0..<0

  init() {
    words = .allocate(capacity: Int(RAM.arenaSize / 4))
    _ = words.initialize(from: stride(from: 0, to: RAM.arenaSize, by: 4).lazy.map(RAM.tellTale))
  }

  deinit { words.deallocate() }

  /// The word that holds a byte.
  @inline(__always)
  subscript(address: UInt32) -> UInt32 { words[Int(address / 4)] }

  /// Sets the words that a configuration names, then the program's descriptors.
  func enter(_ configuration: Configuration) {
    for word in configuration.words { set(word.address, word.value) }
    let sections = 0..<(RAM.size >> MVA.firstLevelIndex.low)
    let first = Walk.firstLevelAddress(configuration.registers.translationTableBase, RAM.window)
    windowDescriptors = first..<(first + UInt32(sections.count) * 4)
    for section in sections {
      set(
        first + section * 4,
        FirstLevel.describeSection(frame: section << FirstLevel.sectionBase.low, domain: RAM.programDomain, ap: 0))
    }
  }

  /// Puts everything back.
  func leave() {
    for address in written { words[Int(address / 4)] = RAM.tellTale(address) }
    written.removeAll(keepingCapacity: true)
    windowDescriptors = 0..<0
  }

  private func set(_ address: UInt32, _ value: UInt32) {
    words[Int(address / 4)] = value
    written.append(address)
  }
}
