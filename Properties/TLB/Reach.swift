import ARMSemantics
import Checker
import Logic
import Model

/// An access by user code, and what comes of it: by the hardware, and by the ideal.
struct Reach<R: Reading> {
  /// Whether the TLB entry holds the address.
  let isHeld: R.Truth
  let actual, ideal: AccessOutcome<R>
}

extension Trial {
  /// Any access of user code in a state, through any entry of a TLB that holds the address, or by a walk.
  mutating func reach<L: TLBTable>(in k: S, through: L.Type) -> Reach<R> {
    var access = arbitraryAccess()
    access.isPrivileged = false
    let entry = object("TLB entry", L.Key.self)
    let profile = Kernel.processor
    let ideal = specify(on: k) { Ideal.outcome($0, $0[Machine.space], access, profile) }.result
    let isHeld = specify(on: k) { TLB.holds($0, L.self, entry, ideal.mva) }.result
    consider(VirtualLine<R>(at: ideal.mva))
    let actual = perform(on: k) { MMU.outcome($0, access, through: L.self, entry, profile) }.result
    return Reach(isHeld: isHeld, actual: actual, ideal: ideal)
  }

  /// Restricts the claim to states that satisfy some claims of the address space invariant.
  mutating func assumeAddressSpaces(_ names: Set<String>) {
    assume("the address space invariant holds", AddressSpaceInvariant.claims(state).only(names))
  }
}
