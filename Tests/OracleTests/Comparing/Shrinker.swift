/// Makes a disagreement small: one probe, as few words as can be, and registers without needless bits.
struct Shrinker {
  let comparison: Comparison

  /// The smallest disagreement on the way down from one.
  func shrink(_ disagreement: Disagreement) throws -> Disagreement {
    var best = try withFewerProbes(disagreement)
    // Each step takes something away; where none does, everything counts.
    while let smaller = try smaller(than: best) { best = smaller }
    return best
  }

  /// With the one probe, or, when it needs those before it, with them.
  private func withFewerProbes(_ disagreement: Disagreement) throws -> Disagreement {
    let configuration = disagreement.case.configuration
    // When the emulator did not survive, any probe may be the one.
    let suspects = disagreement.actual == nil ? configuration.probes : [configuration.probes[disagreement.probe]]
    let candidates =
      suspects.map { configuration.with(probes: [$0]) }
      + [configuration.with(probes: Array(configuration.probes[...disagreement.probe]))]
    return try disagreements(among: candidates).lazy.compactMap { $0 }.first ?? disagreement
  }

  /// With as many changes as can be made at once, of those that can be made one by one; nil when there is none.
  private func smaller(than disagreement: Disagreement) throws -> Disagreement? {
    let configuration = disagreement.case.configuration
    let changes = configuration.possibleChanges
    let singles = try disagreements(among: changes.map { configuration.with([$0]) })
    let harmless = zip(changes, singles).filter { $0.1 != nil }.map(\.0)
    guard !harmless.isEmpty else { return nil }
    let counts = sequence(first: harmless.count) { $0 > 1 ? $0 / 2 : nil }
    let combined = try disagreements(among: counts.map { configuration.with(harmless.prefix($0)) })
    return combined.lazy.compactMap { $0 }.first
  }

  /// For each candidate the disagreement, if it is one.
  private func disagreements(among candidates: [Configuration]) throws -> [Disagreement?] {
    let cases = candidates.map { comparison.case($0) }
    var found = try comparison.results(of: cases.compactMap { $0 })[...]
    return cases.map { $0 == nil ? nil : found.removeFirst() }
  }
}
