import ARMSemantics
import Checker
import Logic
import Model

extension Facts {
  /// What was flushed, and how much was there; or what the hardware has forgotten of itself.
  var flushes: [Fact] {
    if events.isEmpty {
      let isSwitch = before[Machine.space] != after[Machine.space]
      return forgotten + (isSwitch ? [Fact("flush", "none")] : [])
    }
    return events.map { event in
      let back = event.writtenBack > 0 ? ", \(event.writtenBack) written back" : ""
      let entries = count(event.gone, "entry", "entries")
      let lines = count(event.gone, "line", "lines") + back
      return switch event.kind {
      case .tlbFlush: Fact("flush", "TLBs: \(entries)")
      case .tlbPage: Fact("flush", "page in the TLBs: \(entries)")
      case .cacheFlush: Fact("flush", "caches: \(lines)")
      case .cachePage: Fact("flush", "page in the caches: \(lines)")
      }
    }
  }

  private var forgotten: [Fact] {
    let entries = gone(DataTLB.self) + gone(InstructionTLB.self)
    let lines = before.listedObjects(ofKind: VirtualLineKind.number).map { VirtualLine<Native>($0) }
    let isGone = lines.filter {
      (before[DataCache.isValid, $0] != 0 && after[DataCache.isValid, $0] == 0)
        || (before[InstructionCache.isValid, $0] != 0 && after[InstructionCache.isValid, $0] == 0)
    }.count
    let isCleaned = lines.filter { before[DataCache.isDirty, $0] != 0 && after[DataCache.isDirty, $0] == 0 }.count
    var facts: [Fact] = []
    if entries > 0 { facts.append(Fact("TLB", "\(count(entries, "entry", "entries")) forgotten")) }
    if isCleaned > 0 { facts.append(Fact("cache", "\(count(isCleaned, "line", "lines")) written back")) }
    if isGone > 0 { facts.append(Fact("cache", "\(count(isGone, "line", "lines")) forgotten")) }
    return facts
  }

  private func count(_ number: Int, _ one: String, _ many: String) -> String {
    number == 0 ? "no \(many)" : "\(number) \(number == 1 ? one : many)"
  }

  private func gone<T: TLBTable>(_ tlb: T.Type) -> Int {
    (0..<before.count(T.Key.self)).filter {
      before[T.isValid, Ref($0)] != 0 && after[T.isValid, Ref($0)] == 0
    }.count
  }

  /// TLB entries and cache lines that the hardware has filled.
  var filled: [Fact] {
    entries(DataTLB.self, .data) + entries(InstructionTLB.self, .instruction)
      + lines(DataCache.self, LineOwners.data, .data)
      + lines(InstructionCache.self, LineOwners.instruction, .instruction)
  }

  private func entries<T: TLBTable>(_ tlb: T.Type, _ side: Side) -> [Fact] {
    (0..<after.count(T.Key.self)).filter { fills.contains(.entry(side, $0)) }.map { i in
      let entry = TLB.mapping(after, tlb, Ref(i))
      let size = entry.mask == MVA.inSection.mask ? "1M" : "\((entry.mask &+ 1) >> 10)K"
      return Fact(
        "\(side.rawValue) TLB",
        "[\(i)] \(hexadecimal(entry.base)) \(size) -> \(hexadecimal(entry.frame)), domain \(entry.domain)")
    }
  }

  private func lines<T: CacheLineTable>(
    _ cache: T.Type, _ owner: Field<LineOwners, Plain>, _ side: Side
  ) -> [Fact] {
    after.listedObjects(ofKind: VirtualLineKind.number).filter { fills.contains(.line(side, $0)) }.map { i in
      let line = VirtualLine<Native>(i)
      let isDirty = after[T.isDirty, line] != 0 ? ", dirty" : ""
      return Fact(
        "\(side.rawValue) line",
        "\(hexadecimal(Granule.address(ofLine: i))), of \(spaces[after[owner, line]])\(isDirty)")
    }
  }
}
