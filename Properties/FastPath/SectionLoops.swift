import ARMSemantics
import Checker
import FastPath
import Logic
import Model

/// The loop that takes the entries of a group of megabytes out of the CPD is its summary.
public struct ClearGroupEqualsSummary: KernelProperty {
  public init() {}
  public var name: String { "fastpath/clear-group-equals-summary" }
  public var statement: String {
    """
    For every state, every domain and every group of megabytes: the loop over the bits of a word, which takes the \
    domain's entries of the group out of the CPD one by one, has the effect that proofs take it to have, whatever the \
    word and in whatever order its bits come. By induction: no bits leave the state as it was; the bits that are done, \
    and then one more, are both together. The highest bit of what is left, which comes next, is one of its bits.
    """
  }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [
      Mutation("B1: whatever the bitmap names is taken out", .skipGuard("the entry has the domain still")),
      Mutation("the entries stay", .loseWrite(.init(PhysicalMemory.contents))),
      Mutation("the entries get a domain instead of going", .alterWrite(.init(PhysicalMemory.contents), .flip(1 << 5))),
      Mutation("odd domains are taken for even ones", .alterRead(.init(PhysicalMemory.contents), .clear(1 << 5))),
      Mutation("the next table is cleared", .alterRead(.init(CP15.translationTableBase), .add(1 << 14))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let (domain, group) = (t.object("domain", DomainKind.self), t.object("group", SectionGroupKind.self))
    let (done, bit) = (t.word("bits that are done"), t.word("next bit"))
    t.assume("a word has 32 bits", bit < 32)
    let more = done | (1 &<< bit)
    let loop = ClearGroup<T.S>(domain, group, bits: more)

    let (start, _) = t.specify(on: before) { loop.summary(&$0, of: 0) }
    t.proveSame("nothing is taken out before the first pass", ("summary", start), ("before", before))
    let (reached, _) = t.specify(on: before) { loop.summary(&$0, of: done) }
    let (stepped, _) = t.perform(on: reached) { loop.step(&$0, bit) }
    let (claimed, _) = t.specify(on: before) { loop.summary(&$0, of: more) }
    t.proveSame("one more pass is one more bit", ("loop", stepped), ("summary", claimed))

    let rest = t.word("bits that are left")
    t.prove(
      "the highest bit that is left is one that is left",
      rest == 0 || (rest.highestBit < 32 && rest.intersects(1 &<< rest.highestBit)))
    let word = CachingDirectory.word(before, Megabyte((group.word &<< 5) | bit))
    t.reach("an entry is taken out", before[PhysicalMemory.contents, word] != stepped[PhysicalMemory.contents, word])
  }
}

/// The loop that takes the entries with a domain out of the CPD is its summary.
public struct ClearSectionsEqualsSummary: KernelProperty {
  public init() {}
  public var name: String { "fastpath/clear-sections-equals-summary" }
  public var statement: String {
    """
    For every user's domain, and every state in which the section bitmaps cover the CPD: the loop that takes the \
    domain's entries out of the CPD, one word of the domain's bitmap after the other, has the effect that proofs take \
    it to have: all of the domain's entries are gone, and its bitmap is empty. By induction: before the first word is \
    the state before; the words up to one, and then the next, are the words up to the next. (That one word's entries go \
    is fastpath/clear-group-equals-summary.)
    """
  }
  public var strategy: SolverStrategy { .bits }
  public var mutations: [Mutation] {
    [
      Mutation("the entries stay", .loseWrite(.init(PhysicalMemory.contents))),
      Mutation("the bitmap keeps its bits", .loseWrite(.init(SectionBitmap.sections))),
      Mutation("the first megabyte of each group is overlooked", .alterRead(.init(SectionBitmap.sections), .clear(1))),
      Mutation("an entry is in no bitmap", .skipAssumption("\(Self.requirement): sections")),
      Mutation("the domain is the kernel's", .skipAssumption("\(Self.requirement): a-users-domain")),
    ]
  }
  private static var requirement: String { "what the loop requires holds" }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let loop = ClearSections<T.S>(t.object("domain", DomainKind.self))
    let pass = t.word("pass")
    t.assume(Self.requirement, loop.requirement(before))
    t.assume("the pass is one that the loop makes", loop.lower <= pass && pass <= loop.upper)

    let (start, _) = t.specify(on: before) { loop.summary(&$0, through: loop.lower &- 1) }
    t.proveSame("nothing is taken out before the first pass", ("summary", start), ("before", before))
    let (reached, _) = t.specify(on: before) { loop.summary(&$0, through: pass &- 1) }
    let (stepped, _) = t.perform(on: reached) { loop.step(&$0, pass) }
    let (claimed, _) = t.specify(on: before) { loop.summary(&$0, through: pass) }
    t.proveSame("one more pass is one more word", ("loop", stepped), ("summary", claimed))
    t.reach(
      "the word has bits",
      before[SectionBitmap.sections, loop.domain, Ref<SectionGroupKind, T.R>(pass &- 1)] != 0)
  }
}
