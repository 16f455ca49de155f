import ARMSemantics

/// Makes a disagreement small: one probe, as few words as can be, and registers without needless bits.
struct Shrinker {
  let comparison: Comparison

  /// The smallest disagreement on the way down from one.
  func shrink(_ disagreement: Disagreement) throws -> Disagreement {
    var best = try withFewerProbes(disagreement)
    // Each round takes away at least something, and a round that does not is the last one.
    while let smaller = try smaller(than: best) { best = smaller }
    return best
  }

  /// With the one probe, or, when it needs those before it, with them.
  private func withFewerProbes(_ disagreement: Disagreement) throws -> Disagreement {
    let configuration = disagreement.case.configuration
    let alone = (disagreement.actual == nil ? Array(configuration.probes.indices) : [disagreement.probe])
      .map { configuration.with(probes: [configuration.probes[$0]]) }
    return try first(among: alone + [configuration.with(probes: Array(configuration.probes[...disagreement.probe]))])
      ?? disagreement
  }

  /// The first of the next smaller configurations that is a disagreement too.
  private func smaller(than disagreement: Disagreement) throws -> Disagreement? {
    let configuration = disagreement.case.configuration
    return try first(
      among: configuration.withFewerWords + configuration.withSimplerRegisters + configuration.withSimplerWords
        + configuration.withSimplerProbe)
  }

  private func first(among candidates: [Configuration]) throws -> Disagreement? {
    try comparison.disagreements(of: candidates.compactMap { comparison.case($0) }).first
  }
}

extension Configuration {
  fileprivate func with(probes: [Probe]) -> Configuration {
    Configuration(registers: registers, words: words, probes: probes)
  }

  /// Without a half of the words, a quarter, and so on; large pieces first.
  fileprivate var withFewerWords: [Configuration] {
    var candidates: [Configuration] = []
    var size = Control.mmu.isSet(in: registers.control) ? words.count : 0
    while size > 0 {
      for start in stride(from: 0, to: words.count, by: size) {
        var candidate = self
        candidate.words.removeSubrange(start..<min(start + size, words.count))
        candidates.append(candidate)
      }
      size /= 2
    }
    return candidates
  }

  fileprivate var withSimplerRegisters: [Configuration] {
    var candidates: [SystemRegisters] = []
    func consider(_ change: (inout SystemRegisters) -> Void) {
      var simpler = registers
      change(&simpler)
      candidates.append(simpler)
    }
    if registers.pid != 0 { consider { $0.pid = 0 } }
    for bit in [Control.alignment, Control.system, Control.rom] where bit.isSet(in: registers.control) {
      consider { $0.control &= ~bit.mask }
    }
    for domain in 0..<RAM.programDomain {
      let field = DACR.field << (2 * domain)
      if registers.dacr & field != 0 { consider { $0.dacr &= ~field } }
    }
    return candidates.map { Configuration(registers: $0, words: words, probes: probes) }
  }

  /// With each bit of each word cleared, when few words are left.
  fileprivate var withSimplerWords: [Configuration] {
    guard words.count <= 8, Control.mmu.isSet(in: registers.control) else { return [] }
    return words.indices.flatMap { i in
      (0..<32).compactMap { bit in
        guard words[i].value & 1 << bit != 0 else { return nil }
        var candidate = self
        candidate.words[i].value &= ~(1 << bit)
        return candidate
      }
    }
  }

  fileprivate var withSimplerProbe: [Configuration] {
    guard probes.count == 1, probes[0].instruction != .ldr else { return [] }
    var candidate = self
    candidate.probes[0].instruction = .ldr
    candidate.probes[0].virtualAddress &= ~3
    return [candidate]
  }
}
