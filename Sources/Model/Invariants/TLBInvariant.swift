import ARMSemantics
import Logic

/// What TLBs may hold: of every line of the address space that an entry holds, what the tables say of it now.
public enum TLBInvariant {
  /// The claims about both TLBs.
  public static func claims<S: Store>(_ k: S) -> [Claim<S.R>] {
    claims(k, InstructionTLB.self, "instruction") + claims(k, DataTLB.self, "data")
  }

  /// The claims about one TLB.
  static func claims<S: Store, T: TLBTable>(_ k: S, _ tlb: T.Type, _ side: String) -> [Claim<S.R>] {
    [
      Claim(
        "\(side)-TLB-ranges", "An entry of the \(side) TLB holds a range of at least 1 KB.", forAll: k, T.Key.self
      ) { entry in
        k[T.isValid, entry] == 0
          || k[T.mask, entry].contains(S.R.Word(constant: MVA.inTinyPage.mask))
      },
      Claim(
        "\(side)-TLB", "An entry of the \(side) TLB says what the tables say.", forAll: k, T.Key.self,
        VirtualLineKind.self
      ) { entry, line in
        let mva = line.address
        return TLB.holds(k, T.self, entry, mva).implies(agrees(k, T.self, entry, mva))
      },
    ]
  }

  /// Whether an entry says of an address what the tables say.
  static func agrees<S: Store, T: TLBTable>(
    _ k: S, _ tlb: T.Type, _ entry: Ref<T.Key, S.R>, _ mva: S.R.Word
  ) -> S.R.Truth {
    let (e, w) = (TLB.mapping(k, tlb, entry), Walk.mapping(k, mva, Kernel.processor))
    let isSame: S.R.Truth =
      e.domain == w.domain && e.permissions == w.permissions && e.attributes == w.attributes && e.isPage == w.isPage
    return w.status.completes && e.physicalAddress(of: mva) == w.physicalAddress(of: mva) && isSame
  }
}
