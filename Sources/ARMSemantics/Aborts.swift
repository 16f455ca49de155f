import Logic

/// What CP15 records of an abort (ARM ARM, B4.6).
public enum Aborts {
  /// A data abort sets the fault status and the fault address; a prefetch abort leaves both alone, and sets its own
  /// status where there is such a register. An access that goes ahead changes nothing.
  ///
  /// - Parameter meaningless: What the FSR's domain field says where the manual gives it no meaning, and its bits 31 to
  ///   8: any word.
  @inlinable
  public static func record<S: Store>(
    _ k: inout S, _ access: Access<S.R>, _ outcome: AccessOutcome<S.R>, meaningless: S.R.Word, _ profile: Profile
  ) {
    let status = status(outcome, meaningless: meaningless)
    k.when(outcome.aborts) { k in
      k.when(access.isFetch) {
        if profile.hasInstructionFaultStatus { $0[CP15.instructionFaultStatus] = status }
      } else: {
        $0[CP15.faultStatus] = status
        $0[CP15.faultAddress] = profile.deviations.faultAddressIsVirtual ? access.address : outcome.mva
      }
    }
  }

  /// The fault status register after an abort.
  @inlinable @inline(__always)
  public static func status<R: Reading>(_ outcome: AccessOutcome<R>, meaningless: R.Word) -> R.Word {
    let defined = FaultStatusRegister.status.mask | FaultStatusRegister.domain.mask
    return FaultStatusRegister.status.inPlace(outcome.status.word)
      | R.ite(
        hasDomain(outcome), FaultStatusRegister.domain.holding(outcome.domain),
        FaultStatusRegister.domain.inPlace(meaningless))
      | (meaningless & ~R.Word(constant: defined))
  }

  /// Whether the FSR's domain field means anything after an abort: not when the access was stopped before a domain was
  /// known.
  @inlinable @inline(__always)
  public static func hasDomain<R: Reading>(_ outcome: AccessOutcome<R>) -> R.Truth {
    outcome.status != .alignment
      && outcome.status != .sectionTranslation
      && outcome.status != .externalOnFirstLevel
  }
}
