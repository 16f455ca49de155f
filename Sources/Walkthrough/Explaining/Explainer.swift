import ARMSemantics
import Checker
import Logic

/// Goes through one access.
struct Explainer {
  typealias Step = Explanation.Step
  typealias Way = Explanation.Way

  let k: Image
  let access: Access<Native>
  let profile: Profile

  /// The modified virtual address.
  var mva: UInt32 { MMU.mva(k, access) }

  /// A bit of the control register, such as `A = 1`.
  func control(_ name: String, _ bit: Bits) -> String { "\(name) = \(bit.of(k[CP15.control]))" }

  /// The kind of access in words.
  var kind: String {
    guard let kind = AccessKind.names[access.kind] else { preconditionFailure("no kind of access: \(access.kind)") }
    return kind
  }

  /// Who makes the access.
  var mode: String { access.isPrivileged ? "privileged" : "user" }

  var heading: String {
    "\(profile.name), \(mode) \(kind) of \(access.size) byte\(access.size == 1 ? "" : "s") "
      + "at \(hexadecimal(access.address))"
  }

  // MARK: Before translation

  /// What the alignment check finds.
  var alignment: Step {
    let status = Checks.alignment(access, k[CP15.control], profile)
    let address = hexadecimal(access.address)
    var lines: [String]
    if access.isFetch {
      lines = ["the alignment of fetches is not checked"]
    } else if !access.isUnaligned {
      lines = ["\(address) is a multiple of \(access.size)"]
    } else {
      let isChecked = Control.alignment.isSet(in: k[CP15.control])
      lines = [
        "\(address) is no multiple of \(access.size); \(control("A", Control.alignment)): "
          + "alignment is \(isChecked ? "" : "not ")checked"
      ]
      switch status {
      case .alignment: lines.append("the access is stopped before the tables are looked at")
      case .completes: lines.append("bits 1 and 0 of the address are ignored; a load rotates what it reads")
      default: break
      }
    }
    return Step("Alignment", lines)
  }

  /// How FCSE relocates the address.
  var relocation: Step {
    let (slot, process) = (FCSE.process.of(access.address), FCSE.process.of(k[CP15.processID]))
    let field = "VA\(FCSE.process.text) = \(slot)"
    if slot != 0 { return Step("Relocation", ["\(field), not 0: MVA = VA = \(hexadecimal(mva))"]) }
    if process == 0 { return Step("Relocation", ["\(field), and PID = 0: MVA = VA = \(hexadecimal(mva))"]) }
    return Step("Relocation", ["\(field), so PID = \(process) takes its place: MVA = \(hexadecimal(mva))"])
  }

  /// The steps of an access that never gets to the translation, and its status; nil for any other.
  func untranslated() -> (steps: [Step], status: Code<FaultStatus, Native>)? {
    let status = Checks.alignment(access, k[CP15.control], profile)
    if !status.completes { return ([alignment, relocation], status) }
    if Control.mmu.isSet(in: k[CP15.control]) { return nil }
    let mmu = Step(
      "MMU", ["\(control("M", Control.mmu)): the MMU is off, and the modified virtual address is physical"])
    return ([alignment, relocation, mmu], status)
  }

  /// The way of such an access.
  func endUntranslated(_ status: Code<FaultStatus, Native>) throws -> Way {
    let explained = AccessOutcome<Native>(
      status: status, mva: mva, physicalAddress: mva, domain: 0, attributes: .none, isPage: 0)
    return try way(nil, [], explained, MMU.outcome(k, access, profile), isTranslated: false)
  }

  // MARK: Ways

  /// What may happen to an access that is translated: by each TLB entry that holds the address, and by the tables.
  func ways<T: TLBTable>(_ tlb: T.Type) throws -> [Way] {
    let name = access.isFetch ? "instruction TLB" : "data TLB"
    let inUse = (0..<k.count(T.Key.self)).map { Ref<T.Key, Native>($0) }.filter { k[T.isValid, $0] != 0 }
    let holding = inUse.filter { TLB.holds(k, tlb, $0, mva) }
    let byEntries = try holding.map { entry in
      let mapping = TLB.mapping(k, tlb, entry)
      let (steps, explained) = check(mapping, [self.entry(name, entry.word, mapping)])
      let title = "Through the TLB" + (holding.count > 1 ? ", which of several entries serves is not defined" : "")
      return try way(
        title, steps, explained, MMU.outcome(k, access, through: tlb, entry, profile), entry: entry.word)
    }
    let (found, mapping) = walk()
    let (steps, explained) = check(mapping, found)
    let title: String? =
      if inUse.isEmpty {
        nil
      } else if holding.isEmpty {
        "No \(name) entry holds \(hexadecimal(mva)): by the tables in memory"
      } else {
        "Once the TLB has dropped what it holds, as it may at any time: by the tables in memory"
      }
    return byEntries + [try way(title, steps, explained, MMU.outcome(k, access, profile))]
  }

  /// A way, once its conclusion is what the semantics says.
  ///
  /// - Throws: ``ExplanationError`` when it isn't.
  private func way(
    _ title: String?, _ steps: [Step], _ explained: AccessOutcome<Native>, _ actual: AccessOutcome<Native>,
    entry: UInt32? = nil, isTranslated: Bool = true
  ) throws -> Way {
    let isSame = zip(explained.leaves, actual.leaves).allSatisfy { $0.word == $1.word }
    guard isSame else { throw ExplanationError(explained: explained, actual: actual) }
    return Way(title: title, steps: steps + [ending(actual, isTranslated)], entry: entry, outcome: actual)
  }
}
