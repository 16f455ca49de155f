import ARMSemantics

/// What became of a probe: a record that the probe program writes. See `Oracle/probe.S`.
struct ProbeResult: Equatable {
  /// How it ended.
  enum End: UInt32 { case completed, dataAbort, prefetchAbort, fetched, unexpected }

  /// How it ended [7:0], DFSR after an abort [19:8], IFSR after an abort [31:20].
  var status: UInt32
  /// The value loaded, or the word fetched; 0 when there is none.
  var value: UInt32
  var faultAddress: UInt32
  /// For a store that completes the word now in the place where it was expected; for a prefetch abort or a fetch the
  /// address of the instruction; for a data abort how far the aborted instruction is from the probe's.
  var word: UInt32

  static let dataFaultStatusShift: UInt32 = 8
  static let instructionFaultStatusShift: UInt32 = 20
  private static let faultStatusMask: UInt32 = 0xFFF

  var end: End? { End(rawValue: status & 0xFF) }
  var dataFaultStatus: UInt32 { status >> Self.dataFaultStatusShift & Self.faultStatusMask }
  var instructionFaultStatus: UInt32 { status >> Self.instructionFaultStatusShift & Self.faultStatusMask }
  /// The status of the fault, as ``Status`` names it; 0 when there was none.
  var fault: UInt32 { FaultStatusRegister.status.of(dataFaultStatus | instructionFaultStatus) }
}

extension ProbeResult: CustomStringConvertible {
  var description: String {
    let far = "FAR \(faultAddress == RAM.untouchedFAR ? "untouched" : hex(faultAddress))"
    switch end {
    case .completed: return "completes, value \(hex(value)), word \(hex(word)), \(far)"
    case .fetched: return "fetches \(hex(value)) at \(hex(word)), \(far)"
    case .dataAbort:
      return "data abort, DFSR \(hex(dataFaultStatus)), \(far), \(word) bytes from the instruction"
    case .prefetchAbort:
      return "prefetch abort at \(hex(word)), IFSR \(hex(instructionFaultStatus)), "
        + "DFSR \(hex(dataFaultStatus)), \(far)"
    case .unexpected, nil: return "unexpected exception, status \(hex(status)), value \(hex(value)), \(far)"
    }
  }
}

/// A word as the manuals write it.
func hex(_ word: UInt32) -> String {
  let digits = String(word, radix: 16)
  return String(repeating: "0", count: 8 - digits.count) + digits
}
