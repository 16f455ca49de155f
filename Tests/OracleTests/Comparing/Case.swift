/// A configuration, and what the semantics say of its probes.
struct Case {
  var configuration: Configuration
  /// One for each probe.
  var predictions: [Prediction]
}

/// A case of which the emulator says something else.
struct Disagreement {
  var `case`: Case
  /// The first probe with another result.
  var probe: Int
  /// What became of it; nil when the emulator did not survive the case.
  var actual: ProbeResult?
}
