import ARMSemantics
import Logic

/// What hardware does of itself while user code runs, at any moment: operations of the model like those of the kernel.
///
/// TLB fills and evictions, cleaning and evicting lines, and the write buffer's writes are those of ARMSemantics. A line
/// that is fetched records the space that it was fetched for.
public enum Hardware {
  /// A line is fetched into the data cache, as it may be on any access that goes ahead.
  @inlinable
  public static func fillData<S: Store>(_ k: inout S, for outcome: AccessOutcome<S.R>) {
    let line = VirtualLine<S.R>(at: outcome.mva)
    let wasThere = k[DataCache.isValid, line] != 0
    Cache.fill(&k, DataCache.self, for: outcome)
    k.when(!wasThere && k[DataCache.isValid, line] != 0) { k in
      k[LineOwners.data, line] = k[DomainTable.owner, Ref(outcome.domain)].word
    }
  }

  /// A line is fetched into the instruction cache.
  @inlinable
  public static func fillInstruction<S: Store>(_ k: inout S, for outcome: AccessOutcome<S.R>) {
    let line = VirtualLine<S.R>(at: outcome.mva)
    let wasThere = k[InstructionCache.isValid, line] != 0
    Cache.fill(&k, InstructionCache.self, for: outcome)
    k.when(!wasThere && k[InstructionCache.isValid, line] != 0) { k in
      k[LineOwners.instruction, line] = k[DomainTable.owner, Ref(outcome.domain)].word
    }
  }
}
