import ARMSemantics

extension Configuration {
  /// The configuration as text: registers, words, then probes, one a line, with numbers in hexadecimal.
  func text(processor: Emulator.Processor) -> String {
    let bits = [(Control.mmu, "M"), (Control.alignment, "A"), (Control.system, "S"), (Control.rom, "R")]
    let control = bits.filter { $0.0.isSet(in: registers.control) }.map(\.1).joined()
    var lines = [
      "processor \(processor.name)",
      "ttbr \(hex(registers.translationTableBase))",
      "dacr \(hex(registers.dacr))",
      "pid \(hex(registers.pid))",
      "control \(control.isEmpty ? "-" : control)",
    ]
    lines += words.map { "word \(hex($0.address)) \(hex($0.value))" }
    lines += probes.map { probe in
      let mode = probe.isSupervisor ? "supervisor" : "user"
      let value = probe.instruction.writes ? " \(hex(probe.value))" : ""
      return "\(mode) \(probe.instruction) \(hex(probe.virtualAddress))\(value)"
    }
    return lines.joined(separator: "\n")
  }
}

extension Disagreement {
  /// The case, and what both say of its probe.
  func text(processor: Emulator.Processor) -> String {
    """
    \(`case`.configuration.text(processor: processor))
    expected: \(`case`.predictions[probe].result)
    emulator: \(actual.map(String.init(describing:)) ?? "ends, or never does")
    """
  }
}
