import Logic

/// The memory management unit: alignment, relocation, translation and the checks.
public enum MMU {
  /// The modified virtual address of an access.
  @inlinable @inline(__always)
  public static func mva<S: Store>(_ k: S, _ access: Access<S.R>) -> S.R.Word {
    FCSE.relocate(access.address, k[CP15.processID], reading: S.R.self)
  }

  /// How an access ends that no TLB entry serves: by the tables in memory.
  @inlinable @inline(__always)
  public static func outcome<S: Store>(_ k: S, _ access: Access<S.R>, _ profile: Profile) -> AccessOutcome<S.R> {
    let mva = mva(k, access)
    return outcome(k, access, mva, profile) { Walk.mapping(k, mva, profile) }
  }

  /// How an access ends that a TLB may serve: by the chosen entry if that holds the address, and by the tables in
  /// memory otherwise.
  ///
  /// Which entry is chosen is the hardware's business. So is whether there is one: entries come and go at any time.
  /// What is proved for every choice is true of every TLB, whatever its size and replacement.
  @inlinable @inline(__always)
  public static func outcome<S: Store, T: TLBTable>(
    _ k: S, _ access: Access<S.R>, through tlb: T.Type, _ entry: Ref<T.Key, S.R>, _ profile: Profile
  ) -> AccessOutcome<S.R> {
    let mva = mva(k, access)
    return outcome(k, access, mva, profile) {
      S.R.choose(TLB.holds(k, tlb, entry, mva), TLB.mapping(k, tlb, entry), Walk.mapping(k, mva, profile))
    }
  }

  @inlinable @inline(__always)
  static func outcome<S: Store>(
    _ k: S, _ access: Access<S.R>, _ mva: S.R.Word, _ profile: Profile, mapping: () -> Mapping<S.R>
  ) -> AccessOutcome<S.R> {
    let control = k[CP15.control]
    let alignment = Checks.alignment(access, control, profile)
    return S.R.choose(
      alignment != .completes, untranslated(mva, status: alignment),
      S.R.choose(
        Control.mmu.isSet(in: control),
        Checks.outcome(
          mapping(), access, mva: mva, control: control, dacr: k[CP15.domainAccessControl], profile),
        untranslated(mva, status: .completes)))
  }

  /// With the MMU off, addresses are physical and nothing is cached (ARM ARM, B4.2).
  @inlinable @inline(__always)
  static func untranslated<R: Reading>(_ mva: R.Word, status: Code<FaultStatus, R>) -> AccessOutcome<R> {
    AccessOutcome(status: status, mva: mva, physicalAddress: mva, domain: 0, attributes: .none, isPage: 0)
  }
}
