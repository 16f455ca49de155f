import ARMSemantics
import Checker
import Logic

extension MemorySystemFile {
  /// A file that describes the same machine and the same access, with memory as words; caches, which no walk looks at,
  /// and bits of registers that no write changes are left out.
  public static func text(of probe: Probe) -> String {
    let machine = probe.machine
    var lines: [String] = []
    if let processor = probe.processor { lines.append("processor \(processor.id)") }
    lines += registers(machine)
    lines += memory(machine)
    lines += entries(machine, DataTLB.self, "data-tlb")
    lines += entries(machine, InstructionTLB.self, "instruction-tlb")
    if let access = probe.access { lines.append("access \(text(of: access))") }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func text(of access: Access<Native>) -> String {
    guard let kind = AccessKind.names[access.kind] else { preconditionFailure("no kind of access: \(access.kind)") }
    return "\(kind) \(access.size) \(access.isPrivileged ? "privileged" : "user") \(hexadecimal(access.address))"
  }

  // MARK: Registers

  private static func registers(_ machine: Image) -> [String] {
    var lines = [
      "control \(control(machine[CP15.control]))",
      "ttbr \(hexadecimal(TranslationTableBase.base.inPlace(machine[CP15.translationTableBase])))",
      "dacr \(domainAccess(machine[CP15.domainAccessControl]))",
      "pid \(FCSE.process.of(machine[CP15.processID]))",
    ]
    for (name, field) in [
      ("fsr", CP15.faultStatus), ("far", CP15.faultAddress), ("ifsr", CP15.instructionFaultStatus),
    ] where machine[field] != 0 {
      lines.append("\(name) \(hexadecimal(machine[field]))")
    }
    return lines
  }

  private static func control(_ value: UInt32) -> String {
    let named = ControlLetters.all.reduce(0) { $0 | $1.value.mask }
    let letters = ControlLetters.all.filter { $0.value.isSet(in: value) }.map(\.key)
    return value & ~named != 0 || letters.isEmpty ? hexadecimal(value) : letters.joined(separator: " ")
  }

  private static func domainAccess(_ dacr: UInt32) -> String {
    let fields = (0...DomainAccess.lastDomain).map { ($0, DACR.access(to: $0, in: dacr)) }
      .filter { $0.1 != DACR.noAccess }
    return fields.isEmpty ? "0" : fields.map { "\($0.0)=\(DomainAccess.name($0.1))" }.joined(separator: " ")
  }

  // MARK: Memory

  /// How many words a line has at most.
  private static let wordsPerLine = 8

  private static func memory(_ machine: Image) -> [String] {
    let listed = machine.listedObjects(ofKind: PhysicalWordKind.number).map { PhysicalWord<Native>($0) }
    let contents = listed.filter { machine[PhysicalMemory.contents, $0] != 0 }
    let buffered = listed.filter { machine[PhysicalMemory.isBuffered, $0] != 0 }
    let aborting = listed.filter { machine[PhysicalMemory.aborts, $0] != 0 }
    return runs(contents).map { "memory \(run($0, machine, PhysicalMemory.contents))" }
      + runs(buffered).map { "buffered \(run($0, machine, PhysicalMemory.buffered))" }
      + aborting.map { "aborts \(hexadecimal($0.address))" }
  }

  /// Words that follow one another, as many as a line takes.
  private static func runs(_ words: [PhysicalWord<Native>]) -> [[PhysicalWord<Native>]] {
    var runs: [[PhysicalWord<Native>]] = []
    for word in words {
      if let last = runs.last, last[last.count - 1].word + 1 == word.word, last.count < wordsPerLine {
        runs[runs.count - 1].append(word)
      } else {
        runs.append([word])
      }
    }
    return runs
  }

  private static func run(
    _ words: [PhysicalWord<Native>], _ machine: Image, _ field: Field<PhysicalMemory, Plain>
  ) -> String {
    let values = words.map { hexadecimal(machine[field, $0]) }.joined(separator: " ")
    return "\(hexadecimal(words[0].address)) = \(values)"
  }

  // MARK: TLBs

  private static func entries<T: TLBTable>(_ machine: Image, _ tlb: T.Type, _ keyword: String) -> [String] {
    (0..<machine.count(T.Key.self)).map { Ref<T.Key, Native>($0) }.filter { machine[T.isValid, $0] != 0 }.map {
      let mapping = TLB.mapping(machine, tlb, $0)
      return entry(mapping).map { "\(keyword) \($0)" }
        ?? "# \(keyword) entry \($0.word) at \(hexadecimal(mapping.base)) is one that no walk fills: left out"
    }
  }

  /// An entry that a walk may have filled; nil for any other.
  private static func entry(_ mapping: Mapping<Native>) -> String? {
    let size = TLBEntryStatement.sizes.first {
      $0.value.mask == mapping.mask && $0.value.isPage == (mapping.isPage != 0)
    }
    let isRegular =
      (mapping.base | mapping.frame) & mapping.mask == 0 && mapping.domain <= DomainAccess.lastDomain
      && SecondLevel.permissions.of(SecondLevel.permissions.holding(mapping.permissions)) == mapping.permissions
      && mapping.attributes.lacks(~.both)
    guard let size, isRegular else { return nil }
    let c = mapping.attributes.has(.cacheable) ? "c" : ""
    let b = mapping.attributes.has(.bufferable) ? "b" : ""
    let attributes = (c + b).isEmpty ? "" : " \(c)\(b)"
    return "\(hexadecimal(mapping.base)) \(size.key) -> \(hexadecimal(mapping.frame)) "
      + "domain \(mapping.domain) ap \(mapping.permissions)" + attributes
  }
}
