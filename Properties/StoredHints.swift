import Checker
import Foundation

/// The hints that make the proofs of ``properties`` quick, beside the program.
public let storedHints = HintDirectory(
  Bundle.main.bundleURL.appendingPathComponent("l4check_Properties.resources").appendingPathComponent("Hints"))
