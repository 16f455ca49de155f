import ARMSemantics
import Checker
import Logic

extension Explainer {
  /// The checks of a mapping, after the steps that found it, and what they lead to.
  func check(_ mapping: Mapping<Native>, _ found: [Step]) -> (steps: [Step], explained: AccessOutcome<Native>) {
    var (steps, status) = (found, mapping.status)
    if status.completes {
      let (domain, isClient) = Checks.domain(mapping, k[CP15.domainAccessControl])
      steps.append(self.domain(mapping, domain, isClient: isClient))
      status = domain
      if status.completes, isClient {
        status = Checks.permissions(mapping, access, k[CP15.control], profile)
        steps.append(permissionCheck(mapping, status))
      }
    }
    let explained = AccessOutcome<Native>(
      status: status, mva: mva, physicalAddress: mapping.physicalAddress(of: mva), domain: mapping.domain,
      attributes: mapping.attributes, isPage: mapping.isPage)
    return (steps, explained)
  }

  /// What a TLB entry says, and whether the tables say the same.
  func entry(_ tlb: String, _ number: UInt32, _ mapping: Mapping<Native>) -> Step {
    let end = mapping.base | mapping.mask
    let kind = mapping.isPage == 0 ? "section" : "page"
    let lines = [
      "\(tlb) entry \(number) holds \(hexadecimal(mapping.base)) to \(hexadecimal(end)): \(kind), "
        + "frame \(hexadecimal(mapping.frame)),",
      "domain \(mapping.domain), AP \(permissions(mapping)), \(attributes(mapping.attributes))",
    ]
    return Step("TLB", lines + [agreement(mapping)])
  }

  /// Where the tables in memory differ from a TLB entry.
  private func agreement(_ entry: Mapping<Native>) -> String {
    let tables = Walk.mapping(k, mva, profile)
    if !tables.status.completes { return "the entry is stale: the tables have no such mapping now" }
    var differences: [String] = []
    let (here, there) = (entry.physicalAddress(of: mva), tables.physicalAddress(of: mva))
    if here != there { differences.append("physical address \(hexadecimal(there))") }
    if entry.domain != tables.domain { differences.append("domain \(tables.domain)") }
    if entry.permissions != tables.permissions { differences.append("AP \(permissions(tables))") }
    if entry.attributes != tables.attributes { differences.append(attributes(tables.attributes)) }
    if entry.isPage != tables.isPage { differences.append(tables.isPage == 0 ? "a section" : "a page") }
    if differences.isEmpty { return "the tables say the same of this address" }
    return "the entry is stale: the tables say \(differences.joined(separator: ", "))"
  }

  private func domain(_ mapping: Mapping<Native>, _ status: Code<FaultStatus, Native>, isClient: Bool) -> Step {
    let dacr = k[CP15.domainAccessControl]
    let field = DACR.access(to: mapping.domain, in: dacr)
    let fieldText = Bits(1, 0).binary(field)
    let consequence =
      !status.completes
      ? "no access is let through" : isClient ? "access permissions are checked" : "access permissions are not checked"
    return Step(
      "Domain",
      [
        "DACR = \(hexadecimal(dacr)), domain \(mapping.domain) is \(fieldText), \(DomainAccess.description(field)): "
          + consequence
      ])
  }

  // MARK: Permissions

  private func permissionCheck(_ mapping: Mapping<Native>, _ status: Code<FaultStatus, Native>) -> Step {
    let settings =
      "AP \(permissions(mapping)), \(control("S", Control.system)), \(control("R", Control.rom))"
    if status.isUnpredictable { return Step("Permissions", ["\(settings): reserved"]) }
    let row = [true, false].map { isPrivileged in
      "\(isPrivileged ? "privileged" : "user") \(rights(mapping, isPrivileged: isPrivileged))"
    }
    let answer = status.completes ? "is" : "is not"
    return Step(
      "Permissions", ["\(settings): \(row.joined(separator: ", "))", "a \(mode) \(kind) \(answer) permitted"])
  }

  /// The manual's table, asked of the semantics: what a mode may do.
  private func rights(_ mapping: Mapping<Native>, isPrivileged: Bool) -> String {
    let isPermitted = [Code<AccessKind, Native>.read, .write].map { kind in
      let other = Access<Native>(address: mva, kind: kind, size: access.size, isPrivileged: isPrivileged)
      return Checks.permissions(mapping, other, k[CP15.control], profile) == .completes
    }
    return isPermitted[1] ? "read and write" : isPermitted[0] ? "read only" : "no access"
  }
}
