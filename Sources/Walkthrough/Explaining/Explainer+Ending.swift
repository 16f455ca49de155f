import ARMSemantics
import Checker
import Logic

extension Explainer {
  /// How the access ends, and what that leaves in CP15.
  ///
  /// - Parameter isTranslated: Whether the MMU has translated the address.
  func ending(_ outcome: AccessOutcome<Native>, _ isTranslated: Bool) -> Step {
    guard let name = FaultStatus.names[outcome.status] else { preconditionFailure("no status: \(outcome.status)") }
    if outcome.isUnpredictable {
      return Step("Outcome", [name, "the architecture leaves open what happens"])
    }
    if outcome.completes { return Step("Outcome", completion(outcome, isTranslated)) }
    return Step("Outcome", ["\(access.isFetch ? "prefetch" : "data") abort: \(name)"] + registers(outcome))
  }

  private func completion(_ outcome: AccessOutcome<Native>, _ isTranslated: Bool) -> [String] {
    let how = isTranslated ? attributes(outcome.attributes) : "neither cached nor buffered"
    var lines = ["the access goes ahead, to physical address \(hexadecimal(outcome.physicalAddress)), \(how)"]
    if k[PhysicalMemory.aborts, PhysicalWord(at: outcome.physicalAddress)] != 0 {
      lines.append("the bus aborts there: an external abort, unless the cache serves the access")
    }
    return lines
  }

  // MARK: Aborts

  /// What the abort leaves in FSR and FAR, or in the instruction fault status.
  private func registers(_ outcome: AccessOutcome<Native>) -> [String] {
    var (zeros, ones) = (k, k)
    Aborts.record(&zeros, access, outcome, meaningless: 0, profile)
    Aborts.record(&ones, access, outcome, meaningless: .max, profile)
    func defined(_ field: Field<CP15, Plain>) -> (value: UInt32, isDefined: UInt32) {
      (zeros[field], ~(zeros[field] ^ ones[field]))
    }
    if !access.isFetch {
      return [
        status("FSR", defined(CP15.faultStatus)),
        "FAR = \(hexadecimal(zeros[CP15.faultAddress]))",
      ]
    }
    let kept =
      "FSR and FAR unchanged: \(hexadecimal(zeros[CP15.faultStatus])) and \(hexadecimal(zeros[CP15.faultAddress]))"
    if !profile.hasInstructionFaultStatus { return [kept, "no register tells the status"] }
    return [kept, status("instruction fault status", defined(CP15.instructionFaultStatus))]
  }

  /// A fault status register, as far as the manual says what it holds.
  private func status(_ name: String, _ register: (value: UInt32, isDefined: UInt32)) -> String {
    let (status, domain) = (FaultStatusRegister.status, FaultStatusRegister.domain)
    let statusText = "status \(status.binary(register.value))"
    guard register.isDefined.contains(domain.mask) else {
      return "\(name)\(status.text) = \(byte(status.of(register.value))): \(statusText); its domain field means nothing"
    }
    let both = Bits(domain.high, status.low)
    return "\(name)\(both.text) = \(byte(both.of(register.value))): domain \(domain.of(register.value)), \(statusText)"
  }

  private func byte(_ value: UInt32) -> String { "0x" + String(value, radix: 16, uppercase: true) }
}
