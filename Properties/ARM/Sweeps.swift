import ARMSemantics
import Checker
import Logic

/// The loop that evicts lines from a cache is its summary.
///
/// Which lines are chosen, and which words are to be apart from them, may be anything. So words say it that the loop
/// neither reads nor writes: whether the instruction cache has the line, and whether the bus aborts an access to the
/// word.
public struct EvictLinesEqualsSummary: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/evict-lines-equals-summary" }
  public var statement: String {
    """
    For every content of the data cache, memory and write buffer, for any lines that are chosen, and for any words that \
    are as the loop requires: the loop that evicts the chosen lines one by one, the last first, has the effect that \
    proofs take it to have. By induction: before the first step is the state before; the steps down to the line after \
    one, and then the one, are the steps down to the one. A line whose record is zero, which a kernel doesn't visit, \
    would change nothing.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("evicted lines stay valid", .loseWrite(.init(DataCache.isValid))),
      Mutation("evicted lines stay dirty", .loseWrite(.init(DataCache.isDirty))),
      Mutation("evicted lines don't get into the write buffer", .loseWrite(.init(PhysicalMemory.isBuffered))),
      Mutation("what gets into the write buffer is garbage", .alterWrite(.init(PhysicalMemory.buffered), .flip(1))),
      Mutation("clean lines are written too", .alterRead(.init(DataCache.isDirty), .become(1))),
      Mutation("lines are written to the next frame", .alterRead(.init(DataCache.physicalLine), .add(1))),
      Mutation("every line is filled by the sweep", .alterWrite(.init(DataCache.isValid), .become(1))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let line = t.object("line", VirtualLineKind.self)
    let before = listingFrame(of: line, &t)
    let sweep = EvictLines(
      T.S.self, DataCache.self, where: { before[InstructionCache.isValid, $0] != 0 },
      apartFrom: { before[PhysicalMemory.aborts, $0] != 0 })
    t.assume("what the loop requires holds", sweep.requirement(before))

    let (start, _) = t.specify(on: before) { sweep.summary(&$0, from: before.count(VirtualLineKind.self)) }
    t.proveSame("nothing is done before the first step", ("summary", start), ("before", before))
    let (reached, _) = t.specify(on: before) { sweep.summary(&$0, from: line.word &+ 1) }
    let (stepped, _) = t.perform(on: reached) { sweep.step(&$0, line) }
    let (claimed, _) = t.specify(on: before) { sweep.summary(&$0, from: line.word) }
    t.proveSame("one more step is one more line", ("loop", stepped), ("summary", claimed))

    let (visited, _) = t.perform(on: before) { sweep.step(&$0, line) }
    let isZero =
      before[DataCache.isValid, line] == 0 && before[DataCache.isDirty, line] == 0
      && before[DataCache.physicalLine, line] == 0
    t.proveSame(
      "a line whose record is zero changes nothing", ("after", visited), ("before", before),
      where: { _, _ in isZero }, excluding: [])

    let isWritten =
      sweep.isChosen(line) && before[DataCache.isValid, line] != 0 && before[DataCache.isDirty, line] != 0
    let word = PhysicalWord<T.R>(
      at: Granule.address(ofLine: before[DataCache.physicalLine, line]))
    let (wasBuffered, isBuffered) = (before[PhysicalMemory.isBuffered, word], reached[PhysicalMemory.isBuffered, word])
    t.reach("a dirty line is written", isWritten)
    t.reach("a line of the same frame was written before it", isWritten && isBuffered != wasBuffered)
    t.reach("a line is not chosen", !sweep.isChosen(line))
  }

  /// The state as it is. Natively it lists the words of the line's frame from now on, which an update of all words
  /// reaches only then.
  private func listingFrame<T: Trial>(of line: VirtualLine<T.R>, _ t: inout T) -> T.S {
    let frame = Granule.address(ofLine: t.state[DataCache.physicalLine, line])
    let words = (0..<Granule.wordsPerLine).map { n in
      PhysicalWord<T.R>(at: frame | T.R.Word(constant: n << Granule.wordShift))
    }
    for word in words { t.consider(word) }
    return t.specify(on: t.state) { k in
      for word in words { k[PhysicalMemory.isBuffered, word] = k[PhysicalMemory.isBuffered, word] }
    }.state
  }
}
