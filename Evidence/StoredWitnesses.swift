import Checker

/// States that show mistakes: for each mistake that a property must refute, and for each assumption that it needs, a state
/// in which it fails.
///
/// Requires: the program lies where it was built.
public let storedWitnesses = WitnessDirectory(evidence.appendingPathComponent("Witnesses"))
