import ARMSemantics
import Checker
import Logic
import Model

/// What a step changed that matters: what is in the tables, in registers, in TLBs and caches.
struct Facts {
  let before, after: Image
  let outcome: ScenarioOutcome
  let events: [Event]
  let fills: Set<Fill>
  let spaces: Names

  /// Everything, in the order of cause and effect.
  var all: [Fact] {
    aborts + domains + directory + registers + flushes + filled
  }

  private var aborts: [Fact] {
    outcome.aborts.map { abort in
      let end = abort.action == .retry ? "repaired" : AbortAction.names[abort.action] ?? "?"
      return Fact("abort", "\(FaultStatus.names[abort.status] ?? "?") at \(hexadecimal(abort.address)): \(end)")
    }
  }

  private func name(_ space: Space<Native>) -> String? { space == .none ? nil : spaces[space.word] }

  private var domains: [Fact] {
    (0..<before.count(DomainKind.self)).compactMap { d in
      let domain = Ref<DomainKind, Native>(d)
      let (old, new) = (name(before[DomainTable.owner, domain]), name(after[DomainTable.owner, domain]))
      switch (old, new) {
      case (let old?, let new?) where old != new: return Fact("domain", "\(d) taken from \(old), given to \(new)")
      case (nil, let new?): return Fact("domain", "\(d) given to \(new)")
      case (let old?, nil): return Fact("domain", "\(d) taken from \(old)")
      default: return nil
      }
    }
  }

  /// Entries of the caching page directory.
  private var directory: [Fact] {
    Set((before.listedObjects(ofKind: PhysicalWordKind.number) + after.listedObjects(ofKind: PhysicalWordKind.number)))
      .sorted().compactMap { i in
        let word = PhysicalWord<Native>(i)
        guard CachingDirectory.holds(before, word) else { return nil }
        let (old, new) = (entry(before, word), entry(after, word))
        if before[PhysicalMemory.contents, word] == after[PhysicalMemory.contents, word] { return nil }
        let address = hexadecimal(CachingDirectory.megabyte(word).address)
        switch (old, new) {
        case (nil, let new?): return Fact("CPD", "\(address) is now \(new)")
        case (let old?, nil): return Fact("CPD", "\(address) is now a gap, was \(old)")
        case (let old?, let new?) where old == new: return Fact("CPD", "\(address) is rewritten, \(new)")
        case (let old?, let new?): return Fact("CPD", "\(address) is now \(new), was \(old)")
        default: return nil
        }
      }
  }

  private func entry(_ k: Image, _ word: PhysicalWord<Native>) -> String? {
    let descriptor = FirstLevelDescriptor<Native>(k[PhysicalMemory.contents, word])
    if descriptor.isFault { return descriptor.word == 0 ? nil : "a gap, tagged with domain \(descriptor.domain)" }
    let owner = name(k[DomainTable.owner, Ref(descriptor.domain)]) ?? "nobody"
    return "\(owner)'s, domain \(descriptor.domain)"
  }

  private var registers: [Fact] {
    var facts: [Fact] = []
    func add(_ about: String, _ old: String, _ new: String) {
      if old != new { facts.append(Fact(about, "\(old) -> \(new)")) }
    }
    add("space", spaces[before[Machine.space].word], spaces[after[Machine.space].word])
    add("DACR", access(before[CP15.domainAccessControl]), access(after[CP15.domainAccessControl]))
    add("PID", "\(FCSE.process.of(before[CP15.processID]))", "\(FCSE.process.of(after[CP15.processID]))")
    add("dirty", dirty(before), dirty(after))
    return facts
  }

  /// A domain access control register in words.
  private func access(_ dacr: UInt32) -> String {
    let fields = (0..<16 as Range<UInt32>).compactMap { d -> String? in
      switch DACR.access(to: d, in: dacr) {
      case DACR.noAccess: nil
      case DACR.client: "\(d)"
      case DACR.manager: "\(d)=manager"
      default: "\(d)=reserved"
      }
    }
    return "\(hexadecimal(dacr)) (\(fields.joined(separator: " ")))"
  }

  /// The domains that count as dirty, such as `{0 3 5-7}`.
  private func dirty(_ k: Image) -> String {
    let domains = (0..<16 as Range<UInt32>).filter { DACR.access(to: $0, in: k[Machine.dirtyDomains]) != 0 }
    let runs = domains.reduce(into: [(first: UInt32, last: UInt32)]()) { runs, d in
      if let last = runs.last?.last, last + 1 == d { runs[runs.count - 1].last = d } else { runs.append((d, d)) }
    }
    let texts = runs.map { run in
      switch run.last - run.first {
      case 0: "\(run.first)"
      case 1: "\(run.first) \(run.last)"
      default: "\(run.first)-\(run.last)"
      }
    }
    return "{\(texts.joined(separator: " "))}"
  }
}
