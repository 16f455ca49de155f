import ARMSemantics
import Checker
import Logic

/// What an abort leaves in CP15.
public struct AbortsTell: MemorySystemProperty {
  public init() {}
  public var name: String { "arm/aborts-tell-status-and-address" }
  public var statement: String {
    """
    For every processor, every state and every access: after a data abort the FSR holds the status, and the domain where \
    one was known, and the FAR the modified virtual address; a prefetch abort leaves FSR and FAR alone, and sets the \
    instruction fault status where there is one; an access that goes ahead changes neither; and an abort changes \
    nothing else.
    """
  }
  public var mutations: [Mutation] {
    [
      Mutation("the FAR keeps its old address", .loseWrite(.init(CP15.faultAddress))),
      Mutation("the FSR keeps its old status", .loseWrite(.init(CP15.faultStatus))),
      Mutation("FSR and FAR are mixed up", .misplaceWrite(.init(CP15.faultStatus), to: .init(CP15.faultAddress))),
      Mutation("the status is shifted", .alterWrite(.init(CP15.faultStatus), .shiftLeft(1))),
      Mutation(
        "a prefetch abort sets the FSR", .misplaceWrite(.init(CP15.instructionFaultStatus), to: .init(CP15.faultStatus))
      ),
      Mutation("the domain is lost", .alterWrite(.init(CP15.faultStatus), .clear(FaultStatusRegister.domain.mask))),
    ]
  }

  public func run<T: Trial>(_ t: inout T) {
    let before = t.state
    let access = t.arbitraryAccess()
    let meaningless = t.word("what the FSR shows where it means nothing")
    for profile in Profile.all {
      let (after, outcome) = t.perform(on: before) { k in
        let outcome = MMU.outcome(k, access, profile)
        Aborts.record(&k, access, outcome, meaningless: meaningless, profile)
        return outcome
      }
      let isDataAbort = outcome.aborts && !access.isFetch
      let isPrefetchAbort = outcome.aborts && access.isFetch
      let (fsr, far) = (after[CP15.faultStatus], after[CP15.faultAddress])
      t.prove(
        "\(profile.name): the FSR tells the status of a data abort",
        isDataAbort.implies(Bits(3, 0).of(fsr) == outcome.status.word))
      t.prove(
        "\(profile.name): the FSR tells the domain",
        (isDataAbort && Aborts.hasDomain(outcome)).implies(Bits(7, 4).of(fsr) == outcome.domain))
      t.prove("\(profile.name): the FAR tells the modified address", isDataAbort.implies(far == outcome.mva))
      t.prove(
        "\(profile.name): the instruction fault status tells of a prefetch abort",
        (isPrefetchAbort && T.R.Truth(profile.hasInstructionFaultStatus))
          .implies(Bits(3, 0).of(after[CP15.instructionFaultStatus]) == outcome.status.word))
      let (expected, _) = t.specify(on: before) { k in
        k.when(isDataAbort) { k in
          k[CP15.faultStatus] = fsr
          k[CP15.faultAddress] = far
        }
        k.when(isPrefetchAbort && T.R.Truth(profile.hasInstructionFaultStatus)) { k in
          k[CP15.instructionFaultStatus] = after[CP15.instructionFaultStatus]
        }
      }
      t.proveSame("\(profile.name): nothing else changes", ("after", after), ("expected", expected))
      t.reach("data abort", isDataAbort)
      t.reach("prefetch abort", isPrefetchAbort)
      t.reach("no abort", outcome.completes)
      t.reach("open outcome", outcome.isUnpredictable)
    }
  }
}
