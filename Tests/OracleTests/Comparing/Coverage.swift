import ARMSemantics
import Logic

/// How often each result was compared.
struct Coverage {
  private(set) var configurations = 0
  private(set) var probes = 0
  /// How many probes ended in each way: by the instruction, then by the status that the FSR shows; 0 for those that
  /// complete.
  private(set) var counts = [[Int]](
    repeating: [Int](repeating: 0, count: 16), count: Probe.Instruction.allCases.count)

  mutating func add(_ case: Case) {
    configurations += 1
    probes += `case`.predictions.count
    for (probe, prediction) in zip(`case`.configuration.probes, `case`.predictions) {
      counts[Int(probe.instruction.rawValue)][Int(prediction.result.fault)] += 1
    }
  }

  /// How many probes with an instruction ended so.
  func count(_ instruction: Probe.Instruction, _ status: Code<FaultStatus, Native>) -> Int {
    counts[Int(instruction.rawValue)][Int(status.word)]
  }
}
