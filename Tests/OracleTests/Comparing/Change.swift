import ARMSemantics

/// A step that makes a configuration simpler. Changes of one configuration can be made together, in any number.
enum Change {
  case removeWords(Range<Int>)
  case clearBits(ofWord: Int, UInt32)
  case clearControl(UInt32)
  case clearDACR(UInt32)
  case clearPID
  /// Makes every probe a load of a word at an aligned address.
  case load
}

extension Configuration {
  func with(probes: [Probe]) -> Configuration {
    Configuration(registers: registers, words: words, probes: probes)
  }

  func with(_ changes: some Sequence<Change>) -> Configuration {
    var result = self
    var removed = Set<Int>()
    for change in changes {
      switch change {
      case .removeWords(let range): removed.formUnion(range)
      case .clearBits(let word, let mask): result.words[word].value &= ~mask
      case .clearControl(let mask): result.registers.control &= ~mask
      case .clearDACR(let mask): result.registers.dacr &= ~mask
      case .clearPID: result.registers.pid = 0
      case .load:
        for i in result.probes.indices {
          result.probes[i].instruction = .ldr
          result.probes[i].virtualAddress &= ~3
        }
      }
    }
    result.words = words.indices.filter { !removed.contains($0) }.map { result.words[$0] }
    return result
  }

  /// Everything that could be simpler. Without MMU the words are the program's vectors, and stay.
  var possibleChanges: [Change] {
    let hasTables = Control.mmu.isSet(in: registers.control)
    return (hasTables ? fewerWords + simplerWords : []) + simplerRegisters
      + (probes.allSatisfy { $0.instruction == .ldr } ? [] : [.load])
  }

  /// Half of the words, a quarter, and so on; large pieces first.
  private var fewerWords: [Change] {
    sequence(first: words.count) { $0 > 1 ? ($0 + 1) / 2 : nil }.flatMap { size in
      stride(from: 0, to: words.count, by: max(size, 1)).map {
        .removeWords($0..<min($0 + size, words.count))
      }
    }
  }

  /// Single bits of words, when there are few words left.
  private var simplerWords: [Change] {
    guard words.count <= 8 else { return [] }
    return words.indices.flatMap { i in
      (0..<UInt32.bitWidth).map { 1 << UInt32($0) }.filter { words[i].value & $0 != 0 }
        .map { .clearBits(ofWord: i, $0) }
    }
  }

  private var simplerRegisters: [Change] {
    let bits = [Control.alignment, Control.system, Control.rom].filter { $0.isSet(in: registers.control) }
    let domains = (0..<RAM.programDomain).map { DACR.field << (2 * $0) }.filter { registers.dacr & $0 != 0 }
    return bits.map { .clearControl($0.mask) } + domains.map { .clearDACR($0) }
      + (registers.pid == 0 ? [] : [.clearPID])
  }
}
