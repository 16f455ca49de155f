import ARMSemantics
import Checker
import Logic
import Model

/// A claim of an invariant that doesn't hold in some state.
public struct BrokenClaim: Error, Sendable, Equatable, CustomStringConvertible {
  /// Its short name.
  public let name: String
  /// The claim in English.
  public let statement: String
  /// The objects for which it doesn't hold, such as `space 2`.
  public let objects: [String]

  public var description: String {
    "\(name): \(statement)" + (objects.isEmpty ? "" : " (not for \(objects.joined(separator: ", ")))")
  }
}

/// The invariants of the kernel, checked on a state.
public enum Invariants {
  /// The first claim of the kernel's invariant and that of its address spaces that doesn't hold; nil if all do.
  ///
  /// Claims about objects of a sparse kind are checked for those that the state lists, for lines of the address space
  /// that TLB entries hold, and for one of the others, whose records are all zero.
  public static func firstBroken(_ k: Image) -> BrokenClaim? {
    firstBroken(k, KernelInvariant.claims(k) + NameInvariant.claims(k) + AddressSpaceInvariant.claims(k))
  }

  /// The first of some claims about a state that doesn't hold in it; nil if all do.
  public static func firstBroken(_ k: Image, _ claims: [Claim<Native>]) -> BrokenClaim? {
    let objects = k.layout.counts.indices.map { kind in representatives(k, ofKind: kind) }
    for claim in claims {
      if let failing = firstFailing(claim, objects) {
        let names = zip(claim.kinds, failing).map { "\(k.schema.kinds[$0].name) \(k.schema.kinds[$0].label($1))" }
        return BrokenClaim(name: claim.name, statement: claim.statement, objects: names)
      }
    }
    return nil
  }

  private static func representatives(_ k: Image, ofKind kind: Int) -> [UInt32] {
    var listed = k.schema.kinds[kind].isSparse ? k.listedObjects(ofKind: kind) : []
    if kind == VirtualLineKind.number { listed += heldLines(k, DataTLB.self) + heldLines(k, InstructionTLB.self) }
    return k.schema.representatives(ofKind: kind, count: k.layout.counts[kind], listed: listed)
  }

  /// Lines that tell whether TLB entries say what the tables say: a section's words are one in the tables, those of a
  /// page one for each 4 KB.
  private static func heldLines<T: TLBTable>(_ k: Image, _ tlb: T.Type) -> [UInt32] {
    (0..<k.count(T.Key.self)).flatMap { i -> [UInt32] in
      let entry = Ref<T.Key, Native>(i)
      if k[T.isValid, entry] == 0 { return [] }
      let (base, mask) = (k[T.base, entry], k[T.mask, entry])
      let step = k[T.isPage, entry] == 0 ? MVA.inSection.mask : MVA.inSmallPage.mask
      return stride(from: UInt64(base), through: UInt64(base) + UInt64(mask), by: Int(step) + 1).map {
        VirtualLine<Native>(at: UInt32(truncatingIfNeeded: $0)).word
      }
    }
  }

  /// Objects for which a claim doesn't hold.
  private static func firstFailing(_ claim: Claim<Native>, _ objects: [[UInt32]]) -> [UInt32]? {
    func search(_ kinds: ArraySlice<Int>, _ indices: [UInt32]) -> [UInt32]? {
      guard let kind = kinds.first else { return claim.holds(indices) ? nil : indices }
      for i in objects[kind] {
        if let failing = search(kinds.dropFirst(), indices + [i]) { return failing }
      }
      return nil
    }
    return search(claim.kinds[...], [])
  }
}
