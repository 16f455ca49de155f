import Model
import Properties
import Testing

/// What is claimed of entries into the kernel: nothing is left out without a reason.
@Suite struct ContractTests {
  private static let names = Set(properties.map(\.name))

  @Test(arguments: ClaimedEntry.allCases)
  func aContractIsAboutItsEntry(_ entry: ClaimedEntry) { #expect(entry.contract.entry == entry) }

  @Test(arguments: ClaimedEntry.allCases)
  func everyCommonClaimIsMadeOrLeftOutForAReason(_ entry: ClaimedEntry) {
    for (claim, omission) in entry.contract.leftOut {
      switch omission {
      case .because(let reason): #expect(!reason.isEmpty, "\(claim) of \(entry)")
      case .claimedBy(let others):
        #expect(!others.isEmpty && Self.names.isSuperset(of: others), "\(claim) of \(entry): \(others)")
      }
    }
  }

  @Test(arguments: ClaimedEntry.allCases)
  func somethingIsClaimedOfEveryEntry(_ entry: ClaimedEntry) {
    let contract = entry.contract
    #expect(!contract.own.isEmpty || contract.leftOut.count < CommonClaim.allCases.count || entry == .call(.ipc))
    #expect(Self.names.isSuperset(of: contract.own.map(\.name)))
  }

  /// Only who switches to nobody may leave out what is claimed of switches.
  @Test(arguments: ClaimedEntry.allCases)
  func whoeverSwitchesSaysWhatBecomesOfTheActiveSpace(_ entry: ClaimedEntry) {
    let contract = entry.contract
    guard contract.switches, let omission = contract.leftOut[.switchesAsActivationDoes] else { return }
    if case .because(let reason) = omission { Issue.record("\(entry) switches: \(reason)") }
  }
}
