import ARMSemantics
import Checker
import Logic

/// What a cache hands out is its line's own frame, and only after the MMU has agreed.
public struct HitsAreTheLinesOwn<C: CacheLineTable>: MemorySystemProperty {
  private let side: String

  public init(of side: String) { self.side = side }

  public var name: String { "arm/\(side)-cache-hits-are-the-lines-own" }
  public var statement: String {
    """
    For every processor, every content of the \(side) cache, and every access: a line is filled only for an access that \
    the MMU lets through to a cacheable region, with that access's frame, holding what memory held; nothing else \
    changes; an access that is stopped gets nothing out of a cache; a hit gets the line's own word; and a fill changes \
    what no later access gets, unless it uses the line for another frame.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the line forgets its frame", .loseWrite(.init(C.physicalLine))),
      Mutation("the line's frame is one too high", .alterWrite(.init(C.physicalLine), .add(1))),
      Mutation("lines are filled past the write buffer", .alterRead(.init(PhysicalMemory.isBuffered), .become(0))),
      Mutation("the cache is always on", .alterRead(.init(CP15.control), .flip(C.enable.mask))),
      Mutation("lines are filled over others", .alterRead(.init(C.isValid), .become(0))),
      Mutation("the bus never aborts a fill", .alterRead(.init(PhysicalMemory.aborts), .become(0))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let isFetch = C.enable.low == Control.instructionCache.low
    let (access, later) = (t.arbitraryAccess(), t.arbitraryAccess("later access"))
    t.assume(
      "the accesses are those of this cache", access.isFetch == T.R.Truth(isFetch) && later.isFetch == access.isFetch)
    let n = t.word("a word of the line")
    t.assume("a line has 8 words", n < T.R.Word(constant: Granule.wordsPerLine))
    // A later access, by whatever tables there are then: its outcome is taken as arbitrary.
    let second = t.arbitraryOutcome()
    t.assumePlaceIsKept(second, of: later)
    for profile in Profile.all {
      let outcome = t.specify(on: before) { MMU.outcome($0, access, profile) }.result
      let line = VirtualLine<T.R>(at: outcome.mva)
      let physical = Granule.line(at: outcome.physicalAddress)
      let (after, _) = t.perform(on: before) { Cache.fill(&$0, C.self, for: outcome) }

      let wasThere = before[C.isValid, line] != 0
      let isPermitted =
        outcome.completes && C.enable.isSet(in: before[CP15.control])
        && outcome.attributes.has(.cacheable)
      let answers = t.specify(on: before) { k in
        (0..<Granule.wordsPerLine).reduce(T.R.Truth(true)) { answers, n in
          let word = PhysicalWord<T.R>((physical &<< 3) | T.R.Word(constant: n))
          return answers && k[PhysicalMemory.aborts, word] == 0
        }
      }.result
      let isFilled = isPermitted && answers && !wasThere
      t.prove(
        "\(profile.name): a line is there exactly if it was, or was filled",
        (after[C.isValid, line] != 0) == (wasThere || isFilled))
      t.prove(
        "\(profile.name): the line has the access's frame", isFilled.implies(after[C.physicalLine, line] == physical))
      t.prove("\(profile.name): the line is clean", isFilled.implies(after[C.isDirty, line] == 0))
      let memoryWord = PhysicalWord<T.R>((physical &<< 3) | n)
      t.prove(
        "\(profile.name): the line holds what memory held",
        isFilled.implies(after[C.Words.value, line.word(n)] == Bus.read(before, memoryWord)))
      let (expected, _) = t.specify(on: before) { k in
        k.when(isFilled) { k in
          k[C.isValid, line] = 1
          k[C.isDirty, line] = 0
          k[C.physicalLine, line] = physical
          for n in 0..<Granule.wordsPerLine {
            let word = line.word(T.R.Word(constant: n))
            k[C.Words.value, word] = after[C.Words.value, word]
          }
        }
      }
      t.proveSame("\(profile.name): nothing else changes", ("after", after), ("expected", expected))

      let was = t.perform(on: before) { Transfer.read($0, later, second) }.result
      let got = t.perform(on: after) { Transfer.read($0, later, second) }.result
      let laterLine = VirtualLine<T.R>(at: second.mva)
      let sameFrame = Granule.line(at: second.physicalAddress) == physical
      t.prove(
        "\(profile.name): an access that is stopped gets nothing",
        (!second.completes).implies(got.value == 0 && got.outcome.status == second.status))
      t.prove(
        "\(profile.name): a hit gets the line's own word",
        (second.completes && hits(after, second))
          .implies(got.value == Lane.read(after[C.Words.value, VirtualWord<T.R>(at: second.mva)], later)))
      t.prove(
        "\(profile.name): a fill changes what no later access gets",
        (laterLine != line || sameFrame).implies(got.value == was.value && got.outcome.status == was.outcome.status))
      t.reach("a line is filled", isFilled)
      t.reach("a line is not filled, because the access is stopped", outcome.aborts)
      t.reach("a later access hits the new line", isFilled && laterLine == line && hits(after, second))
    }
  }

  private func hits<S: Store>(_ k: S, _ outcome: AccessOutcome<S.R>) -> S.R.Truth {
    outcome.completes && C.enable.isSet(in: k[CP15.control])
      && outcome.attributes.has(.cacheable)
      && k[C.isValid, VirtualLine<S.R>(at: outcome.mva)] != 0
  }
}

extension Trial {
  /// An outcome as any tables at all might give it.
  mutating func arbitraryOutcome() -> AccessOutcome<R> {
    AccessOutcome(
      status: Code(word("later status")), mva: word("later modified address"),
      physicalAddress: word("later physical address"),
      domain: word("later domain"), attributes: Flags(word("later C and B")), isPage: word("later is page"))
  }

  /// Restricts the claim to outcomes that are about an access's own place in the smallest page that there is.
  mutating func assumePlaceIsKept(_ outcome: AccessOutcome<R>, of access: Access<R>) {
    assume(
      "relocation and translation leave the place in a small page's quarter alone",
      MVA.inTinyPage.of(outcome.mva) == MVA.inTinyPage.of(access.address)
        && MVA.inTinyPage.of(outcome.physicalAddress) == MVA.inTinyPage.of(access.address))
  }
}
