import Logic

/// Cleans and invalidates many lines of a cache, one by one: what a kernel's loop over its cache does.
@frozen public struct EvictLines<S: Store, T: CacheLineTable>: Sweep {
  public typealias K = VirtualLineKind

  /// Which lines.
  public let isChosen: (VirtualLine<S.R>) -> S.R.Truth

  /// Words of physical memory that no line of the cache is of: it is said here, so that proofs know at once that these
  /// words stay as they are.
  public let isApart: (PhysicalWord<S.R>) -> S.R.Truth

  /// - Parameters:
  ///   - cache: The cache.
  ///   - isChosen: Which lines.
  ///   - isApart: Words that no valid line is of.
  @inlinable
  public init(
    _ store: S.Type, _ cache: T.Type, where isChosen: @escaping (VirtualLine<S.R>) -> S.R.Truth,
    apartFrom isApart: @escaping (PhysicalWord<S.R>) -> S.R.Truth
  ) {
    self.isChosen = isChosen
    self.isApart = isApart
  }

  public func requirement(_ m: S) -> [Claim<S.R>] {
    let isApart = isApart
    return [
      Claim("lines-are-apart", "No line is of a word that none should be of.", forAll: m, VirtualLineKind.self) {
        line in
        let isOfOne = (0..<Granule.wordsPerLine).reduce(S.R.Truth(false)) { isOfOne, n in
          isOfOne || isApart(Cache.word(m[T.physicalLine, line], n))
        }
        return m[T.isValid, line] == 0 || !isOfOne
      }
    ]
  }

  @inlinable
  public func step(_ m: inout S, _ line: VirtualLine<S.R>) { m.when(isChosen(line)) { Cache.evict(&$0, T.self, line) } }

  /// The lines are not valid any more, and what they held that memory didn't is in the write buffer: of two dirty lines
  /// of one physical line what the lower one held, because it went last.
  @inlinable
  public func summary(_ m: inout S, from lower: S.R.Word) {
    let (isChosen, isApart) = (isChosen, isApart)
    let before = m
    func dirtyLine(of word: PhysicalWord<S.R>) -> VirtualLine<S.R> {
      before.first(
        VirtualLineKind.self,
        where: { k, line in
          line.word >= lower && isChosen(line) && k[T.isValid, line] != 0 && k[T.isDirty, line] != 0
            && k[T.physicalLine, line] & S.R.Word(constant: Granule.lastLine)
              == word.word &>> S.R.Word(constant: Granule.lineShift - Granule.wordShift)
        },
        by: { _, _ in (0, 0) })
    }
    m.updateAll(PhysicalMemory.isBuffered) { k, word in
      S.R.ite(
        isApart(word), k[PhysicalMemory.isBuffered, word],
        S.R.ite(dirtyLine(of: word) == .none, k[PhysicalMemory.isBuffered, word], 1))
    }
    m.updateAll(PhysicalMemory.buffered) { k, word in
      let line = dirtyLine(of: word)
      let inLine = word.word & S.R.Word(constant: Granule.wordsPerLine - 1)
      return S.R.ite(
        isApart(word) || line == .none, k[PhysicalMemory.buffered, word], k[T.Words.value, line.word(inLine)])
    }
    m.updateAll(T.isDirty, where: { _, line in line.word >= lower && isChosen(line) }, to: { _, _ in 0 })
    m.updateAll(T.isValid, where: { _, line in line.word >= lower && isChosen(line) }, to: { _, _ in 0 })
  }
}
