import Logic
import Model
import Published
import Scenarios

/// A violation, and the shortest way to it from boot that was found.
public struct Finding: Sendable {
  /// A step at which things go wrong.
  public struct Cause: Sendable {
    /// The operation.
    public let step: Int
    /// A claim of the invariants of our kernel that held before it, and doesn't afterwards.
    public let claim: BrokenClaim
  }

  /// A kind of operation, and the claim that it broke.
  public struct Break: Sendable, Hashable, CustomStringConvertible {
    /// The word that the operation's line begins with.
    public let operation: String
    /// The claim's name.
    public let claim: String

    public var description: String { "\(operation)-breaks-\(claim)" }
  }

  /// Whose violation it is.
  public let kernel: Variant
  /// What is violated.
  public let property: SafetyProperty
  /// How many objects there are.
  public let sizes: Platform.Sizes
  /// The operations.
  public let operations: [ScenarioOperation]
  /// Where they go wrong, in order; empty if all invariants of our kernel hold to the end.
  public let causes: [Cause]
  /// What the last one tells otherwise than the model does: a register, or a word of a UTCB; nil if nothing.
  public let told: String?
  /// How many sequences had been tried.
  public let sequences: Int

  /// What operations from boot on show of a kernel; nil if the last of them violates nothing.
  public init?(
    of kernel: Variant, _ operations: [ScenarioOperation], sizes: Platform.Sizes, after sequences: Int = 0
  ) {
    var (k, registers) = (kernel.boot(sizes), UserRegisters<Native>())
    var (broken, told) = (Set<BrokenClaim>(), String?.none)
    var (property, causes) = (SafetyProperty?.none, [Cause]())
    for (step, operation) in operations.enumerated() {
      let before = k
      let outcome = operation.apply(to: &k, &registers, by: kernel)
      property = SafetyProperty(operation, outcome, from: before, to: k)
      told = operation.toldOtherwise(outcome, from: before, to: k)?.place
      let now = Invariants.broken(k)
      if let claim = now.first(where: { !broken.contains($0) }) { causes.append(Cause(step: step, claim: claim)) }
      broken = Set(now)
    }
    guard let property else { return nil }
    (self.kernel, self.property, self.sizes, self.operations) = (kernel, property, sizes, operations)
    (self.causes, self.told, self.sequences) = (causes, told, sequences)
  }

  /// Which kinds of operation broke which claims, one after the other: the last few that differ.
  public var breaks: [Break] {
    var breaks: [Break] = []
    for cause in causes {
      let next = Break(operation: Self.keyword(operations[cause.step]), claim: cause.claim.name)
      if next != breaks.last { breaks.append(next) }
    }
    return breaks.suffix(Self.mostBreaks)
  }

  private static var mostBreaks: Int { 5 }

  /// What tells it from other findings: what is violated, and what broke or is told otherwise.
  public var name: String {
    let why = told.map { [$0.replacing(" ", with: "-")] } ?? breaks.map(\.description)
    let last = Self.keyword(operations[operations.count - 1])
    return "\(property.rawValue)-\(why.isEmpty ? last : why.joined(separator: "+"))"
  }

  /// Whether it needs all that another finding needs to go wrong: it is likely to be the same mistake, among others.
  public func contains(_ other: Finding) -> Bool {
    property == other.property && told == nil && other.told == nil && Set(breaks).isSuperset(of: other.breaks)
  }

  /// The word that the line of an operation begins with.
  static func keyword(_ operation: ScenarioOperation) -> String {
    String(Scenario().line(operation).prefix { $0 != " " })
  }

  /// What it does, as a scenario.
  public var scenario: Scenario { Scenario(sizes: sizes, operations: operations) }

  /// A file for `l4check run`; comments say what it shows on which kernel, and which lines break claims.
  public var text: String {
    var lines = scenario.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // The first line tells the sizes.
    for cause in causes { lines[1 + cause.step] += "    # breaks \(cause.claim.name): \(cause.claim.statement)" }
    return (["# Violates \(property.rawValue) on the kernel “\(kernel.rawValue)”."] + lines).joined(separator: "\n")
  }
}
