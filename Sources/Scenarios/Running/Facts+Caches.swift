import ARMSemantics
import Checker
import Logic
import Model

extension Facts {
  /// What was flushed, and how much was there.
  var flushes: [Fact] {
    let entries = gone(DataTLB.self) + gone(InstructionTLB.self)
    let lines = goneLines(DataCache.self) + goneLines(InstructionCache.self)
    let dirty = before.listedObjects(ofKind: VirtualLineKind.number).filter {
      before[DataCache.isDirty, Ref($0)] != 0 && after[DataCache.isDirty, Ref($0)] == 0
    }.count
    var facts = events.reduce(into: [Fact]()) { facts, event in
      switch event {
      case .tlbFlush: facts.append(Fact("flush", "TLBs: \(count(entries, "entry", "entries")) gone"))
      case .tlbEntries: facts.append(Fact("flush", "page in the TLBs: \(count(entries, "entry", "entries")) gone"))
      case .cacheFlush: facts.append(Fact("flush", "caches: \(cleaned(lines, dirty))"))
      case .cacheLines: facts.append(Fact("flush", "page in the caches: \(cleaned(lines, dirty))"))
      }
    }
    let isTLBQuiet = !events.contains(.tlbFlush) && !events.contains(.tlbEntries)
    if isTLBQuiet, entries > 0 { facts.append(Fact("TLB", "\(count(entries, "entry", "entries")) forgotten")) }
    let isCacheQuiet = !events.contains(.cacheFlush) && !events.contains(.cacheLines)
    if isCacheQuiet, lines + dirty > 0 { facts.append(Fact("cache", cleaned(lines, dirty))) }
    return facts
  }

  private func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }

  private func cleaned(_ lines: Int, _ dirty: Int) -> String {
    "\(count(lines, "line", "lines")) gone" + (dirty > 0 ? ", \(dirty) written back" : "")
  }

  private func gone<T: TLBTable>(_ tlb: T.Type) -> Int {
    (0..<before.count(T.Key.self)).filter {
      before[T.isValid, Ref($0)] != 0 && after[T.isValid, Ref($0)] == 0
    }.count
  }

  private func goneLines<T: CacheLineTable>(_ cache: T.Type) -> Int {
    before.listedObjects(ofKind: VirtualLineKind.number).filter {
      before[T.isValid, Ref($0)] != 0 && after[T.isValid, Ref($0)] == 0
    }.count
  }

  /// TLB entries that are new.
  func filled<T: TLBTable>(_ tlb: T.Type, _ name: String) -> [Fact] {
    (0..<after.count(T.Key.self)).compactMap { i in
      let entry = Ref<T.Key, Native>(i)
      let words = TLB.mapping(after, tlb, entry)
      let isOld =
        before[T.isValid, entry] != 0
        && TLB.mapping(before, tlb, entry).leaves.map(\.word) == words.leaves.map(\.word)
      if after[T.isValid, entry] == 0 || isOld { return nil }
      let size = (words.mask &+ 1) >> 20 > 0 ? "1M" : "\((words.mask &+ 1) >> 10)K"
      return Fact(
        name, "[\(i)] \(hexadecimal(words.base)) \(size) -> \(hexadecimal(words.frame)), domain \(words.domain)")
    }
  }

  /// Lines that are new.
  func lines<T: CacheLineTable>(_ cache: T.Type, _ owner: Field<LineOwners, Plain>, _ side: String) -> [Fact] {
    after.listedObjects(ofKind: VirtualLineKind.number).compactMap { i in
      let line = VirtualLine<Native>(i)
      if after[T.isValid, line] == 0 || before[T.isValid, line] != 0 { return nil }
      let isDirty = after[T.isDirty, line] != 0 ? ", dirty" : ""
      return Fact(
        "\(side) line", "\(hexadecimal(i << Granule.lineShift)), of \(spaces[after[owner, line]])\(isDirty)")
    }
  }
}
