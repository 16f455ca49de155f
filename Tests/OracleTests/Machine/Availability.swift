import ARMSemantics
import Foundation
import TestSupport
import Testing

extension Emulator {
  /// The probe program, where `make oracle` leaves it.
  static let program = Repository.url(".build/oracle/oracle.elf")
  /// QEMU, if it is on the path.
  static let executable: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { URL(fileURLWithPath: String($0)).appendingPathComponent("qemu-system-arm") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  /// Whether there is QEMU and the probe program.
  static var isAvailable: Bool { executable != nil && FileManager.default.fileExists(atPath: program.path) }
  /// Whether to fail, not to skip, without them.
  static var isRequired: Bool { TestVariable.requireQEMU.text == "1" }
  /// The processors to compare with: all, unless this QEMU lacks some, as later ones may.
  static let processors = Profile.all.map(Processor.init).filter { isRequired || known.contains($0.name) }

  /// The names of QEMU's processors.
  private static let known: Set<String> = {
    guard let executable else { return [] }
    let process = Process()
    let output = Pipe()
    process.executableURL = executable
    process.arguments = ["-M", "versatilepb", "-cpu", "help"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return [] }
    let names = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Set(names.split { $0.isWhitespace }.map(String.init))
  }()
}

extension Trait where Self == ConditionTrait {
  /// Without QEMU, or without the probe program, a suite is skipped; it fails if both are required.
  static var needsEmulator: Self {
    .enabled(
      if: Emulator.isAvailable || Emulator.isRequired, "needs qemu-system-arm, and the probe program of “make oracle”")
  }
}
