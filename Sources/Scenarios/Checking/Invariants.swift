import ARMSemantics
import Checker
import Logic
import Model

/// A claim of an invariant that doesn't hold in some state.
public struct BrokenClaim: Error, Sendable, Hashable, CustomStringConvertible {
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
    firstBroken(k, claims(k))
  }

  /// Every claim of these invariants that doesn't hold, once for each combination of objects for which it doesn't.
  public static func broken(_ k: Image) -> [BrokenClaim] {
    let objects = representatives(k)
    return claims(k).flatMap { claim in failing(claim, objects, most: .max).map { Self.broken(claim, $0, k) } }
  }

  private static func claims(_ k: Image) -> [Claim<Native>] {
    KernelInvariant.claims(k) + NameInvariant.claims(k) + AddressSpaceInvariant.claims(k)
  }

  /// The first of some claims about a state that doesn't hold in it; nil if all do.
  public static func firstBroken(_ k: Image, _ claims: [Claim<Native>]) -> BrokenClaim? {
    let objects = representatives(k)
    return claims.lazy.compactMap { claim in failing(claim, objects, most: 1).first.map { broken(claim, $0, k) } }.first
  }

  private static func broken(_ claim: Claim<Native>, _ objects: [UInt32], _ k: Image) -> BrokenClaim {
    let names = zip(claim.kinds, objects).map { "\(k.schema.kinds[$0].name) \(k.schema.kinds[$0].label($1))" }
    return BrokenClaim(name: claim.name, statement: claim.statement, objects: names)
  }

  private static func representatives(_ k: Image) -> [[UInt32]] {
    k.layout.counts.indices.map { kind in representatives(k, ofKind: kind) }
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

  /// Combinations of objects for which a claim doesn't hold.
  private static func failing(_ claim: Claim<Native>, _ objects: [[UInt32]], most: Int) -> [[UInt32]] {
    var found: [[UInt32]] = []
    func search(_ kinds: ArraySlice<Int>, _ indices: [UInt32]) {
      guard let kind = kinds.first else {
        if !claim.holds(indices) { found.append(indices) }
        return
      }
      for i in objects[kind] where found.count < most { search(kinds.dropFirst(), indices + [i]) }
    }
    search(claim.kinds[...], [])
    return found
  }
}
