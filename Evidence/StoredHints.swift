import Checker
import Foundation
import Published

/// The hints for a property of a kernel. Other kernels than ours have what is known of their mistakes, and what made ours
/// quick, where the property is the same.
public func storedHints(of kernel: Variant) -> @Sendable (any Property) -> ProofHints {
  if kernel == .ours { return storedHints.hints }
  let own = storedHints.subdirectory(kernel.rawValue)
  return { storedHints.hints(for: $0).adding(refutationsOf: own.hints(for: $0)) }
}

/// The hints that make proofs quick, beside the program.
///
/// Not by way of `Bundle.module`, which ends a program that was moved without them: proofs take longer then, and that is
/// all.
public let storedHints = HintDirectory(
  Bundle.main.bundleURL.appendingPathComponent("l4check_Evidence.resources").appendingPathComponent("Hints"))
